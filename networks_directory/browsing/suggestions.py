"""What is suggested while a visitor types: networks, countries and fields of activity."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from core.countries import all_names, country_name, country_names
from core.frame import Frame
from core.languages import SOURCE_LANGUAGE
from core.one_query import fetch_in_one_query
from core.search_text import normalise
from core.search_words import content_words
from core.visibility import visible

from ..freshness import why_last
from ..index.facets import Bitmaps, numbers_in
from ..models.fields_of_activity import field_words, name_in, names_of
from ..models.listing_index import IndexedName
from .addresses import country_path, field_path
from .asked import LONGEST_QUERY
from .entrances import load_entrances
from .results import among
from .search import Search
from .vocabulary import Meaning, Vocabulary, vocabulary

SHORTEST = 2  # letters from which something is suggested
OF_EACH = 3  # countries and fields
NETWORKS = 6
SELECTIVE = 2_000  # networks up to which a word inside their names is looked up as well


class Known(NamedTuple):
    """What the search needs to know (search.Knowledge)."""

    bitmaps: Bitmaps
    vocabulary: Vocabulary
    listed: int


@cache
def country_spellings() -> dict[str, set[str]]:
    """Every country's normalised names in the languages of the site: {code: {name}}."""
    languages = [language_code for language_code, _name in settings.LANGUAGES]
    return {
        code: {normalise(name) for language_code in languages for name in all_names(code, language_code)}
        for code in country_names(SOURCE_LANGUAGE)
    }


def begins(query: str, names: Iterable[str]) -> bool:
    """Whether some name, or some word of it, begins with the query."""
    return any(f" {name}".find(f" {query}") >= 0 for name in names)


def suggestions(text: str, frame: Frame) -> list[dict[str, str]]:
    """[{"label", "kind", "url"}] for what has been typed so far, at most NETWORKS + 2 * OF_EACH."""
    query = normalise(text[:LONGEST_QUERY])
    if len(query) < SHORTEST:
        return []
    language_code, base = frame.language_code, frame.own_url
    bitmaps, fields = load_entrances(), field_words()
    names, listed = names_of(fields), bitmaps.listed(language_code)
    known = Known(bitmaps, vocabulary(fields), listed)
    meant = known.vocabulary.longest(content_words(query))[1]
    found = [
        {
            "label": country_name(code),
            "kind": _("Country"),
            "url": base + country_path(code, language_code),
        }
        for code, spellings in country_spellings().items()
        if bitmaps["country", code] & listed
        and (begins(query, spellings) or Meaning("country", code) in meant)
    ][:OF_EACH]
    found += [
        {
            "label": name_in(name, language_code),
            "kind": _("Field of activity"),
            "url": base + field_path(code, names, language_code),
        }
        for code, name in names.items()
        if bitmaps["field", code] & listed
        and (begins(query, map(normalise, name.values())) or Meaning("field", code) in meant)
    ][:OF_EACH]
    for row in _networks(query, language_code, known):
        acronym = f" ({row['acronym']})" if row["acronym"] else ""
        url = frame.url_of(row["url_path"])
        kind = " – ".join(filter(None, [_("Network"), why_last(row["status"], row["comes_last"])]))
        found.append({"label": row["title"] + acronym, "kind": kind, "url": url})
    return found


def _networks(query: str, language_code: str, known: "Known") -> list[dict[str, Any]]:
    """Networks whose acronym, whose name, or a word of whose listing begins with the query. Three queries."""
    names = visible(IndexedName.objects, "page__").filter(language_code=language_code)
    names = among(names, known.listed)
    search = Search(query, known, typing=True)
    inside = []
    if sum(term.networks for term in search.terms) <= SELECTIVE:
        tiers = search.tiers((search.bitmap or 0) & known.listed)
        inside = [number for tier in tiers for number in numbers_in(tier)][:NETWORKS]
    branches = {
        "acronyms": names.filter(acronym__startswith=query).order_by("acronym", "name"),
        "names": names.filter(name__startswith=query).order_by("name"),
        "words": names.filter(network__in=inside).order_by("name"),
    }
    columns = {
        "page": "page_id",
        "network": "network_id",
        "title": "page__title",
        "acronym": "page__acronym",
        "url_path": "page__url_path",
        "status": "page__status",
        "comes_last": "comes_last",
    }
    rows = fetch_in_one_query({
        key: (IndexedName.objects.filter(pk__in=branch[:NETWORKS].values("pk")).order_by("name"), columns)
        for key, branch in branches.items()
    })  # fmt: skip
    rows["words"].sort(key=lambda row: inside.index(row["network"]))
    chosen = {row["page"]: row for branch in rows.values() for row in branch}
    return sorted(list(chosen.values())[:NETWORKS], key=lambda row: bool(row["comes_last"]))
