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
    WithdrawnConsent,
)
from .listing_index import FacetBitmap, IndexedName, IndexedNetwork, SearchSpelling, SearchWord
from .networks import GeographicNetworkPage, NetworkPage, ThematicNetworkPage

__all__ = [
    "FacetBitmap",
    "FieldOfActivity",
    "GeographicNetworkPage",
    "IndexedName",
    "IndexedNetwork",
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
    "SearchSpelling",
    "SearchWord",
    "ThematicNetworkPage",
    "WithdrawnConsent",
]
