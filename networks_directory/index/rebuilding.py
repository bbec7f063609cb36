"""Makes the whole index again, beside readers and editors."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction

from core.visibility import visible

from ..models.listing_index import FacetBitmap, IndexedNetwork, NetworkToIndex, SearchWord
from ..models.networks import NetworkPage
from .facets import FORMAT, Value, bitmap_of, unpack
from .lock import lock
from .words import count_words, spell_again
from .writing import change_bits, facets_of, index_networks, words_of

BATCH = 200


def rebuild_listing_index(progress: Callable[[int], None] = lambda number: None) -> int:
    """Bring every network up to date, a batch at a time, then count again. Returns how many are in the index.

    No reader ever sees an empty index, and nothing that is published meanwhile is lost. Networks keep their
    numbers. `progress` is called with the number of networks done so far.
    """
    spell_again()  # first: is_outdated() knows of networks only, so that a run that was stopped is made again
    shown = visible(NetworkPage.objects).order_by().values_list("translation_key", flat=True)
    waiting = NetworkToIndex.objects.values_list("translation_key", flat=True)
    keys = sorted({*shown, *waiting, *IndexedNetwork.objects.values_list("translation_key", flat=True)})
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        _index_afresh(batch)
        progress(start + len(batch))
    count_again()
    return IndexedNetwork.objects.count()


def is_outdated() -> bool:
    """Whether there is no index, or one that an earlier release has written in another format."""
    size = FacetBitmap.objects.filter(facet=FORMAT[0], value=FORMAT[1]).values_list("size", flat=True).first()
    return not size or size != IndexedNetwork.objects.count()


@transaction.atomic
def _index_afresh(keys: Collection[UUID]) -> None:
    lock()
    notes = list(NetworkToIndex.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
    index_networks(keys, afresh=True)
    NetworkToIndex.objects.filter(pk__in=notes).delete()


@transaction.atomic
def count_again() -> None:
    """Make bitmaps and words what the rows of the networks say: some tens of microseconds a network."""
    lock()
    numbers: dict[Value, list[int]] = defaultdict(list)
    words: Counter[str] = Counter()
    for entry in IndexedNetwork.objects.iterator():
        words.update(words_of(entry))
        for pair in facets_of(entry):
            numbers[pair].append(entry.pk)
    wanted = {pair: bitmap_of(of_pair) for pair, of_pair in numbers.items()}
    rows = FacetBitmap.objects.values_list("facet", "value", "bits")
    superfluous = {
        (facet, value): unpack(bits) & ~wanted.get((facet, value), 0) for facet, value, bits in rows
    }
    change_bits(wanted, superfluous, {})
    count_words(words, Counter(dict(SearchWord.objects.values_list("word", "networks"))))
