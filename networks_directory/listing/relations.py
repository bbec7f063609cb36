"""How a network stands to others, read at both ends of what an editor has entered at one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.functional import Promise
from wagtail.models import Page

from core.frame import Frame
from core.links import link_columns, link_row
from core.one_query import Given, as_date
from core.visibility import visible

from ..choices import ENDS, RelationKind
from ..models.listing_facts import NetworkRelation
from ..models.networks import NetworkPage

Row = dict[str, Any]
Query = tuple[QuerySet[Any], Row]  # as OneQuery takes it


@dataclass(frozen=True)
class Relation:
    """What is read at one end: the label, the network at the other end, since when if that is known."""

    label: str | Promise
    page: Row
    since: date | None


def of_this_network(page: Given, language_code: Given) -> Query:
    """The relations entered on a page (its pk), each with what leads to the other network."""
    other = visible(Page.objects).filter(
        translation_key=OuterRef("other__translation_key"), locale__language_code=language_code
    )
    relations = NetworkRelation.objects.filter(network=page).order_by("sort_order")
    return relations, {"kind": "kind", "since": "since"} | link_columns(other)


def of_other_networks(page: Given, language_code: Given) -> Query:
    """The relations to a network that are entered on the others, each with what leads there."""
    there = visible(Page.objects).filter(pk=OuterRef("network"))
    relations = NetworkRelation.objects.filter(
        other__translation_key__in=NetworkPage.objects.filter(pk=page).values("translation_key"),
        network__locale__language_code=language_code,
    )
    return relations.order_by("pk"), {"kind": "kind", "since": "since"} | link_columns(there)


def in_memory(page: NetworkPage) -> list[Row]:
    """The rows of of_this_network() from a page that is being previewed."""
    relations = [row for row in page.relations.all() if row.other_id]
    keys = [row.other.translation_key for row in relations]
    there = visible(Page.objects).filter(translation_key__in=keys, locale=page.locale)
    others = {other.translation_key: other for other in there.select_related("live_revision")}
    return [
        {"kind": row.kind, "since": row.since} | link_row(others[row.other.translation_key])
        for row in relations
        if row.other.translation_key in others
    ]


def relations_of(here: Iterable[Row], there: Iterable[Row], frame: Frame) -> list[Relation]:
    """What a page says of both kinds of rows, each once: said at both ends, it is still one relation."""
    found: dict[tuple[str, str], Relation] = {}
    for end, rows in enumerate((here, there)):
        for row in rows:
            if not (row["title"] and row["kind"]):  # out of sight, or half-filled in a draft
                continue
            page, label = frame.located(row), ENDS[RelationKind(row["kind"])][end]
            known = found.get((str(label), page["url"]))
            since = as_date(row["since"]) or (known.since if known else None)
            found[str(label), page["url"]] = Relation(label, page, since)
    return list(found.values())
