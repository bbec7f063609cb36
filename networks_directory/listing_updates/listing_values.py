"""What a listing says, as plain values: the shapes it has between a form and its page, each named once.

- `Values`: {field: value}, of a whole listing or of some of its fields. What is live, what somebody saw when
  they opened a form, what they would like it to say and what an editor sets are all of this shape. A value is
  JSON in the form Wagtail keeps revisions in, without the keys of rows: it names no row of the database, so
  it cannot touch another network's.
- `Patch`: what somebody wants changed, {field: new value}, beside the Values they saw. Stored as an update's
  `proposal` and `base`.
- `Typed`: what the fields of a form hold, right or wrong, until it is sent: an update's `form_state`.

A form is opened on Values, keeps what is Typed, and makes a Patch; an editor reads the Patch beside the live
Values, and sets Values.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias, TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import get_serializable_data_for_fields

from ..models.networks import NetworkPage
from .pieces import CONTACT_WORDS, FIELDS, POINTS, ROWS, WORDS, ListingPiece, pieces_of

Values: TypeAlias = dict[str, Any]
Logo: TypeAlias = tuple[bytes, int, int]  # a new picture as logos.reencoded() gives it


class Typed(TypedDict, total=False):
    """What the fields of a form hold that has not been sent, right or wrong."""

    base: Values  # the listing as it was when the form was opened
    logo: int | None  # the ProposedLogo somebody has chosen
    scalars: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]  # by field
    more: dict[str, int]  # how many rows more than usual are wanted, by field
    submission: dict[str, Any]
    texts: dict[str, dict[str, str]]  # in the other languages


@dataclass(frozen=True)
class Patch:
    """What somebody wants changed, beside the listing as they saw it."""

    seen: Values
    new: Values

    @classmethod
    def between(cls, seen: Values, wanted: Values) -> "Patch":
        """What differs; a field that `wanted` does not name has not changed."""
        return cls(seen, {name: value for name, value in wanted.items() if value != seen.get(name)})

    def __bool__(self) -> bool:
        return bool(self.new)

    @property
    def pieces(self) -> list[ListingPiece]:
        """The pieces it changes."""
        return pieces_of(self.new)

    def touches(self, piece: ListingPiece) -> bool:
        """Whether it changes a piece."""
        return any(name in self.new for name in piece.fields)

    def onto(self, values: Values) -> Values:
        """What a listing would say with it."""
        return values | self.new

    def is_followed(self, piece: ListingPiece, values: Values, live: Values) -> bool:
        """Whether values that are set of a piece are what was proposed, not what an editor made of it."""
        proposed = normal(self.onto(live))
        return all(normal(values[name]) == proposed.get(name) for name in piece.fields if name in values)

    def has_moved(self, piece: ListingPiece, live: Values) -> bool:
        """Whether the site says something else of a piece than when it was seen."""
        return any(live.get(name) != self.seen.get(name) for name in piece.fields)


def values_in(values: Values, pieces: Iterable[ListingPiece]) -> Values:
    """Those of some pieces, as far as they are named."""
    return {name: values[name] for piece in pieces for name in piece.fields if name in values}


def plain(value: Any) -> Any:
    """A value as JSON gives it back: dates and decimals as text."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def normal(value: Any) -> Any:
    """Texts as a form gives them back, so that what nobody has touched compares equal."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    return value


def degrees(value: Any) -> Any:
    """A coordinate with as many decimals as its column has."""
    return f"{value:.6f}" if isinstance(value, Decimal) else value


def values_of(page: NetworkPage) -> Values:
    """The Values of every offered field of a network page, saved or in memory.

    One query for each of ROWS, unless they have been prefetched.
    """
    data = get_serializable_data_for_fields(page)
    data |= {name: degrees(data[name]) for name in ("latitude", "longitude")}
    data |= {name: list(map(get_serializable_data_for_fields, getattr(page, name).all())) for name in ROWS}
    data = normal(plain(data))
    values = {}
    for name in FIELDS:
        if name in ROWS:
            values[name] = [{key: row[key] for key in ROWS[name]} for row in data[name]]
        elif name in POINTS:
            values[name] = [{"id": block["id"], **block["value"]} for block in json.loads(data[name] or "[]")]
        else:
            values[name] = data[name]
    return values


def with_values(page: NetworkPage, values: Values) -> NetworkPage:
    """A copy of the page in memory with some fields set, children included; nothing is saved.

    Raises KeyError for a field that is not offered.
    """
    content = page.serializable_data()
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        if name in ROWS:
            content[name] = [_child(page, name, row, position) for position, row in enumerate(value)]
        elif name in POINTS:
            content[name] = json.dumps([_block(point) for point in value])
        else:
            content[name] = value
    changed: NetworkPage = page.with_content_json(content)
    return changed


def in_translation(values: Values, translated: Values) -> Values:
    """What a translation would say at once, with values of its original: their facts, and its own words."""
    words = {
        row["translation_key"]: {name: row[name] for name in CONTACT_WORDS} for row in translated["contacts"]
    }
    contacts = [row | words.get(row["translation_key"], {}) for row in values["contacts"]]
    return values | {name: translated[name] for name in WORDS} | {"contacts": contacts}


def _block(point: Mapping[str, str]) -> dict[str, Any]:
    """A point as a stream holds it."""
    return {
        "type": "point",
        "id": point["id"],
        "value": {"heading": point["heading"], "text": point["text"]},
    }


def _child(page: NetworkPage, name: str, row: Values, position: int) -> dict[str, Any]:
    """A row as a revision holds it: new, and of this page."""
    model = NetworkPage._meta.get_field(name).related_model
    child: dict[str, Any] = plain({field.attname: field.get_default() for field in model._meta.fields}) | row
    child |= {"pk": None, "id": None, "network": page.pk, "sort_order": position}
    if name == "contacts":
        child["locale"] = page.locale_id
        child["translation_key"] = row["translation_key"] or str(uuid.uuid4())
    return child


def version_of(values: Values) -> str:
    """A short text that is the same exactly when all the values are the same."""
    canonical = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()[:24]
