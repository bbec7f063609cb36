"""The parts of a listing that a network may change, and how a patch of them reads and is applied.

A part is what a person thinks of as one thing ("Countries"); it covers one or more fields of NetworkPage.
Values travel as JSON, in the form Wagtail keeps revisions in, without the keys of rows: a patch names
no row of the database, so it cannot touch another network's.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from ..choices import ListingField
from ..models.networks import NetworkPage

ROWS = {
    "other_names": ("name", "language"),
    "countries": ("country", "is_based", "is_served"),
    "cities": ("name", "country"),
    "fields_of_activity": ("field",),
    "languages": ("language",),
    "phones": ("kind", "number"),
    "channels": ("kind", "url"),
    "contacts": (
        "person", "role", "responsibility", "email", "languages", "is_public", "consent_on", "consent_by",
        "translation_key",
    ),
}  # fmt: skip
POINTS = ("objectives", "activities")


@dataclass(frozen=True)
class ListingPiece:
    """One part of a listing: its name, its label, the fields it covers, and why visitors want it."""

    name: str
    label: str
    fields: tuple
    why: str = ""

    @property
    def is_words(self):
        """Whether it holds texts that translators translate."""
        return self.name in WORDS


def _piece(name, *fields, why="", label=""):
    return ListingPiece(name, label or ListingField(name).label, fields or (name,), why)


WORDS = ("title", "summary", "notice", "objectives", "activities")
PIECES = {
    piece.name: piece
    for piece in (
        _piece("title"),
        _piece("acronym"),
        _piece("other_names"),
        _piece("status", why=_("Visitors want to know whether anybody will answer.")),
        _piece("summary", why=_("It is what search results and lists show of you.")),
        _piece("notice", "notice", "notice_date", label=_("Notice")),
        _piece("objectives", why=_("Visitors read here whether your network is for them.")),
        _piece("activities", why=_("It shows what one can take part in.")),
        _piece(
            "countries",
            "countries",
            "serves_worldwide",
            why=_("Without it nobody finds you by their country."),
        ),
        _piece("cities", why=_("People look for somebody near them.")),
        _piece("fields_of_activity"),
        _piece("languages", why=_("A visitor needs to know in which language to write.")),
        _piece("founded", why=_("It tells how long you have been there.")),
        _piece("member_count", why=_("It gives an idea of the network's size.")),
        _piece("logo", why=_("Members recognise you by it.")),
        _piece("website", why=_("It is where most visitors go next.")),
        _piece("email", why=_("It is the simplest way to reach you.")),
        _piece("phones", why=_("Some questions are asked more easily by telephone.")),
        _piece("channels"),
        _piece("contacts", why=_("Visitors would rather write to a person than to a mailbox.")),
        _piece("postal_address"),
        _piece("coordinates", "latitude", "longitude"),
    )
}
COUNTED = [piece for piece in PIECES.values() if piece.why]  # what completeness is measured by
FIELDS = tuple(field for piece in PIECES.values() for field in piece.fields)
# A change of one of these is told to the old address and to the other representatives.
SENSITIVE = ("email", "website", "phones")


def plain(value):
    """A value as JSON gives it back: dates and decimals as text."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def normal(value):
    """Texts as a form gives them back, so that what nobody has touched compares equal."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    return value


def degrees(value):
    """A coordinate with as many decimals as its column has."""
    return f"{value:.6f}" if isinstance(value, Decimal) else value


def values_of(page):
    """{field: value} of every offered field of a network page, saved or in memory."""
    data = page.serializable_data()
    data = normal(plain(data | {name: degrees(data[name]) for name in ("latitude", "longitude")}))
    values = {}
    for name in FIELDS:
        if name in ROWS:
            values[name] = [{key: row[key] for key in ROWS[name]} for row in data[name]]
        elif name in POINTS:
            values[name] = [{"id": block["id"], **block["value"]} for block in json.loads(data[name] or "[]")]
        else:
            values[name] = data[name]
    return values


def with_values(page, values):
    """A copy of the page in memory with some fields set, children included; nothing is saved.

    Raises KeyError for a field that is not offered.
    """
    content = page.serializable_data()
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        if name in ROWS:
            content[name] = [_child(page, name, row, i) for i, row in enumerate(value)]
        elif name in POINTS:
            content[name] = json.dumps([
                {
                    "type": "point",
                    "id": point["id"],
                    "value": {"heading": point["heading"], "text": point["text"]},
                }
                for point in value
            ])  # fmt: skip
        else:
            content[name] = value
    return page.with_content_json(content)


def _child(page, name, row, position):
    """A row as a revision holds it: new, and of this page."""
    model = NetworkPage._meta.get_field(name).related_model
    child = plain({field.attname: field.get_default() for field in model._meta.fields}) | row
    child |= {"pk": None, "id": None, "network": page.pk, "sort_order": position}
    if name == "contacts":
        child["locale"] = page.locale_id
        child["translation_key"] = row["translation_key"] or str(uuid.uuid4())
    return child


def version_of(values):
    """A short text that is the same exactly when all the values are the same."""
    canonical = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()[:24]


def changed_pieces(before, after):
    """The parts in which two sets of values differ; a field that `after` does not name has not changed."""
    return [
        piece
        for piece in PIECES.values()
        if any(name in after and after[name] != before.get(name) for name in piece.fields)
    ]


def is_filled(piece, values):
    """Whether a part says something."""
    if piece.name == "status":
        return values["status"] != "unknown"
    return any(values[name] not in (None, "", [], False) for name in piece.fields)


def completeness(values):
    """(number of counted parts that are filled, the parts that are not)."""
    missing = [piece for piece in COUNTED if not is_filled(piece, values)]
    return len(COUNTED) - len(missing), missing
