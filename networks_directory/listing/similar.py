"""Networks that a listing leads to: those of the same country or field."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.frame import Frame
from core.links import link_columns
from core.visibility import visible

from ..choices import Status
from ..freshness import why_last
from ..index.collation import by_title
from ..index.facets import Bitmaps, numbers_in
from ..models.listing_index import IndexedName

MOST_SIMILAR = 4  # networks of the same country or field that a listing leads to


def similar_networks(
    indexed: list[dict[str, Any]], countries: list[str], fields: list[str], frame: Frame
) -> list[dict[str, Any]]:
    """Links to networks of the same country and field, of the same field, of the same country. Two queries.

    Of many, those that follow this one in the index: every listing is then led to from some other.
    """
    if not indexed or not (countries or fields):
        return []
    number = indexed[0]["number"]
    wanted = Q(facet="country", value__in=countries) | Q(facet="field", value__in=fields)
    bitmaps = Bitmaps.load(wanted)
    others = bitmaps.listed(frame.language_code) & ~(1 << number)
    chosen = alike(bitmaps, others, number, countries, fields)
    names = IndexedName.objects.filter(language_code=frame.language_code, network__in=chosen)
    names = visible(names, "page__").order_by("comes_last", by_title(frame.language_code))
    own = ("network", "page__status", "comes_last")
    rows = names.values_list(*own, *(f"page__{column}" for column in link_columns().values()))
    return [
        frame.located(dict(zip(link_columns(), row, strict=True)))
        | {"note": " – ".join(filter(None, [chosen[number], why_last(status, comes_last)]))}
        for number, status, comes_last, *row in rows
    ]


def alike(
    bitmaps: Bitmaps, others: int, number: int, countries: list[str], fields: list[str]
) -> dict[int, str]:
    """{number: reason} of a few networks among `others`; those that may not answer come last."""
    in_country = reduce(or_, (bitmaps["country", code] for code in countries), 0)
    in_field = reduce(or_, (bitmaps["field", code] for code in fields), 0)
    last = reduce(or_, (bitmaps["status", status] for status in Status if not status.comes_first))
    reasons: dict[int, str] = {}
    for some in (others & ~last, others & last):
        for bits, reason in (
            (in_country & in_field, _("Same country and field")),
            (in_field, _("Same field")),
            (in_country, _("Same country")),
        ):
            found = some & bits
            after = found >> (number + 1) << (number + 1)
            for bit in numbers_in(first_bits(after) | first_bits(found & ~after)):
                reasons.setdefault(bit, reason)
    return dict(list(reasons.items())[:MOST_SIMILAR])


def first_bits(bitmap: int) -> int:
    """The lowest MOST_SIMILAR bits of a bitmap."""
    lowest = 0
    for _again in range(MOST_SIMILAR):
        bit = bitmap & -bitmap
        lowest |= bit
        bitmap ^= bit
    return lowest
