"""What the index knows of a network, read from its visible pages, many networks at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE
from core.search_text import normalise
from core.visibility import visible

from ..models.fields_of_activity import Names, field_names
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .facets import BASED, FORMAT, LIVE, WORLDWIDE, Value, all_facets
from .staleness import last_networks
from .words import vocabulary

CHILDREN = ("countries", "fields_of_activity__field", "languages", "cities", "other_names")


@dataclass
class Document:
    """What the index knows of one network."""

    translation_key: UUID
    title: str
    words: str
    facets: set[Value]
    names: list[IndexedName]  # without their network
    labels: dict[Value, str] = field(default_factory=dict)

    @property
    def vocabulary(self) -> set[str]:
        return vocabulary(f"{self.title} {self.words}")


def documents_of(translation_keys: Collection[UUID]) -> list[Document]:
    """The Documents of those of these networks that have a visible page.

    A few queries, however many networks and languages: facts are the same in all languages, and are read
    from the page in the source language, or from the next where that one is not visible.
    """
    pages = visible(NetworkPage.objects).filter(translation_key__in=translation_keys)
    versions: dict[UUID, list[NetworkPage]] = defaultdict(list)
    for page in pages.select_related("locale"):
        versions[page.translation_key].append(page)
    for of_network in versions.values():
        of_network.sort(key=lambda page: language_order(page.locale.language_code))
    originals = [of_network[0] for of_network in versions.values()]
    if not originals:
        return []
    prefetch_related_objects(originals, *CHILDREN)
    values = {facet.name: facet.values_of_all(originals) for facet in all_facets()}
    names = field_names()
    last = set(last_networks().filter(translation_key__in=versions).values_list("translation_key", flat=True))
    return [_document(of_network, values, names, last) for of_network in versions.values()]


def language_order(language_code: str) -> tuple[bool, str]:
    """A sort key: the source language, then the others."""
    return language_code != SOURCE_LANGUAGE, language_code


def _document(
    versions: list[Any], values: dict[str, Any], names_of_fields: dict[str, Names], last: set[UUID]
) -> Document:
    original = versions[0]
    facets, labels = {FORMAT} | {(LIVE, page.locale.language_code) for page in versions}, dict[Value, str]()
    facets |= {(BASED, row.country.code) for row in original.countries.all() if row.is_based}
    if original.serves_worldwide:
        facets.add((WORLDWIDE, "yes"))
    for name, of_networks in values.items():
        for value, label in of_networks[original.translation_key]:
            facets.add((name, value))
            if label:
                labels[name, value] = label
    titles = [original.acronym, *(page.title for page in versions)]
    titles += [row.name for row in original.other_names.all()]
    fields = [names_of_fields[row.field.code] for row in original.fields_of_activity.all()]
    words = [text for page in versions for text in page.own_words()] + original.facts_in_words(fields)
    return Document(
        translation_key=original.translation_key,
        title=distinct_words(titles),
        words=distinct_words(words),
        facets=facets,
        names=[_name(page, original.translation_key in last) for page in versions],
        labels=labels,
    )


def _name(page: Any, comes_last: bool) -> IndexedName:
    """How a page is sorted and named in the lists of its language, as yet without a network."""
    return IndexedName(
        page_id=page.pk,
        language_code=page.locale.language_code,
        title=page.title[:255],
        name=normalise(page.title)[:255],
        acronym=normalise(page.acronym)[:30],
        updated_at=page.last_published_at or page.latest_revision_created_at or timezone.now(),
        comes_last=comes_last,
    )


def distinct_words(texts: Iterable[str]) -> str:
    """The normalised words of some texts, each once, in the order of their first appearance."""
    return " ".join(dict.fromkeys(normalise(" ".join(filter(None, texts))).split()))
