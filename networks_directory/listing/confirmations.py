"""What of a listing was confirmed, when and by whom, in the reader's words."""

from typing import Any

from core.one_query import as_date

from ..choices import ConfirmedBy, ListingField
from ..freshness import Confirmation, ConfirmedParts, grouped
from ..models.networks import NetworkPage

COLUMNS = ("field", "confirmed_on", "confirmed_by")  # of a NetworkConfirmation


def confirmation(row: dict[str, Any]) -> Confirmation:
    """A row of NetworkConfirmation, as a dict of its columns, in the reader's words."""
    return {
        "label": str(ListingField(row["field"]).label),
        "on": as_date(row["confirmed_on"]),
        "by": str(ConfirmedBy(row["confirmed_by"]).label),
    }


def confirmations_of(page: NetworkPage) -> list[ConfirmedParts]:
    """What of a network page was confirmed when and by whom, as freshness.grouped() gives it.

    One query, unless they have been prefetched.
    """
    rows = page.confirmations.all()
    return grouped(confirmation({name: getattr(row, name) for name in COLUMNS}) for row in rows)
