"""A page of results: which of the networks found are on it, and in what order."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BinaryField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from ..index.collation import by_title
from ..index.facets import numbers_in
from ..models.listing_index import IndexedName
from .found import Found
from .search import FEW_NETWORKS

PER_PAGE = 24


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

    def __init__(self, found: Found, language_code: str, per_page: int = 0) -> None:
        self.found = found
        self.per_page = per_page or PER_PAGE
        self.language_code = language_code

    @cached_property
    def page(self) -> Page[int]:
        """Positions in the list of all that is found."""
        return Paginator(range(self.found.count), self.per_page).get_page(self.found.asked.page)

    def names(self) -> QuerySet[IndexedName]:
        """The rows of the index that this page shows, by name; by_tier() puts them into their order.

        They are chosen from the index alone; only then does whoever asks read anything else of them.
        """
        start = self.page.start_index() - 1 if self.found.count else 0
        end = start + self.per_page
        here = IndexedName.objects.filter(language_code=self.language_code)
        of_page, before = Q(pk__in=[]), 0
        for tier in self.found.tiers:
            size = tier.bit_count()
            if start <= before and before + size <= end and size <= FEW_NETWORKS:
                of_page |= Q(network__in=numbers_in(tier))
            elif start < before + size and before < end:
                of_tier = self._among(here, tier).order_by(*self._ordering)
                of_tier = of_tier[max(0, start - before) : max(0, end - before)]
                of_page |= Q(pk__in=of_tier.values("pk"))
            before += size
        return here.filter(of_page).order_by(*self._ordering)

    def tier_of(self, number: int) -> int:
        """The place of the tier of a network on this page: the lower, the better it answers."""
        return next(place for place, tier in enumerate([*self.found.tiers, -1]) if tier >> number & 1)

    def _among(self, names: QuerySet[IndexedName], networks: int) -> QuerySet[IndexedName]:
        """Of some rows those of the networks in a bitmap."""
        if networks == self.found.values.bitmaps.live(self.language_code):
            return names
        return among(names, networks)

    @property
    def _ordering(self) -> tuple[Any, ...]:
        by_title_here = (by_title(self.language_code), "page")
        # What may not answer comes last.
        return ("-updated_at" if self.found.asked.order == "updated" else "comes_last", *by_title_here)
