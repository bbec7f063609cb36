"""The tables of the directory. Other modules import from the module that holds a table, not from here."""

from . import (
    fields_of_activity,
    host_countries,
    invented_networks,
    listing_facts,
    listing_index,
    networks,
    searches,
)

__all__ = [
    "fields_of_activity",
    "host_countries",
    "invented_networks",
    "listing_facts",
    "listing_index",
    "networks",
    "searches",
]
