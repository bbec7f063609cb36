"""What of a listing was confirmed, when and by whom, in the reader's words."""

from collections.abc import Callable
from typing import Any

from core.formats import label_of
from core.one_query import as_date

from ..choices import ConfirmedBy, ListingField
from ..freshness import Confirmation, ConfirmedParts, grouped
from ..models.confirmed_values import confirmed_value
from ..models.networks import NetworkPage

COLUMNS = ("field", "confirmed_on", "confirmed_by", "value")  # of a NetworkConfirmation


def confirmation(row: dict[str, Any]) -> Confirmation:
    """A row of NetworkConfirmation, as a dict of its columns, in the reader's words."""
    return {
        "label": label_of(ListingField, row["field"]),
        "on": as_date(row["confirmed_on"]),
        "by": label_of(ConfirmedBy, row["confirmed_by"]),
    }


def that_hold(
    rows: list[dict[str, Any]], page: NetworkPage, read_rows: Callable[[str], list[Any]] | None = None
) -> list[Confirmation]:
    """Those of some rows that are about what this very page says.

    Whatever changed a value, and in whichever language, its confirmation is not shown beside another one.
    """
    return [
        confirmation(row)
        for row in rows
        if row["value"] and row["value"] == confirmed_value(row["field"], page, read_rows)
    ]


def confirmations_of(page: NetworkPage) -> list[ConfirmedParts]:
    """What of a network page was confirmed when and by whom, as freshness.grouped() gives it.

    A query for each relation that was confirmed, unless they have been prefetched.
    """
    rows = [{name: getattr(row, name) for name in COLUMNS} for row in page.confirmations.all()]
    return grouped(that_hold(rows, page))
