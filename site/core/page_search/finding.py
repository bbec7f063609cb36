"""Asks the index of pages: which pages of the reader's language meet words, in any form, and where.

A page is found by its words in any language of the site, and shown in the reader's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length
from wagtail.models import Page

from ..dictionaries import is_word
from ..frame import Frame
from ..links import link_columns
from ..one_query import as_list
from ..search_text import marked_pieces, normalise
from ..search_words import FUNCTION_WORDS, arabic_forms, content_words, is_arabic, keys
from ..visibility import visible
from .models import PageKey, PageKind

SHORTEST_MISSPELT = 4  # letters from which a word may be a typing error
SHORTEST_BEGINNING = 3  # letters from which what is no word stands for the words that begin with it
MOST_ROWS = 5_000  # of the index, for one query
EXCERPT = 200  # characters
NAMED = 20  # what it weighs that a page is called just so
NO_KEYS: frozenset[str] = frozenset()


class Match(NamedTuple):
    """A word of a page that meets one asked for. `page` is the reader's, `source` the one that has it."""

    page: int
    source: int
    kind: str
    title: str
    word: str
    weight: int


@dataclass
class Hit:
    """A page that has what was asked for: how well, where, and the words to mark. `source` as of a Match."""

    page: int
    source: int
    kind: str
    title: str
    weight: int = 0
    words: set[str] = field(default_factory=set)
    unsaid: set[str] = field(default_factory=set)  # words it is found by without having them
    is_named: bool = False  # just so


@dataclass(frozen=True)
class Result:
    """A page as a list shows it. `excerpt_in` is the excerpt's language, where it is not the reader's."""

    title: str
    url: str
    words_in: str
    kind: str
    excerpt: str
    excerpt_in: str
    matched: frozenset[str]
    unsaid: frozenset[str] = frozenset()
    reason: str = ""

    def because(self, reason: str) -> "Result":
        return replace(self, reason=reason)

    @property
    def kind_label(self) -> str:
        return str(PageKind(self.kind).label)


class PageSearch:
    """The pages of a language that have some words. Each ask() is a query; so is results()."""

    def __init__(self, language_code: str) -> None:
        self.language_code = language_code
        self._matches: dict[str, list[Match]] = {}

    def ask(
        self, words: Iterable[str], also: Mapping[str, frozenset[str]] | None = None, typing: str = ""
    ) -> None:
        """Look for some normalised words.

        Args:
            also: further keys that meet a word, those of its meanings.
            typing: the word that is still being typed, which stands for all that begin with it.
        """
        new = [word for word in dict.fromkeys(words) if word not in self._matches]
        if not new:
            return
        wanted = {word: keys(word) | (also or {}).get(word, NO_KEYS) for word in new}
        condition = Q(key__in=set().union(*wanted.values()))
        unfinished = [word for word in new if word == typing or not is_word(word)]
        for beginning in {form for word in unfinished for form in _beginnings(word)}:
            condition |= Q(word__startswith=beginning)
        rows = list(self._rows(condition))
        for word in new:
            same = [match for key, match in rows if key in wanted[word]]
            if word == typing or not (same or is_word(word)):
                begun = _beginnings(word)
                same += [match for _key, match in rows if match.word.startswith(begun)]
            self._matches[word] = same

    def _rows(self, condition: Q) -> Iterator[tuple[str, Match]]:
        """Rows of the index, of visible pages that have a visible version in the reader's language."""
        here = visible(Page.objects).filter(
            translation_key=OuterRef("page__translation_key"), locale__language_code=self.language_code
        )
        rows = visible(PageKey.objects, "page__").filter(condition)
        rows = rows.annotate(here=Subquery(here.values("pk")[:1])).filter(here__isnull=False)
        rows = rows.order_by("-weight", "pk")  # what says least of its page is cut off
        columns = ("key", "here", "page_id", "page__page_search__kind", "page__title", "word", "weight")
        for key, *match in rows.values_list(*columns)[:MOST_ROWS]:
            yield key, Match(*match)

    def known(self) -> set[str]:
        """Those of the words asked for that some page has."""
        return {word for word, matches in self._matches.items() if matches}

    def having(self, words: Sequence[str]) -> list[Hit]:
        """The pages that meet each of these words (asked for before), the best first."""
        if not words or not all(self._matches.get(word) for word in words):
            return []
        found: dict[int, Hit] = {}
        for place, word in enumerate(words):
            of_word = self._best_matches(word)
            if place:
                found = {page: hit for page, hit in found.items() if page in of_word}
            for page, matches in of_word.items():
                best = matches[0]
                if not place:
                    found[page] = Hit(page, best.source, best.kind, best.title)
                if page in found:
                    _add(found[page], word, matches)
        for hit in found.values():
            hit.is_named = content_words(hit.title) == list(words)
            hit.weight += NAMED * hit.is_named
        return sorted(found.values(), key=lambda hit: (-hit.weight, hit.page))

    def having_most(self, words: Sequence[str]) -> list[Hit]:
        """The pages that meet all of these words; where there are none, those that meet some, most first."""
        known = [word for word in words if self._matches.get(word)]
        found = self.having(known)
        if found or len(known) < 2:
            return found
        met: dict[int, Hit] = {}
        for word in known:
            for hit in self.having([word]):
                before = met.setdefault(hit.page, hit)
                if before is not hit:
                    before.weight += hit.weight
                    before.words |= hit.words
        return sorted(met.values(), key=lambda hit: (-len(hit.words), -hit.weight, hit.page))

    def _best_matches(self, word: str) -> dict[int, list[Match]]:
        """{page: its matches of a word}, those in its own words first, then the weightiest."""
        found = defaultdict(list)
        for match in sorted(self._matches[word], key=lambda m: (m.source != m.page, -m.weight)):
            found[match.page].append(match)
        return found

    def near(self, words: Iterable[str]) -> dict[str, int]:
        """Words of visible pages that begin as some words do, or as they do without their first letter.

        They are about as long. Whichever of them is a typing error away, the caller says. One query.
        """
        begun = Q()
        for word in words:
            if len(word) >= SHORTEST_MISSPELT:
                alike = Q(word__startswith=word[:1]) | Q(word__startswith=word[1:2])
                begun |= alike & Q(length__range=(len(word) - 2, len(word) + 2))
        if not begun:
            return {}
        rows = visible(PageKey.objects, "page__").annotate(length=Length("word")).filter(begun)
        near = rows.order_by("word").values_list("word", flat=True).distinct()
        return {word: 1 for word in near[:MOST_ROWS] if word not in FUNCTION_WORDS}

    def results(self, hits: Sequence[Hit], frame: Frame) -> list[Result]:
        """These pages as a list shows them. One query."""
        pages = {hit.page for hit in hits} | {hit.source for hit in hits}
        columns = link_columns() | {"texts": "page_search__texts", "language": "locale__language_code"}
        rows = visible(Page.objects).filter(pk__in=pages).values_list("pk", *columns.values())
        found = (
            {pk: dict(zip(columns, values, strict=True)) | {"id": pk} for pk, *values in rows}
            if pages
            else {}
        )
        return [_result(hit, found, frame) for hit in hits if {hit.page, hit.source} <= found.keys()]


def _add(hit: Hit, word: str, matches: list[Match]) -> None:
    hit.weight += matches[0].weight * (2 if matches[0].source == hit.page else 1)
    said = {match.word for match in matches if match.word}
    hit.words |= said
    if not said:
        hit.unsaid.add(word)


def _result(hit: Hit, rows: Mapping[int, dict[str, Any]], frame: Frame) -> Result:
    row, matched = frame.located(rows[hit.page]), frozenset(hit.words)
    text, language_code = _excerpt(as_list(row["texts"])[1:], matched), row["words_in"]
    if hit.source != hit.page and not _shows(text, matched) and not _shows(row["title"], matched):
        source = frame.located(rows[hit.source])
        elsewhere = _excerpt(as_list(source["texts"]), matched)
        if _shows(elsewhere, matched):
            text, language_code = elsewhere, source["words_in"] or source["language"]
    return Result(
        row["title"],
        row["url"],
        row["words_in"],
        hit.kind,
        text,
        language_code,
        matched,
        frozenset(hit.unsaid),
    )


def _excerpt(texts: Sequence[str], matched: Collection[str]) -> str:
    """Of some texts the one with most of the words, about the first of them; or else the first text."""
    best, most = (texts[0] if texts else ""), 0
    for text in texts:
        number = len(set(normalise(text).split()).intersection(matched))
        if number > most:
            best, most = text, number
    return _cut(best, frozenset(matched))


def _cut(text: str, matched: frozenset[str]) -> str:
    """As much of a text as an excerpt has, with the first word that matches; cut between words."""
    if len(text) <= EXCERPT:
        return text
    pieces = marked_pieces(text, matched)
    start = next((len("".join(p for p, _m in pieces[:n])) for n, (_p, m) in enumerate(pieces) if m), 0)
    start = max(0, min(start - EXCERPT // 3, len(text) - EXCERPT))
    cut = text[start : start + EXCERPT]
    if start:
        cut = "… " + cut.split(" ", 1)[-1]
    return cut if start + EXCERPT >= len(text) else cut.rsplit(" ", 1)[0] + " …"


def _shows(text: str, matched: frozenset[str]) -> bool:
    return any(matches for _piece, matches in marked_pieces(text, matched))


def _beginnings(word: str) -> tuple[str, ...]:
    forms = arabic_forms(word) if is_arabic(word) else [word]
    return tuple(form for form in forms if len(form) >= SHORTEST_BEGINNING)
