"""What a list shows of a network: its card."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import F

from core.countries import country_name, country_names
from core.one_query import as_list, fetch_in_one_query
from core.search_text import marked_pieces, normalise
from core.translations import REVISION_OF, Version

from ..models.fields_of_activity import name_in
from ..models.listing_facts import NetworkCountry, NetworkField
from ..models.networks import NetworkPage

FEW_COUNTRIES = 4  # named on a card


@dataclass
class Tag:
    """A fact on a card, and whether it is what was searched for."""

    label: str
    matches: bool = False


def network_pages(names, frame):
    """The network pages of some IndexedName, in their order, with what a card says of each. One query."""
    rows = names.select_related("page").annotate(revision_of=F(f"page__{REVISION_OF}"))
    networks = []
    for name in rows:
        network = name.page
        network.number = name.network_id
        # A stand-in for a translation is read aloud in the language its words are in.
        network.words_in = Version.of(network, frame.language_code, name.revision_of).words_in
        network.url_here = frame.url_of(network.url_path)
        networks.append(network)
    return networks


@cache
def country_words(code):
    """The normalised words of a country's names in all languages of the site."""
    words = set()
    for language_code, _name in settings.LANGUAGES:
        words.update(normalise(country_names(language_code)[code]).split())
    return words


def add_card_facts(networks, names, language_code, matched=frozenset(), first_country=""):
    """Give each network what its card shows of countries and fields, as Tags. One query.

    `names` are field_names(); `matched` the normalised words that were searched for; `first_country` the
    one that was asked about, which is named before the others. Where words were searched for, a network
    also gets its texts in other languages: `other_texts`, [(language code, [text])].
    """
    queries = {
        "countries": (
            NetworkCountry.objects.filter(network__in=networks).order_by("sort_order"),
            {"network": "network_id", "country": "country", "is_based": "is_based"},
        ),
        "fields": (
            NetworkField.objects.filter(network__in=networks).order_by("sort_order"),
            {"network": "network_id", "code": "field__code"},
        ),
    }
    if matched:
        others = NetworkPage.objects.live().filter(
            translation_key__in=[network.translation_key for network in networks], alias_of=None
        )
        columns = {name: name for name in ("title", "summary", "objectives", "activities")}
        queries["others"] = (
            others.exclude(locale__language_code=language_code).order_by("path"),
            columns | {"key": "translation_key", "language": "locale__language_code"},
        )
    rows = fetch_in_one_query(queries)
    for network in networks:
        network.other_texts = [
            (row["language"], [row["title"], row["summary"], *points_in(row)])
            for row in rows.get("others", [])
            if UUID(row["key"]) == network.translation_key
        ]
    rows["countries"].sort(key=lambda row: (row["country"] != first_country, not row["is_based"]))
    for network in networks:
        network.matched = matched
        countries = [row for row in rows["countries"] if row["network"] == network.pk]
        named, network.more_countries = countries[:FEW_COUNTRIES], len(countries[FEW_COUNTRIES:])
        for kind, is_based in (("based_in", True), ("serves", False)):
            tags = [
                Tag(country_name(row["country"]), bool(country_words(row["country"]) & matched))
                for row in named
                if bool(row["is_based"]) is is_based
            ]
            setattr(network, kind, tags)
        codes = [row["code"] for row in rows["fields"] if row["network"] == network.pk]
        network.fields = [
            Tag(
                name_in(names[code], language_code),
                bool(set(normalise(" ".join(names[code].values())).split()) & matched),
            )
            for code in codes
        ]


def points_of(network):
    """The objectives and activities of a network, as strings."""
    for stream in (network.objectives, network.activities):
        yield from stream.stream_block.get_searchable_content(stream)


def points_in(row):
    """The same of a row of one_query, where they are as the database keeps them."""
    for stream in (row["objectives"], row["activities"]):
        for block in as_list(stream):
            yield from block["value"].values()


def matches(text, matched):
    """Whether one of the words searched for, normalised, is in a text."""
    return any(matches for _piece, matches in marked_pieces(text, matched))


def excerpt(texts, matched):
    """The first of some texts with a word that was searched for, or ""."""
    return next((text for text in texts if matches(text, matched)), "")
