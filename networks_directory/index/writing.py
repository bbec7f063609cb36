"""Keeps what the directory searches, counts and sorts by (models.listing_index) true to the listings.

NetworkPage.save() and the deletion of a page call index_networks(); everything is written in the
transaction that changes the listing, so that no reader ever sees one without the other.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from core.languages import SOURCE_LANGUAGE
from core.search_text import normalise

from ..freshness import is_stale
from ..models.listing_index import FacetBitmap, IndexedName, IndexedNetwork, SearchSpelling, SearchWord
from ..models.networks import NetworkPage
from .facets import LIVE, WORLDWIDE, all_facets, bitmap_of, pack, unpack

SHORTEST_MISSPELT = 4  # letters; of shorter words everything is a typing error away
LONGEST_WORD = 60
BATCH = 500
CHILDREN = (
    "countries", "fields_of_activity__field", "languages", "cities", "other_names", "confirmations",
)  # fmt: skip


@dataclass
class Document:
    """What the index knows of one network."""

    translation_key: object
    title: str
    words: str
    facets: set
    names: list  # IndexedName, without their network
    labels: dict = field(default_factory=dict)

    @property
    def vocabulary(self):
        return vocabulary(f"{self.title} {self.words}")


def vocabulary(text):
    """The words of a normalised text that a query can be compared with."""
    return {word for word in text.split() if len(word) <= LONGEST_WORD}


def stale(page):
    """Whether nobody has confirmed the listing of a source page for long."""
    return is_stale([row.confirmed_on for row in page.confirmations.all()], page.first_published_at)


def name_of(page, is_stale):
    """How a live page is sorted and named in the lists of its language."""
    return IndexedName(
        is_stale=is_stale,
        page_id=page.pk,
        language_code=page.locale.language_code,
        title=page.title[:255],
        name=normalise(page.title)[:255],
        acronym=normalise(page.acronym)[:30],
        updated_at=page.last_published_at or page.latest_revision_created_at or timezone.now(),
    )


def language_order(language_code):
    """A sort key: the source language, then the others."""
    return language_code != SOURCE_LANGUAGE, language_code


def document_of(versions):
    """The Document of a network from its live pages, one a language."""
    versions = sorted(versions, key=lambda page: language_order(page.locale.language_code))
    source = versions[0]
    facets = {(LIVE, page.locale.language_code) for page in versions}
    if source.serves_worldwide:
        facets.add((WORLDWIDE, "yes"))
    labels = {}
    for facet in all_facets():
        for value, label in facet.values_of(source):
            facets.add((facet.name, value))
            if label:
                labels[facet.name, value] = label
    names = [source.acronym, *(page.title for page in versions)]
    names += [row.name for row in source.other_names.all()]
    return Document(
        translation_key=source.translation_key,
        title=distinct_words(names),
        words=distinct_words(text for page in versions for text in page.search_text()),
        facets=facets,
        names=[name_of(page, stale(source)) for page in versions],
        labels=labels,
    )


def distinct_words(texts):
    """The normalised words of some texts, each once, in the order of their first appearance."""
    return " ".join(dict.fromkeys(normalise(" ".join(filter(None, texts))).split()))


@transaction.atomic
def index_networks(translation_keys, progress=lambda number: None):
    """Bring the index up to date with the live pages of these networks, a batch at a time.

    Pages that only some may see are left out. `progress` is called with the number of networks done so far.
    """
    lock()  # before anything is read: what another transaction is writing is waited for
    keys = sorted(translation_keys)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        versions = defaultdict(list)
        pages = NetworkPage.objects.live().public().filter(translation_key__in=batch)
        for page in pages.select_related("locale").prefetch_related(*CHILDREN):
            versions[page.translation_key].append(page)
        remove(set(batch) - versions.keys())
        store([document_of(pages) for pages in versions.values()])
        progress(start + len(batch))


@transaction.atomic
def rebuild_listing_index(progress=lambda number: None):
    """Make the whole index again from the pages. Returns the number of networks in it.

    Networks keep their numbers: bitmaps are as long as the highest.
    """
    lock()
    keys = set(NetworkPage.objects.live().public().order_by().values_list("translation_key", flat=True))
    remove(set(IndexedNetwork.objects.values_list("translation_key", flat=True)) - keys)
    for model in (IndexedName, FacetBitmap, SearchSpelling, SearchWord):
        model.objects.all().delete()
    IndexedNetwork.objects.update(title="", words="", facets=[])
    index_networks(keys, progress)
    return len(keys)


def lock():
    """Let one transaction at a time write to the index: bitmaps are read, changed and written back."""
    list(FacetBitmap.objects.select_for_update().filter(facet=LIVE).order_by("pk").values_list("pk"))


def remove(translation_keys):
    """Take networks that have no live page left out of the index, which is locked."""
    entries = list(IndexedNetwork.objects.filter(translation_key__in=translation_keys))
    if not entries:
        return
    for entry in entries:
        get_search_backend().delete(entry)
    _change_bits([(entry.pk, _facets(entry), set()) for entry in entries], {})
    _change_words(Counter(), Counter(word for entry in entries for word in _words(entry)))
    IndexedNetwork.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def store(documents):
    """Write some Documents to the index, which is locked: new networks, and changes of known ones."""
    if not documents:
        return
    keys = [document.translation_key for document in documents]
    known = {
        entry.translation_key: entry for entry in IndexedNetwork.objects.filter(translation_key__in=keys)
    }
    changes, labels, gained, lost = [], {}, Counter(), Counter()
    new = [document for document in documents if document.translation_key not in known]
    before = {key: (_facets(entry), _words(entry)) for key, entry in known.items()}
    created = IndexedNetwork.objects.bulk_create(_entry(document, IndexedNetwork()) for document in new)
    entries = known | {entry.translation_key: entry for entry in created}
    changed, names = list(created), []
    for document in documents:
        entry = entries[document.translation_key]
        facets, words = before.get(document.translation_key, (set(), set()))
        changes.append((entry.pk, facets - document.facets, document.facets - facets))
        labels |= document.labels
        gained.update(document.vocabulary - words)
        lost.update(words - document.vocabulary)
        if document.translation_key in known and (entry.title, entry.words, _facets(entry)) != (
            document.title, document.words, document.facets,
        ):  # fmt: skip
            _entry(document, entry).save()
            changed.append(entry)
        for name in document.names:
            name.network_id = entry.pk
            names.append(name)
    IndexedName.objects.filter(network__in=[entry.pk for entry in known.values()]).delete()
    IndexedName.objects.bulk_create(names)
    _change_bits(changes, labels)
    _change_words(gained, lost)
    if changed:
        get_search_backend().add_bulk(IndexedNetwork, changed)


def _entry(document, entry):
    entry.translation_key = document.translation_key
    entry.title, entry.words = document.title, document.words
    entry.facets = sorted(map(list, document.facets))
    return entry


def _facets(entry):
    return {tuple(pair) for pair in entry.facets}


def _words(entry):
    return vocabulary(f"{entry.title} {entry.words}")


def _change_bits(changes, labels):
    """Clear and set bits. `changes` is [(network's number, pairs it lost, pairs it gained)]."""
    lost, gained = defaultdict(list), defaultdict(list)
    for number, lost_pairs, gained_pairs in changes:
        for pair in lost_pairs:
            lost[pair].append(number)
        for pair in gained_pairs:
            gained[pair].append(number)
    pairs = lost.keys() | gained.keys()
    rows = FacetBitmap.objects.filter(value__in={value for _facet, value in pairs})
    known = {(row.facet, row.value): row for row in rows}
    new = []
    for pair in sorted(pairs):
        row = known.get(pair) or FacetBitmap(facet=pair[0], value=pair[1], bits=pack(0))
        bits = (unpack(row.bits) | bitmap_of(gained[pair])) & ~bitmap_of(lost[pair])
        row.bits, row.size = pack(bits), bits.bit_count()
        row.label = labels.get(pair, row.label)
        if pair in known:
            row.save()
        else:
            new.append(row)
    FacetBitmap.objects.bulk_create(new)


def _change_words(gained, lost):
    """Count in how many listings each word is, and list the spellings of new words."""
    difference = {word: gained[word] - lost[word] for word in gained | lost if gained[word] != lost[word]}
    known = {row.word: row for row in SearchWord.objects.filter(word__in=difference)}
    new = [SearchWord(word=word, networks=difference[word]) for word in sorted(difference.keys() - known)]
    for word, row in known.items():
        row.networks += difference[word]
    SearchWord.objects.bulk_update([row for row in known.values() if row.networks > 0], ["networks"])
    SearchWord.objects.filter(pk__in=[row.pk for row in known.values() if row.networks <= 0]).delete()
    created = SearchWord.objects.bulk_create(new)
    SearchSpelling.objects.bulk_create(
        SearchSpelling(word=row, spelling=spelling) for row in created for spelling in deletions(row.word)
    )


def deletions(word):
    """A word and what is left of it without any one letter; nothing for very short words."""
    if len(word) < SHORTEST_MISSPELT:
        return set()
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
