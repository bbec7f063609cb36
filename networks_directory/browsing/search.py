"""From a visitor's words to the networks that have them, in any language and spelling.

The words are compared with the vocabulary of all listings first: that is where beginnings ("aéronau") and
typing errors ("alemagne") find the words that exist. What is then asked of Wagtail's search backend are
plain words, which every backend understands, so that SQLite, PostgreSQL and Elasticsearch find the same.
"""

from dataclasses import dataclass, field

from django.db.models import Q, Value
from django.utils.functional import cached_property
from wagtail.search.query import And, Or, PlainText

from core.search_text import normalise

from ..index.facets import bitmap_of
from ..index.words import LONGEST_WORD, deletions
from ..models.listing_index import IndexedName, IndexedNetwork, SearchSpelling, SearchWord

MOST_WORDS = 8  # of a query; the others are left out, and the page says so
SHORTEST_BEGINNING = 3  # letters from which a word also stands for the words that begin with it
MOST_EXPANSIONS = 24  # words that one typed word may stand for, the most frequent first
# A word that more than a fifth of very many listings have ("réseau") narrows nothing and costs much.
MANY_NETWORKS = 5_000
COMMON_SHARE = 0.2


@dataclass
class QueryWord:
    """A word of the query and the words of listings it stands for."""

    typed: str
    meant: list[str] = field(default_factory=list)
    networks: int = 0  # listings that have one of them, counted once for each
    corrected: bool = False
    common: bool = False


class Search:
    """What a visitor searched for. `total` is the number of listings, for telling common words."""

    def __init__(self, text: str, total: int) -> None:
        self.text = normalise(text)
        self.total = total

    @cached_property
    def _typed(self) -> list[str]:
        return list(dict.fromkeys(self.text.split()))

    @property
    def left_out(self) -> list[str]:
        """Words beyond the most that are searched for."""
        return self._typed[MOST_WORDS:]

    @cached_property
    def _known(self) -> tuple[list[tuple[str, int]], list[int]]:
        """(words of listings near those typed, with how many listings have them; networks named exactly so).

        One query: a UNION, of which PostgreSQL can answer each branch from an index.
        """
        typed = [word for word in self._typed[:MOST_WORDS] if len(word) <= LONGEST_WORD]
        begun = Q(word__in=typed)
        for word in typed:
            if len(word) >= SHORTEST_BEGINNING:
                begun |= Q(word__startswith=word)
        misspelt = {spelling for word in typed for spelling in deletions(word)}
        near = SearchSpelling.objects.filter(spelling__in=misspelt)
        named = IndexedName.objects.filter(Q(name=self.text) | Q(acronym=self.text))
        rows = (
            SearchWord.objects.filter(begun)
            .values_list("word", "networks")
            .union(
                SearchWord.objects.filter(pk__in=near.values("word")).values_list("word", "networks"),
                named.annotate(no_word=Value("")).values_list("no_word", "network"),
            )
        )
        words = sorted((row for row in rows if row[0]), key=lambda row: (-row[1], row[0]))
        return words, [number for word, number in rows if not word]

    @cached_property
    def words(self) -> list[QueryWord]:
        """The words of the query, each with what it stands for. One query."""
        typed = self._typed[:MOST_WORDS]
        return [self._understood(word, self._known[0]) for word in typed]

    @property
    def named(self) -> list[int]:
        """The numbers of the networks whose name or acronym, in some language, is just what was typed."""
        return self._known[1] if self._typed else []

    def _understood(self, typed: str, rows: list[tuple[str, int]]) -> QueryWord:
        word = QueryWord(typed)
        begun = [row for row in rows if row[0] == typed]
        if len(typed) >= SHORTEST_BEGINNING:
            begun += [row for row in rows if row[0].startswith(typed) and row[0] != typed]
        if begun:
            found = begun
        else:
            spellings = deletions(typed)
            found = [row for row in rows if spellings & deletions(row[0])]
            word.corrected = bool(found)
        found = found[:MOST_EXPANSIONS]
        word.meant = [row[0] for row in found]
        word.networks = sum(row[1] for row in found)
        word.common = self.total > MANY_NETWORKS and word.networks > COMMON_SHARE * self.total
        return word

    @property
    def unknown(self) -> list[str]:
        """Typed words that no listing has, in any spelling."""
        return [word.typed for word in self.words if not word.meant]

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """(typed, meant) of the words that were taken for others."""
        return [(word.typed, word.meant[0]) for word in self.words if word.corrected]

    @property
    def too_common(self) -> list[str]:
        """Typed words that were left out because they would narrow nothing."""
        return [word.typed for word in self.words if word.common]

    @cached_property
    def bitmap(self) -> int | None:
        """The networks that have all the words, as a bitmap; None where the words leave out nobody."""
        if not self.words or self.unknown:
            return 0
        narrowing = [word for word in self.words if not word.common]
        if not narrowing:
            return None
        return bitmap_of(matching_numbers(narrowing))

    @cached_property
    def matched(self) -> set[str]:
        """The words to mark in what is shown."""
        return {meant for word in self.words for meant in word.meant}


def matching_numbers(words: list[QueryWord]) -> list[int]:
    """The numbers of the networks whose listings have every one of these QueryWords. One query.

    The numbers are read without their rows where the backend is a database: they may be tens of thousands.
    """
    query = And([Or([PlainText(meant) for meant in word.meant]) for word in words])
    results = IndexedNetwork.objects.search(query, order_by_relevance=False)
    if hasattr(results, "get_queryset"):
        return list(results.get_queryset().order_by().values_list("pk", flat=True))
    return [entry.pk for entry in results]
