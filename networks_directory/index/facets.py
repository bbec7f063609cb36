"""The filters of the directory, declared: the parameter in the address, its label, whose networks have it.

Each value of a facet is kept as a bitmap (models.FacetBitmap): one bit a network. Python's integers are
such bitmaps: `a & b` are the networks that have both, `a.bit_count()` is how many. Counting every choice of
every filter is then a matter of microseconds, whatever the number of networks (docs/decisions/0011).
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from core.countries import country_name
from core.languages import language_name
from core.slugs import slug_of

from ..choices import Family, Status
from ..models.listing_index import FacetBitmap

LIVE = "live"  # the facet of the languages in which a network has a live page
WORLDWIDE = "worldwide"  # the facet of the networks that serve the whole world; its one value is "yes"
BASED = "based"  # the facet of the countries in which a network is based, beside those it only serves
FORMAT = ("format", "2")  # what every network of an index of this release has; see is_outdated()
EVERY_FIELD = "several"  # the value of the field facet for a network that names no field
Value = tuple[str, str]  # a facet and one of its values, or a value and its label
SMALL = 64  # bytes below which compressing a bitmap gains nothing


class Facet:
    """One filter: its parameter, its label, a word of help, and the values it offers in any case."""

    name = ""
    label: str | Promise = ""
    help_text: str | Promise = ""
    values: Sequence[str] = ()
    only_where_it_separates = False  # left out where each of its choices would leave all that is listed

    def values_of(self, page: Any) -> list[Value]:
        """The values a listing has, as [(value, label)]; the label only where the value cannot tell."""
        raise NotImplementedError

    def values_of_all(self, pages: Iterable[Any]) -> dict[Any, list[Value]]:
        """{translation key: values_of() its listing} of many listings; for facets that ask the database."""
        return {page.translation_key: self.values_of(page) for page in pages}

    def label_of(self, value: str) -> str | Promise:
        """The name of a value in the active language."""
        raise NotImplementedError


class FamilyFacet(Facet):
    name = "family"
    label = _("Family")
    values = Family.values

    def values_of(self, page: Any) -> list[Value]:
        return [(page.family, "")]

    def label_of(self, value: str) -> str | Promise:
        return Family(value).label


class CountryFacet(Facet):
    """Based in the country or serving it. Networks that serve the whole world are added when asked."""

    name = "country"
    label = _("Country")
    help_text = _("Networks based there, serving it or serving the whole world; each says which.")

    def values_of(self, page: Any) -> list[Value]:
        return [(row.country.code, "") for row in page.countries.all()]

    def label_of(self, value: str) -> str | Promise:
        return country_name(value)


class FieldFacet(Facet):
    name = "field"
    label = _("Field of activity")

    def values_of(self, page: Any) -> list[Value]:
        codes = [(row.field.code, "") for row in page.fields_of_activity.all()]
        return codes or [(EVERY_FIELD, "")]

    def label_of(self, value: str) -> str | Promise:
        return _("Several fields") if value == EVERY_FIELD else value


class LanguageFacet(Facet):
    name = "language"
    label = _("Working language")

    def values_of(self, page: Any) -> list[Value]:
        return [(row.language, "") for row in page.languages.all()]

    def label_of(self, value: str) -> str | Promise:
        return language_name(value)


class CityFacet(Facet):
    """A city and its country, since there is more than one Valencia: "valencia-es"."""

    name = "city"
    label = _("City")

    def values_of(self, page: Any) -> list[Value]:
        return [(city_value(row.name, row.country.code), row.name) for row in page.cities.all()]

    def label_of(self, value: str) -> str | Promise:
        return value


class StatusFacet(Facet):
    name = "status"
    label = _("Status")
    values = Status.values
    only_where_it_separates = True

    def values_of(self, page: Any) -> list[Value]:
        return [(page.status, "")]

    def label_of(self, value: str) -> str | Promise:
        return Status(value).label


def city_value(name: str, country_code: str) -> str:
    """What stands for a city in an address: ("Köln", "DE") -> "koln-de"."""
    return f"{slug_of(name)[:100]}-{country_code.lower()}"


def all_facets() -> list[Facet]:
    """Every facet in the order of the form; other apps add theirs by `register_directory_facet`."""
    ours = [FamilyFacet(), CountryFacet(), FieldFacet(), LanguageFacet(), CityFacet(), StatusFacet()]
    return ours + [make_facet() for make_facet in hooks.get_hooks("register_directory_facet")]


class Bitmaps(dict[Value, int]):
    """{(facet, value): networks as the bits of an integer}; a value nobody has is 0."""

    def __missing__(self, key: Value) -> int:
        return 0

    def __init__(self, rows: Iterable[tuple[str, str, str, bytes | memoryview]]) -> None:
        super().__init__()
        self.labels: dict[Value, str] = {}
        for facet, value, label, bits in rows:
            self[facet, value] = unpack(bits)
            if label:
                self.labels[facet, value] = label

    @classmethod
    def load(cls, condition: Q) -> Self:
        """Read the bitmaps of a Q object, and those that say who is live and who answers. One query."""
        always = Q(facet__in=[LIVE, StatusFacet.name])
        rows = FacetBitmap.objects.filter(condition | always, size__gt=0)
        return cls(rows.values_list("facet", "value", "label", "bits"))

    def live(self, language_code: str) -> int:
        """The networks that have a live page in a language, those that no longer answer too."""
        return self[LIVE, language_code]

    def listed(self, language_code: str) -> int:
        """Those of them that answer: every list, number and recommendation nobody asked for is of these."""
        silent = (self[StatusFacet.name, status] for status in Status if not status.answers)
        return self.live(language_code) & ~reduce(or_, silent, 0)

    def serving(self, country: str) -> int:
        """The networks that answer for a country: based in it, serving it, or serving the whole world."""
        return self["country", country] | self[WORLDWIDE, "yes"]

    def values_of(self, facet: str) -> list[str]:
        """The values of a facet that some network has."""
        return [value for name, value in self if name == facet]


def largest(facet: str, number: int) -> QuerySet[Any, Any]:
    """The rows of the values of a facet that most networks have, as a subquery of primary keys."""
    return FacetBitmap.objects.filter(facet=facet).order_by("-size", "value").values("pk")[:number]


def pack(number: int) -> bytes:
    """A bitmap as it is stored: its bytes, compressed where there are many."""
    data = number.to_bytes((number.bit_length() + 7) // 8, "little")
    return b"z" + zlib.compress(data, 1) if len(data) > SMALL else b"-" + data


def unpack(data: bytes | memoryview) -> int:
    """A stored bitmap as an integer."""
    data = bytes(data)
    return int.from_bytes(zlib.decompress(data[1:]) if data[:1] == b"z" else data[1:], "little")


def numbers_in(bitmap: int) -> list[int]:
    """The positions of the bits that are set, in ascending order."""
    text = bin(bitmap)[:1:-1]
    position, found = text.find("1"), list[int]()
    while position >= 0:
        found.append(position)
        position = text.find("1", position + 1)
    return found


def bitmap_of(numbers: Sequence[int]) -> int:
    """The bitmap with these bits set."""
    if not numbers:
        return 0
    data = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(data, "little")
