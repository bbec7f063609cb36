"""Of migrations, and never changed: the value that a confirmation is about, as 0007 and 0013 wrote it.

models/confirmed_values.py says the same today. What it says tomorrow needs a migration of its own.
"""

import hashlib
import json
from decimal import Decimal

from phonenumber_field.phonenumber import to_python as phone_number

PARTS = (
    "title", "acronym", "other_names", "status", "summary", "objectives", "activities", "countries", "cities",
    "fields_of_activity", "languages", "founded", "member_count", "logo", "website", "email", "phones",
    "channels", "contacts", "postal_address", "coordinates",
)  # fmt: skip
FIELDS = {"countries": ("countries", "serves_worldwide"), "coordinates": ("latitude", "longitude")}
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


def confirmed_value(part, page, read_rows):
    """What a page says of a part of its listing, as a short text; "" of what is no part."""
    if part not in PARTS:
        return ""
    said = [_said(name, page, read_rows) for name in FIELDS.get(part, (part,))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def _said(name, page, read_rows):
    if name in ROWS:
        rows = read_rows(name)
        return sorted(([_plain(column, row[column]) for column in ROWS[name]] for row in rows), key=json.dumps)
    if name in POINTS:
        return [
            [_plain(column, block.value[column]) for column in ("heading", "text")]
            for block in getattr(page, name)
        ]
    field = page._meta.get_field(name)
    return _plain(name, field.to_python(getattr(page, field.attname)))


def _plain(name, value):
    if name == "number":
        number = phone_number(value)
        return number.as_rfc3966 if number and number.is_valid() else str(value)
    if name == "languages":
        return sorted(json.loads(value) if isinstance(value, str) else value or [])
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    if value is None or isinstance(value, int):
        return None if value is None else int(value)
    return str(value).replace("\r\n", "\n").strip()
