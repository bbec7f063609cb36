"""The value that a confirmation is about, as one short text. Of another value it says nothing.

The same value gives the same text however it was read: from the columns of a page and its rows, from rows as
JSON has them, from children that are in memory only.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from phonenumber_field.phonenumber import to_python as phone_number

from core.one_query import as_list

from ..choices import ListingField

# What a part of a listing covers, where it is not one field of that name.
FIELDS = {"countries": ("countries", "serves_worldwide"), "coordinates": ("latitude", "longitude")}
# What of a row counts.
ROWS = {
    "other_names": ("name", "language"),
    "countries": ("country", "is_based", "is_served"),
    "cities": ("name", "country"),
    "fields_of_activity": ("field_id",),
    "languages": ("language",),
    "phones": ("kind", "number"),
    "channels": ("kind", "url"),
    "contacts": ("person", "role", "responsibility", "email", "languages", "is_public"),
}
POINTS = ("objectives", "activities")
ALL_FIELDS = frozenset(name for part in ListingField.values for name in FIELDS.get(part, (part,)))

Row = Mapping[str, Any]
ReadRows = Callable[[str], list[Row]]


def confirmed_value(part: str, page: Any, read_rows: ReadRows | None = None) -> str:
    """What a page says of a part of its listing, as a short text; "" of what is no part.

    `read_rows` gives the rows of a relation, where they have been read already.
    """
    if part not in ListingField.values:
        return ""
    said = [_said(name, page, read_rows) for name in FIELDS.get(part, (part,))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def _said(name: str, page: Any, read_rows: ReadRows | None) -> Any:
    if name in ROWS:
        rows = read_rows(name) if read_rows else rows_of(page, name)
        # Their order is no part of what is said, and a database may give rows that have none in any.
        return sorted(
            ([_plain(column, row[column]) for column in ROWS[name]] for row in rows), key=json.dumps
        )
    if name in POINTS:
        return [
            [_plain(column, block.value[column]) for column in ("heading", "text")]
            for block in getattr(page, name)
        ]
    field = page._meta.get_field(name)
    return _plain(name, field.to_python(getattr(page, field.attname)))


def rows_of(page: Any, name: str) -> list[Row]:
    """The rows of a relation of a page, saved or in memory."""
    return [{column: getattr(row, column) for column in ROWS[name]} for row in getattr(page, name).all()]


def _plain(name: str, value: Any) -> Any:
    if name == "number":
        number = phone_number(value)
        return number.as_rfc3966 if number and number.is_valid() else str(value)
    if name == "languages":  # of a contact: a browser sends them in the order of its list
        return sorted(as_list(value))
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    if value is None or isinstance(value, int):
        return None if value is None else int(value)  # a database may have True as 1
    return str(value).replace("\r\n", "\n").strip()
