"""A page of results: which of the networks found are on it, and in what order."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BinaryField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from ..index.collation import by_title
from ..index.facets import bitmap_of, numbers_in
from ..models.listing_index import IndexedName
from .found import Found

PER_PAGE = 24
FEW_NETWORKS = 300  # asked for by their numbers; more of them by their bitmap


def in_bitmap(bitmap: int) -> Case:
    """A condition on IndexedName: its network's bit is set. PostgreSQL's get_bit(), and ours on SQLite."""
    data = bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")
    bit: Func = Func(
        Value(data, output_field=BinaryField()),
        F("network_id"),
        function="get_bit",
        output_field=IntegerField(),
    )
    return Case(When(network__lt=len(data) * 8, then=bit), default=0, output_field=IntegerField())


def among(names: QuerySet[IndexedName], networks: int) -> QuerySet[IndexedName]:
    """Of some rows of the index those of the networks in a bitmap."""
    if networks.bit_count() <= FEW_NETWORKS:
        return names.filter(network__in=numbers_in(networks))
    return names.alias(is_found=in_bitmap(networks)).filter(is_found=1)


class Results:
    """The page of results that was asked for, or the nearest there is."""

    def __init__(self, found: Found, language_code: str) -> None:
        self.found = found
        self.language_code = language_code

    @cached_property
    def page(self) -> Page[int]:
        """Positions in the list of all that is found."""
        return Paginator(range(self.found.count), PER_PAGE).get_page(self.found.asked.page)

    @cached_property
    def named(self) -> list[int]:
        """Of very many networks, those that come first: named just what was searched for."""
        if self.found.asked.order != "relevance" or self.found.count <= FEW_NETWORKS:
            return []
        return sorted(n for n in set(self.found.search.named) if self.found.networks >> n & 1)

    def names(self) -> QuerySet[IndexedName]:
        """The rows of the index that this page shows, in their order but for those that are `named`.

        They are chosen from the index alone; only then does whoever asks read anything else of them.
        """
        start = self.page.start_index() - 1 if self.found.count else 0
        end = start + PER_PAGE
        first, ordering = self.named, self._ordering
        here = IndexedName.objects.filter(language_code=self.language_code)
        others = self._among(here, self.found.networks & ~bitmap_of(first)).order_by(*ordering)
        others = others[max(0, start - len(first)) : max(0, end - len(first))]
        of_page = Q(pk__in=others.values("pk")) | Q(network__in=first[start:end])
        return here.filter(of_page).order_by(*ordering)

    def _among(self, names: QuerySet[IndexedName], networks: int) -> QuerySet[IndexedName]:
        """Of some rows those of the networks in a bitmap, all of which are found."""
        if networks == self.found.values.bitmaps.live(self.language_code):
            return names
        return among(names, networks)

    @property
    def _ordering(self) -> tuple[Any, ...]:
        order, search = self.found.asked.order, self.found.search
        by_name = ("comes_last", by_title(self.language_code), "page")
        if order == "updated":
            return ("-updated_at", by_title(self.language_code), "page")
        # Among very many, to look for the words in every name takes long and tells little; see `named`.
        if order == "name" or not search.words or self.found.count > FEW_NETWORKS:
            return by_name
        in_title = Q()
        for word in search.words:
            in_title &= Q(network__title__contains=(word.meant or [word.typed])[0])
        named = When(network__in=search.named or [0], then=0)
        return (Case(named, When(in_title, then=1), default=2), *by_name)
