"""What is found: the networks that answer, and how many each choice would leave. Bitmaps, no rows."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import and_, or_

from django.utils.functional import cached_property

from ..index.facets import StatusFacet, bitmap_of
from .asked import Asked
from .search import Search
from .understanding import Term
from .values import FacetValues

STATUS = StatusFacet.name


class Found:
    """The networks that a question leaves: what means something of it, `asked`. `elsewhere` as of Search."""

    def __init__(self, asked: Asked, values: FacetValues, elsewhere: Collection[str] = ()) -> None:
        self.asked = asked
        self.values = values
        self.search = Search(asked.words, values, literal=asked.literal, elsewhere=elsewhere)

    @cached_property
    def networks(self) -> int:
        """The networks asked for, as a bitmap."""
        return self._left()

    @cached_property
    def count(self) -> int:
        return self.networks.bit_count()

    def counts(self, name: str, values: Iterable[str]) -> dict[str, int]:
        """How many networks each of these values of a filter would leave, given the other filters."""
        left = self._left(without=name)
        return {value: (self.values.bits(name, value) & left).bit_count() for value in values}

    def counts_of_all(self, name: str, values: Iterable[str]) -> dict[str, int]:
        """How many of all networks known here have each of these values, whatever is asked."""
        return {value: (self.values.bits(name, value) & self.values.known).bit_count() for value in values}

    def count_without(self, name: str, value: str = "") -> int:
        """How many networks would be left without one value of a filter; without the words for "q"."""
        left = self._left(without=name)
        rest = [other for other in self.asked.values.get(name, []) if other != value]
        if rest:
            left &= self._any_of(name, rest)
        elif name == STATUS:
            left &= self._answering()
        return left.bit_count()

    def count_of(self, term: Term) -> int:
        """How many networks one term would find alone, given the filters."""
        return (self._left(without="q") & self.search.meeting(term)).bit_count()

    def _any_of(self, name: str, values: Iterable[str]) -> int:
        return reduce(or_, (self.values.bits(name, value) for value in values))

    @cached_property
    def _by_filter(self) -> dict[str, int]:
        """The networks that each chosen filter leaves."""
        return {name: self._any_of(name, values) for name, values in self.asked.values.items() if values}

    @cached_property
    def _with_words(self) -> int:
        """The networks known here that have the words."""
        bitmap = self.search.bitmap if self.asked.words else None
        return self.values.known if bitmap is None else self.values.known & bitmap

    def _answering(self, with_words: bool = True) -> int:
        """Who is found while no status is chosen: who answers, and whoever is called just what was typed."""
        named = self.search.named if with_words and self.asked.words else []
        return self.values.listed | bitmap_of(named)

    @cached_property
    def tiers(self) -> list[int]:
        """The networks asked for, as bitmaps of those that answer equally well, the best first."""
        if self.asked.order != "relevance" or not self.search.narrowing:
            return [self.networks]
        return self.search.tiers(self.networks)

    def _left(self, without: str = "") -> int:
        """The networks that everything asked for leaves, but for one filter or the words."""
        others = [bits for name, bits in self._by_filter.items() if name != without]
        if without != STATUS and STATUS not in self._by_filter:
            others.append(self._answering(with_words=without != "q"))
        return reduce(and_, others, self.values.known if without == "q" else self._with_words)
