"""What is suggested while a visitor types: networks, countries and fields of activity."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.countries import country_name
from core.frame import Frame
from core.one_query import fetch_in_one_query
from core.search_text import normalise
from core.search_words import arabic_forms, content_words, is_arabic
from core.visibility import visible

from ..freshness import why_last
from ..index.facets import numbers_in
from ..models.fields_of_activity import field_words, name_in, names_of
from ..models.listing_index import IndexedName
from .addresses import country_path, field_path
from .asked import LONGEST_QUERY
from .entrances import load_entrances
from .results import among
from .search import Known, Search
from .vocabulary import Meaning, Vocabulary, vocabulary

SHORTEST = 2  # letters from which something is suggested
OF_EACH = 3  # countries and fields
NETWORKS = 6
SELECTIVE = 2_000  # networks up to which a word inside their names is looked up as well


def suggestions(text: str, frame: Frame) -> list[dict[str, str]]:
    """[{"label", "kind", "url"}] for what has been typed so far, at most NETWORKS + 2 * OF_EACH.

    Fields and countries by any word for them, which the kind names where the label does not show it.
    """
    query = normalise(text[:LONGEST_QUERY])
    if len(query) < SHORTEST:
        return []
    language_code, base = frame.language_code, frame.own_url
    bitmaps, fields = load_entrances(), field_words()
    names, listed = names_of(fields), bitmaps.listed(language_code)
    known = Known(bitmaps, vocabulary(fields), listed)
    search = Search(query, known, typing=True)
    meant = _meant(query, search)
    found = [
        _suggestion(country_name(code), _("Country"), word, base + country_path(code, language_code), query)
        for code, word in _values(meant, "country", "city").items()
        if bitmaps["country", code] & listed
    ][:OF_EACH]
    found += [
        _suggestion(
            name_in(names[code], language_code),
            _("Field of activity"),
            word,
            base + field_path(code, names, language_code),
            query,
        )
        for code, word in _values(meant, "field").items()
        if bitmaps["field", code] & listed
    ][:OF_EACH]
    for row in _networks(query, language_code, search):
        acronym = f" ({row['acronym']})" if row["acronym"] else ""
        url = frame.url_of(row["url_path"])
        kind = " – ".join(filter(None, [_("Network"), why_last(row["status"], row["comes_last"])]))
        found.append({"label": row["title"] + acronym, "kind": kind, "url": url})
    return found


def _meant(query: str, search: Search) -> dict[Meaning, str]:
    """What is begun, or said in full, with the word by which it is: {meaning: word}, the likeliest first.

    The last words are those that are being typed: of several, the most that some phrase begins with.
    """
    for text in dict.fromkeys(filter(None, [query, search.corrected_text])):
        words = content_words(text)
        for start in range(len(words)):
            if begun := _begun(" ".join(words[start:]), search.known.vocabulary):
                return begun | {meaning: word for meaning, word in _said(search) if meaning not in begun}
    return dict(_said(search))


def _begun(typed: str, known: Vocabulary) -> dict[Meaning, str]:
    """What begins with what was typed, or with an Arabic word without what is written onto it."""
    forms = arabic_forms(typed, SHORTEST) if is_arabic(typed) else [typed]
    return next(filter(None, map(known.begun, forms)), {})


def _said(search: Search) -> Iterator[tuple[Meaning, str]]:
    """What the words mean as they are, with the phrase for it."""
    for term in search.terms:
        for meaning in term.meanings:
            yield meaning, search.known.vocabulary.written(term.typed, meaning) or term.typed


def _values(meant: dict[Meaning, str], *kinds: str) -> dict[str, str]:
    """{value: word} of some kinds of meanings, each value once."""
    values: dict[str, str] = {}
    for kind in kinds:
        for meaning, word in meant.items():
            if meaning.kind == kind:
                values.setdefault(meaning.value, word)
    return values


def _suggestion(label: str, kind: str, word: str, url: str, query: str) -> dict[str, str]:
    """One suggestion, with the word that was met where the label has neither it nor what is being typed."""
    begins = any(said.startswith(query.rsplit(maxsplit=1)[-1]) for said in normalise(label).split())
    if not begins and normalise(word) not in normalise(label):
        kind = _("%(what)s: “%(word)s”") % {"what": kind, "word": word}
    return {"label": label, "kind": kind, "url": url}


def _networks(query: str, language_code: str, search: Search) -> list[dict[str, Any]]:
    """Networks whose acronym, whose name, or a word of whose listing begins with the query. Three queries."""
    known = search.known
    names = visible(IndexedName.objects, "page__").filter(language_code=language_code)
    names = among(names, known.listed)
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
