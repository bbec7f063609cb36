"""The pieces of a listing that a network may change: what a person thinks of as one thing ("Countries").

A piece covers one or more fields of NetworkPage. Nothing outside this list can be proposed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import SOURCE_LANGUAGE

from ..choices import ListingField

# The fields that are child rows, with what a row says; and the fields that are a list of points.
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
# What a translation says in words of its own; all the rest are facts.
WORDS = ("title", "summary", "notice", *POINTS)
CONTACT_WORDS = ("role", "responsibility")


@dataclass(frozen=True)
class ListingPiece:
    """One piece of a listing: its name, its label, the fields it covers, and why visitors want it."""

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    why: str | Promise = ""

    @property
    def language(self) -> str:
        """The language of what an original says in words of its own; "" where it says none."""
        return SOURCE_LANGUAGE if self.name in ("title", "summary", *POINTS) else ""


def _piece(name: str, *fields: str, why: str | Promise = "", label: str | Promise = "") -> ListingPiece:
    return ListingPiece(name, label or ListingField(name).label, fields or (name,), why)


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
PIECE_OF = {field: piece for piece in PIECES.values() for field in piece.fields}
FIELDS = tuple(PIECE_OF)
SCALARS = tuple(name for name in FIELDS if name not in ROWS and name not in POINTS)  # one value each
# A change of one of these is told to the old address and to the other representatives.
SENSITIVE = ("email", "website", "phones")


def pieces_of(fields: Iterable[str]) -> list[ListingPiece]:
    """The pieces that cover some of these fields, in the order of a listing."""
    named = set(fields)
    return [piece for piece in PIECES.values() if named.intersection(piece.fields)]


def is_filled(piece: ListingPiece, values: Mapping[str, Any]) -> bool:
    """Whether a piece of a listing's values says something."""
    if piece.name == "status":
        return bool(values["status"] != "unknown")
    return any(values[name] not in (None, "", [], False) for name in piece.fields)


def completeness(values: Mapping[str, Any]) -> tuple[int, list[ListingPiece]]:
    """(number of counted pieces that are filled, the pieces that are not)."""
    missing = [piece for piece in COUNTED if not is_filled(piece, values)]
    return len(COUNTED) - len(missing), missing
