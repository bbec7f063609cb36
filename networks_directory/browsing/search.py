"""From a visitor's words to the networks that answer, in any language and spelling (decision 0026).

Words become terms (understanding.py): each is met by the text of a listing or by what it means here. The
words of listings are compared first: that is where other forms, beginnings and typing errors find the words
that exist. What is then asked of Wagtail's search backend are plain words, which every backend understands:
SQLite, PostgreSQL and Elasticsearch find the same.
"""

from collections.abc import Collection
from functools import cached_property, reduce
from operator import and_, or_
from typing import NamedTuple, Protocol

from django.db.models import F, IntegerField, QuerySet, Value
from wagtail.search.query import And, Or, PlainText, SearchQuery

from core.search_text import normalise
from core.search_words import content_words

from ..choices import Status
from ..index.facets import BASED, EVERY_FIELD, Bitmaps, StatusFacet, bitmap_of, numbers_in
from ..models.listing_index import IndexedNetwork
from .known_words import KnownWords, TypedQuery, words_near
from .understanding import Term, terms_of
from .vocabulary import Meaning, Vocabulary

MOST_WORDS = 8  # of a query; the others are left out, and the page says so
# A word that more than a fifth of very many listings have ("réseau") narrows nothing and costs much.
MANY_NETWORKS = 5_000
FEW_NETWORKS = 300  # asked for by their numbers, and looked at one by one; more of them by their bitmap
FEW_NAMES = 2_000  # networks of which the names are read to see which words are in them
COMMON_SHARE = 0.2


class Knowledge(Protocol):
    """What a search needs: the networks of every value, what words mean, which networks are listed."""

    @property
    def bitmaps(self) -> Bitmaps: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def listed(self) -> int: ...


class Known(NamedTuple):
    """This Knowledge, where it has been read."""

    bitmaps: Bitmaps
    vocabulary: Vocabulary
    listed: int


class Search:
    """What a visitor searched for. `literal`: nothing is corrected; `typing`: they have not finished.

    `elsewhere` are words that are known, though no listing may have them: they are no slips.
    """

    def __init__(
        self,
        text: str,
        known: Knowledge,
        literal: bool = False,
        typing: bool = False,
        elsewhere: Collection[str] = (),
    ) -> None:
        self.text = normalise(text)
        self.written = text
        self.known = known
        self.literal = literal
        self.typing = typing
        self.elsewhere = elsewhere

    @cached_property
    def total(self) -> int:
        return self.known.listed.bit_count()

    @cached_property
    def _typed(self) -> list[str]:
        return content_words(self.written)

    @property
    def left_out(self) -> list[str]:
        """Words beyond the most that are searched for."""
        return self._typed[MOST_WORDS:]

    @cached_property
    def _words(self) -> KnownWords:
        """The words of listings that those typed are or resemble; networks named so. One query."""
        typed = TypedQuery(self._typed[:MOST_WORDS], self.written, self.literal, self.typing, self.elsewhere)
        return words_near(typed, self.known.vocabulary)

    @cached_property
    def terms(self) -> list[Term]:
        """What was typed, each with what it stands for."""
        if not self._typed:
            return []
        terms = terms_of(self._words, self.known.vocabulary)
        if self.total > MANY_NETWORKS:
            for term in terms:
                term.common = term.networks > COMMON_SHARE * self.total
        return terms

    @cached_property
    def narrowing(self) -> list[Term]:
        """The terms that leave out somebody. What all networks are is one only where there is no other.

        So is a word of several fields beside one of another field: "ingénieur agronome".
        """
        known = [term for term in self.terms if term.meant or term.narrow_meanings]
        telling = [term for term in known if not term.is_of_all]
        telling = [term for term in telling if not self._is_told_by_another(term, telling)]
        return [term for term in telling or known if not term.common or term.narrow_meanings]

    def _is_told_by_another(self, term: Term, others: list[Term]) -> bool:
        fields = set(term.values("field"))
        named = [
            set(other.values("field")) for other in others if other is not term and self._is_answered(other)
        ]
        return len(fields) > 1 and any(len(of_one) == 1 and of_one.isdisjoint(fields) for of_one in named)

    def _is_answered(self, term: Term) -> bool:
        """Whether some network is for a field of the term, or says the word."""
        return bool((self.in_field(term) | self.by_text(term)) & self.known.listed)

    @property
    def is_open_only(self) -> bool:
        """Whether who is found is open to every field, as no network is for those that are asked for."""
        return bool(self._of_fields) and not any(map(self._is_answered, self.narrowing))

    @property
    def named(self) -> list[int]:
        """The numbers of the networks whose name or acronym, in some language, is just what was typed."""
        return self._words.named if self._typed else []

    @property
    def _with_acronym(self) -> list[int]:
        """The numbers of the networks whose acronym is one of the words typed."""
        return self._words.with_acronym if self._typed else []

    @property
    def unknown(self) -> list[str]:
        """Typed words that nothing here knows, in any spelling: they are left out."""
        return [term.typed for term in self.terms if not term.meant and not term.meanings]

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """(typed, meant) of the words that were taken for others."""
        return list(self._words.corrected.items()) if self._typed else []

    @property
    def corrected_text(self) -> str:
        """What was searched for instead of what was typed; "" where nothing was corrected."""
        words = dict(self.corrections)
        return " ".join(words.get(word, word) for word in self.text.split()) if words else ""

    @property
    def offered(self) -> list[str]:
        """Other queries that may have been meant: what is offered where a word was left as it is."""
        return self._words.offered if self._typed else []

    @property
    def nearest(self) -> list[str]:
        """What is nearest to what was typed and left as it is: offered where nothing is found."""
        return self._words.nearest if self._typed else []

    @property
    def too_common(self) -> list[str]:
        """Typed words that were left out because they would narrow nothing."""
        narrowing = self.narrowing
        return [term.typed for term in self.terms if term.common and term not in narrowing]

    @cached_property
    def bitmap(self) -> int | None:
        """The networks that meet every term, as a bitmap; None where the words leave out nobody."""
        if not any(term.meant or term.meanings for term in self.terms):
            return 0
        if not self.narrowing:
            return None
        return self._of_any_field if self.has_parts_only else self._of_every_term

    @cached_property
    def _of_every_term(self) -> int:
        return reduce(and_, map(self.meeting, self.narrowing))

    @cached_property
    def _of_fields(self) -> list[Term]:
        return [term for term in self.narrowing if term.values("field")]

    @cached_property
    def _of_any_field(self) -> int:
        """Those that have one of the fields that the words mean, and all the rest."""
        rest = [self.meeting(term) for term in self.narrowing if term not in self._of_fields]
        return reduce(and_, rest, reduce(or_, map(self.meeting, self._of_fields), 0))

    @cached_property
    def has_parts_only(self) -> bool:
        """Whether what is found has one of several fields that were asked for, as no network has all.

        Those open to every field have none in particular.
        """
        if len(self._of_fields) < 2:
            return False
        every = reduce(and_, (self.by_text(term) | self.in_field(term) for term in self._of_fields))
        listed = self.known.listed
        return not every & self._of_every_term & listed and bool(self._of_any_field & listed)

    def meeting(self, term: Term) -> int:
        """The networks that meet a term: by their text, a country, a field, a language."""
        return self.by_text(term) | self.by_country(term) | self.by_field(term) | self.by_language(term)

    def by_text(self, term: Term) -> int:
        return self._texts.get(self.terms.index(term), 0)

    def by_country(self, term: Term) -> int:
        return reduce(or_, (self.known.bitmaps.serving(code) for code in self.countries(term)), 0)

    def countries(self, term: Term) -> list[str]:
        """The countries that a term means, those of a region too; that of a city where no listing is there,
        or more is asked for."""
        is_all = len(self.narrowing) == 1 and bool(self.by_text(term) & self.known.listed)
        return [*term.values("country"), *term.values("region"), *([] if is_all else term.values("city"))]

    def by_name_of_country(self, term: Term, facet: str = "country") -> int:
        """Those that are based in the country of a term or serve it by name; with BASED only the former."""
        return reduce(or_, (self.known.bitmaps[facet, code] for code in self.countries(term)), 0)

    def by_field(self, term: Term) -> int:
        """Those of the field of a term; those open to every field where something else speaks for them,
        or no network is for it in particular."""
        if not term.values("field"):
            return 0
        open_to_all = self.known.bitmaps["field", EVERY_FIELD]
        if self._is_answered(term):
            open_to_all &= self._particular
        return self.in_field(term) | open_to_all

    def in_field(self, term: Term, but: frozenset[str] = frozenset()) -> int:
        """Those of a field of a term, `but` for some."""
        codes = (code for code in term.values("field") if code not in but)
        return reduce(or_, (self.known.bitmaps["field", code] for code in codes), 0)

    def by_language(self, term: Term) -> int:
        return reduce(or_, (self.known.bitmaps["language", code] for code in term.values("language")), 0)

    @cached_property
    def _particular(self) -> int:
        """The networks that meet a term which is no field, and not because they serve the whole world."""
        others = [term for term in self.narrowing if not term.values("field")]
        return reduce(or_, (self.by_name_of_country(term) | self.by_text(term) for term in others), 0)

    @cached_property
    def _texts(self) -> dict[int, int]:
        """{place of a term: networks whose listings have it, as a bitmap}."""
        texts: dict[int, int] = {}
        for key, networks in self._matching[0].items():
            place = key // MOST_WORDS
            texts[place] = texts.get(place, networks) & networks
        return texts

    @cached_property
    def _matching(self) -> tuple[dict[int, int], dict[int, str]]:
        """(networks that have each word of a term, names of these networks where they are few). One query.

        Of few networks the words of a phrase are asked one by one: who has one in its name is nearer, too.
        """
        with_titles = sum(term.some_networks for term in self.terms) <= FEW_NAMES
        asked: dict[int, SearchQuery] = {}
        for place, term in enumerate(self.terms):
            # Of very many networks those of a country are known already: their listings name it.
            if term.meant and not term.common and not (self.total > MANY_NETWORKS and term.values("country")):
                words = [Or([PlainText(word) for word in group]) for group in term.meant]
                parts = words if with_titles else [And(words)]
                asked |= {place * MOST_WORDS + number: part for number, part in enumerate(parts)}
        return matching(asked, with_titles)

    @cached_property
    def matched(self) -> set[str]:
        """The words to mark in what is shown."""
        return {word for term in self.terms for group in term.meant for word in group}

    @cached_property
    def meant(self) -> list[Meaning]:
        """The countries, fields and languages that the words mean, the likeliest of each word first."""
        return list(dict.fromkeys(meaning for term in self.terms for meaning in term.meanings))

    def tiers(self, networks: int) -> list[int]:
        """The networks found as bitmaps of those that answer equally well, the best first; dormant ones last.

        Few are looked at one by one. Among very many that takes long and tells little.
        """
        first = bitmap_of(self.named) & networks
        second = bitmap_of(self._with_acronym) & networks & ~first
        rest = networks & ~first & ~second
        if networks.bit_count() > FEW_NETWORKS:
            close = reduce(and_, map(self._closely, self.narrowing), rest)
            tiers = [first, second, close, rest & ~close]
        else:
            points: dict[int, list[int]] = {}
            for number in numbers_in(rest):
                points.setdefault(self._points(number), []).append(number)
            tiers = [first, second, *(bitmap_of(points[score]) for score in sorted(points, reverse=True))]
        last = self.known.bitmaps[StatusFacet.name, Status.DORMANT] & rest
        tiers = [tier & ~last for tier in tiers] + [tier & last for tier in tiers]
        return [tier for tier in tiers if tier]

    def _closely(self, term: Term) -> int:
        """Those that meet a term by more than serving the whole world or being open to every field."""
        return (
            self.by_text(term) | self.by_name_of_country(term) | self.in_field(term) | self.by_language(term)
        )

    def _points(self, number: int) -> int:
        """How well a network answers: names before places and fields, what is narrow before what is open."""
        words, points = set(self._matching[1].get(number, "").split()), 0
        for term in self.terms:
            named = [words.intersection(group) for group in term.groups]
            if any(named):
                points += 1 if term.is_of_all else 2 if not all(named) else 3 + any(named[0] - term.kin)
            if self.by_text(term) >> number & 1:
                points += 3
            for bits, worth in (
                (self.known.bitmaps["field", (term.values("field") or [""])[0]], 18),
                (self.in_field(term, but=term.asides), 16),
                (self.in_field(term), 10),
                (self.by_name_of_country(term, BASED), 5),
                (self.by_name_of_country(term), 3),
                (self.by_country(term) | self.by_field(term) | self.by_language(term), 1),
            ):
                if bits >> number & 1:
                    points += worth
                    break
        return points


def matching(queries: dict[int, SearchQuery], with_titles: bool) -> tuple[dict[int, int], dict[int, str]]:
    """({key: networks that answer to a query of Wagtail's search, as a bitmap}, {number: names}).

    One query of the database. Numbers are read without their rows where the backend is one: they may be tens
    of thousands.
    """
    names: dict[int, str] = {}
    title = F("title") if with_titles else Value("")
    branches: list[QuerySet[IndexedNetwork]] = []
    numbers: dict[int, list[int]] = {key: [] for key in queries}
    for key, query in queries.items():
        results = IndexedNetwork.objects.search(query, order_by_relevance=False)
        if hasattr(results, "get_queryset"):
            place = Value(key, output_field=IntegerField())
            branches.append(results.get_queryset().order_by().annotate(place=place, its_names=title))
        else:
            names |= {entry.pk: entry.title for entry in results}
            numbers[key] = [entry.pk for entry in results]
    if branches:
        first, *others = [branch.values_list("place", "pk", "its_names") for branch in branches]
        for key, number, title in first.union(*others, all=True) if others else first:
            numbers[key].append(number)
            names[number] = title
    return {key: bitmap_of(found) for key, found in numbers.items()}, names
