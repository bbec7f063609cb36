"""What a list shows of a network: its card, made of the columns a card needs and of no more."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from core.alphabet import alphabetical
from core.countries import all_names, country_name
from core.frame import Frame
from core.links import link_columns
from core.one_query import fetch_in_one_query
from core.search_text import normalise
from core.visibility import visible

from ..choices import Family, Status
from ..freshness import why_last
from ..models.fields_of_activity import name_in
from ..models.listing_facts import NetworkCountry, NetworkField, NetworkName
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .excerpts import excerpt, matches, shows
from .vocabulary import Meaning

FEW_COUNTRIES = 4  # named on a card
SHOWN = ("acronym", "summary", "family", "status", "serves_worldwide")
Names = dict[str, dict[str, str]]  # field_names()


class Sought(NamedTuple):
    """What was searched for: the normalised words to mark, and what they mean."""

    words: frozenset[str]
    meant: frozenset[Meaning]

    def means(self, kind: str, value: str) -> bool:
        return Meaning(kind, value) in self.meant


NOTHING = Sought(frozenset(), frozenset())


@dataclass(frozen=True)
class Tag:
    """A country or a field on a card, and whether it is what was searched for."""

    code: str
    label: str
    matches: bool = False


@dataclass(frozen=True)
class Card:
    """What a list shows of a network.

    `words_in` is the language of its words, where that is not the reader's; `excerpt` is a text with a word
    that was searched for, where nothing else on the card has one, and `excerpt_in` the language of that.
    """

    number: int
    comes_last: bool
    title: str
    acronym: str
    summary: str
    words_in: str
    url: str
    family: str
    status: str
    based_in: list[Tag]
    serves: list[Tag]
    more_countries: int
    serves_worldwide: bool
    fields: list[Tag]
    matched: frozenset[str] = frozenset()
    excerpt: str = ""
    excerpt_in: str = ""
    reasons: tuple[str, ...] = ()
    other_name: str = ""  # one with a word that was searched for, where nothing above has one

    @property
    def family_label(self) -> str:
        return str(Family(self.family).label)

    @property
    def status_label(self) -> str:
        """ "" where nobody knows where the network stands."""
        return "" if self.status == Status.UNKNOWN else str(Status(self.status).label)

    @property
    def answers(self) -> bool:
        return Status(self.status).answers

    @property
    def why_last(self) -> str:
        """What its status does not say already."""
        return why_last(self.status, self.comes_last) if Status(self.status).comes_first else ""


def cards_of(
    names: QuerySet[IndexedName],
    frame: Frame,
    field_names: Names,
    sought: Sought = NOTHING,
    first_country: str = "",
) -> list[Card]:
    """The cards of some rows of the index, in their order. Two queries.

    Args:
        field_names: field_names().
        sought: what was searched for.
        first_country: the one that was asked about, which is named before the others.
    """
    rows = _rows(names, frame)
    facts = _facts(rows, sought.words)
    cards = []
    for row in rows:
        countries = [
            (country_tag(fact["country"], sought), fact["is_based"])
            for fact in sorted(
                facts["countries"][row["page"]],
                key=lambda fact: (
                    fact["country"] != first_country and not sought.means("country", fact["country"]),
                    not fact["is_based"],
                    alphabetical(country_name(fact["country"])),
                ),
            )
        ]
        fields = [
            field_tag(fact["code"], field_names[fact["code"]], frame.language_code, sought)
            for fact in facts["fields"][row["page"]]
        ]
        fields.sort(key=lambda tag: alphabetical(tag.label))
        texts = facts["texts"][row["translation_key"]]
        row["other_names"] = [fact["name"] for fact in facts["other_names"][row["page"]]]
        cards.append(_card(row, countries, fields, texts, sought.words))
    return cards


def _card(
    row: dict[str, Any],
    countries: list[tuple[Tag, bool]],
    fields: list[Tag],
    texts: list[dict[str, Any]],
    matched: frozenset[str],
) -> Card:
    named = countries[:FEW_COUNTRIES]
    text, language_code = "", ""
    other_name = next((name for name in row["other_names"] if matches(name, matched)), "")
    if not other_name and not any(tag.matches for tag in [*fields, *(tag for tag, _is_based in named)]):
        text, language_code = excerpt(row, texts, matched)
    return Card(
        **{name: row[name] for name in ("number", "comes_last", "title", "words_in", "url", *SHOWN)},
        based_in=[tag for tag, is_based in named if is_based],
        serves=[tag for tag, is_based in named if not is_based],
        more_countries=len(countries) - len(named),
        fields=fields,
        matched=matched,
        excerpt=text,
        excerpt_in=language_code,
        other_name=other_name,
    )


def _rows(names: QuerySet[IndexedName], frame: Frame) -> list[dict[str, Any]]:
    """What a card needs of each page, with its `url` and the language its `words_in`. One query."""
    columns = link_columns() | {name: name for name in (*SHOWN, "translation_key")}
    names = visible(names, "page__")  # the index may still have what was made private a moment ago
    keys = ["number", "page", "comes_last", *columns]
    of_page = (f"page__{column}" for column in columns.values())
    rows = names.values_list("network_id", "page_id", "comes_last", *of_page)
    return [frame.located(dict(zip(keys, row, strict=True))) for row in rows]


def _facts(rows: list[dict[str, Any]], matched: frozenset[str]) -> dict[str, dict[Any, list[dict[str, Any]]]]:
    """The countries and fields of listings, by page; and by translation key the texts that were searched.

    Those only of listings whose card shows no searched word in their title or summary. One query.
    """
    pages = [row["page"] for row in rows]
    hidden = [row for row in rows if matched and not shows(row, matched)]
    columns = {name: name for name in ("title", "summary", "objectives", "activities")}
    # A network's own page may be an alias; of the other languages, only what is a translation.
    of_hidden = Q(pk__in=[row["page"] for row in hidden])
    of_hidden |= Q(translation_key__in=[row["translation_key"] for row in hidden], alias_of=None)
    found = fetch_in_one_query({
        "countries": (
            NetworkCountry.objects.filter(network__in=pages).order_by("sort_order"),
            {"page": "network_id", "country": "country", "is_based": "is_based"},
        ),
        "fields": (
            NetworkField.objects.filter(network__in=pages).order_by("sort_order"),
            {"page": "network_id", "code": "field__code"},
        ),
        "other_names": (
            NetworkName.objects.filter(network__in=[row["page"] for row in hidden]).order_by("sort_order"),
            {"page": "network_id", "name": "name"},
        ),
        "texts": (
            visible(NetworkPage.objects).filter(of_hidden).order_by("path"),
            columns | {"page": "pk", "key": "translation_key", "language": "locale__language_code"},
        ),
    })  # fmt: skip
    facts: dict[str, dict[Any, list[dict[str, Any]]]] = {name: defaultdict(list) for name in found}
    for name in ("countries", "fields", "other_names"):
        for fact in found[name]:
            facts[name][fact["page"]].append(fact)
    for text in found["texts"]:
        facts["texts"][UUID(text["key"])].append(text)
    return facts


@cache
def words_of_names(code: str) -> set[str]:
    """The normalised words of a country's names in all languages of the site."""
    names = (name for language_code, _name in settings.LANGUAGES for name in all_names(code, language_code))
    return {word for name in names for word in normalise(name).split()}


def country_tag(code: str, sought: Sought) -> Tag:
    matches = sought.means("country", code) or bool(words_of_names(code) & sought.words)
    return Tag(code, country_name(code), matches)


def field_tag(code: str, names: dict[str, str], language_code: str, sought: Sought) -> Tag:
    words = normalise(" ".join(names.values())).split()
    matches = sought.means("field", code) or not sought.words.isdisjoint(words)
    return Tag(code, name_in(names, language_code), matches)
