"""Writes the listing index (models.listing_index): what has become of some networks.

Everything here wants the lock (lock.py) and a transaction. Read from the top: index_networks() removes who is
gone and stores the others; store() writes what has changed, one step a table.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from wagtail.search.backends import get_search_backend

from ..models.listing_index import FacetBitmap, IndexedName, IndexedNetwork
from .documents import Document, documents_of
from .facets import Value, bitmap_of, pack, unpack
from .words import count_words, vocabulary

Entries = dict[UUID, IndexedNetwork]  # by translation key
Before = dict[UUID, tuple[set[Value], set[str]]]  # facets and words, as the index has them
FIELDS_OF_A_NAME = ("network_id", "language_code", "title", "name", "acronym", "updated_at", "comes_last")


def index_networks(translation_keys: Collection[UUID], afresh: bool = False) -> None:
    """Bring the index up to date with the visible pages of some networks, at most a few hundred.

    `afresh` writes what the index seems to know already, too.
    """
    documents = documents_of(translation_keys)
    remove(set(translation_keys) - {document.translation_key for document in documents})
    store(documents, afresh)


def remove(translation_keys: Collection[UUID]) -> None:
    """Take networks that have no live page left out of the index."""
    entries = list(IndexedNetwork.objects.filter(translation_key__in=translation_keys))
    if not entries:
        return
    for entry in entries:
        get_search_backend().delete(entry)
    lost = _by_pair((entry.pk, facets_of(entry)) for entry in entries)
    change_bits({}, lost, {})
    count_words(Counter(), Counter(word for entry in entries for word in words_of(entry)))
    IndexedNetwork.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def store(documents: list[Document], afresh: bool = False) -> None:
    """Write some Documents to the index: new networks, and changes of known ones."""
    keys = [document.translation_key for document in documents]
    known = {row.translation_key: row for row in IndexedNetwork.objects.filter(translation_key__in=keys)}
    before = {key: (facets_of(entry), words_of(entry)) for key, entry in known.items()}
    changed = _store_entries(documents, known, afresh)
    if changed:
        get_search_backend().add_bulk(IndexedNetwork, changed)
    _store_bits(documents, known, before, afresh)
    _store_words(documents, before)
    _store_names(documents, known)


def _store_entries(documents: list[Document], known: Entries, afresh: bool) -> list[IndexedNetwork]:
    """Write the row of each network, add those of new ones to `known`. Returns the rows that changed."""
    new, changed = [], []
    for document in documents:
        entry = known.get(document.translation_key)
        if entry is None:
            new.append(IndexedNetwork(translation_key=document.translation_key))
        elif afresh or (entry.title, entry.words, facets_of(entry)) != (
            document.title, document.words, document.facets,
        ):  # fmt: skip
            changed.append(entry)
    wanted = {document.translation_key: document for document in documents}
    for entry in (*new, *changed):
        document = wanted[entry.translation_key]
        entry.title, entry.words = document.title, document.words
        entry.facets = sorted(map(list, document.facets))
    if changed:
        IndexedNetwork.objects.bulk_update(changed, ["title", "words", "facets"], batch_size=500)
    created = IndexedNetwork.objects.bulk_create(new)
    known.update((entry.translation_key, entry) for entry in created)
    return created + changed


def _store_bits(documents: list[Document], known: Entries, before: Before, afresh: bool) -> None:
    gained, lost = list[tuple[int, set[Value]]](), list[tuple[int, set[Value]]]()
    labels: dict[Value, str] = {}
    for document in documents:
        number = known[document.translation_key].pk
        had, _words = before.get(document.translation_key, (set(), set()))
        gained.append((number, document.facets if afresh else document.facets - had))
        lost.append((number, had - document.facets))
        labels |= document.labels
    change_bits(_by_pair(gained), _by_pair(lost), labels)


def _store_words(documents: list[Document], before: Before) -> None:
    gained, lost = Counter[str](), Counter[str]()
    for document in documents:
        _facets, had = before.get(document.translation_key, (set(), set()))
        gained.update(document.vocabulary - had)
        lost.update(had - document.vocabulary)
    count_words(gained, lost)


def _store_names(documents: list[Document], known: Entries) -> None:
    """Write how each live page is sorted and named."""
    rows = IndexedName.objects.filter(network__in=[entry.pk for entry in known.values()])
    gone = {row.page_id: row for row in rows}
    changed = []
    for document in documents:
        for name in document.names:
            name.network_id = known[document.translation_key].pk
            row = gone.pop(name.page_id, None)
            if row is None or any(getattr(row, f) != getattr(name, f) for f in FIELDS_OF_A_NAME):
                changed.append(name)
    if gone:
        IndexedName.objects.filter(pk__in=gone).delete()
    IndexedName.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["page"], update_fields=FIELDS_OF_A_NAME
    )


def facets_of(entry: IndexedNetwork) -> set[Value]:
    """The (facet, value) pairs of an IndexedNetwork, as its row has them."""
    return {tuple(pair) for pair in entry.facets}


def words_of(entry: IndexedNetwork) -> set[str]:
    """The vocabulary of an IndexedNetwork, as its row has it."""
    return vocabulary(f"{entry.title} {entry.words}")


def _by_pair(pairs_of_networks: Iterable[tuple[int, set[Value]]]) -> dict[Value, int]:
    """{pair: bitmap} from [(network's number, its pairs)]."""
    numbers: dict[Value, list[int]] = defaultdict(list)
    for number, pairs in pairs_of_networks:
        for pair in pairs:
            numbers[pair].append(number)
    return {pair: bitmap_of(of_pair) for pair, of_pair in numbers.items()}


def change_bits(gained: dict[Value, int], lost: dict[Value, int], labels: dict[Value, str]) -> None:
    """Set and clear bits. `gained` and `lost` are {pair: bitmap}, `labels` {pair: label}."""
    pairs = gained.keys() | lost.keys()
    rows = FacetBitmap.objects.filter(value__in={value for _facet, value in pairs})
    known = {(row.facet, row.value): row for row in rows}
    changed = []
    for pair in sorted(pairs):
        row = known.get(pair) or FacetBitmap(facet=pair[0], value=pair[1], bits=pack(0))
        before = unpack(row.bits), row.label
        bits = (before[0] | gained.get(pair, 0)) & ~lost.get(pair, 0)
        label = labels.get(pair, row.label)
        if (bits, label) != before:
            changed.append(
                FacetBitmap(facet=pair[0], value=pair[1], label=label, size=bits.bit_count(), bits=pack(bits))
            )
    FacetBitmap.objects.bulk_create(
        changed, update_conflicts=True,
        unique_fields=["facet", "value"], update_fields=["label", "size", "bits"],
    )  # fmt: skip
