"""The directory: fields of activity, networks and their facts, and the pages that list them."""

from .directory import NetworkFamilyPage, NetworksDirectoryPage
from .fields_of_activity import FieldOfActivity
from .listing_facts import (
    NetworkChannel,
    NetworkCity,
    NetworkConfirmation,
    NetworkContact,
    NetworkCountry,
    NetworkField,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
    NetworkRelation,
)
from .networks import GeographicNetworkPage, NetworkPage, ThematicNetworkPage

__all__ = [
    "FieldOfActivity",
    "GeographicNetworkPage",
    "NetworkChannel",
    "NetworkCity",
    "NetworkConfirmation",
    "NetworkContact",
    "NetworkCountry",
    "NetworkFamilyPage",
    "NetworkField",
    "NetworkLanguage",
    "NetworkName",
    "NetworkPage",
    "NetworkPhone",
    "NetworkRelation",
    "NetworksDirectoryPage",
    "ThematicNetworkPage",
]
