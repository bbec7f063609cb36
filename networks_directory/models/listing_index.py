"""What the directory searches, counts and sorts by: derived from listings, never edited.

Written by networks_directory.index once what changes a listing is committed (docs/decisions/0017); anything
here can be made again from the pages (manage.py rebuild_listing_index). Why it exists: docs/decisions/0011.
"""

from django.db import models
from django.utils import timezone
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin


class NetworkToIndex(models.Model):
    """A change of a network that is not in the index yet: written with the change, deleted once it is there.

    One row a change, and no row is ever changed: transactions that write here wait for nobody.
    """

    translation_key = models.UUIDField(db_index=True)
    since = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.translation_key)


class IndexedNetworkQuerySet(SearchableQuerySetMixin, models.QuerySet):
    pass


class IndexedNetwork(index.Indexed, models.Model):
    """One row a network, whatever its languages. Its primary key is its bit in every bitmap."""

    translation_key = models.UUIDField(unique=True, editable=False)
    # Normalised words, as the search compares them.
    title = models.TextField(help_text="Its names and acronym in every language.")
    words = models.TextField(help_text="Everything else it is found by, in every language.")
    facets = models.JSONField(default=list, help_text="[facet, value] pairs: the bits that are set.")

    search_fields = [index.SearchField("title", boost=4), index.SearchField("words")]
    search_auto_update = False  # index.writing adds whole batches at once

    objects = IndexedNetworkQuerySet.as_manager()

    def __str__(self):
        return self.title


class IndexedName(models.Model):
    """A network's live page in one language: what the lists of that language are sorted by."""

    # No constraint and no cascade: who edits pages and who writes the index never wait for each other.
    page = models.OneToOneField(
        "networks_directory.NetworkPage",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="indexed_name",
    )
    network = models.ForeignKey(IndexedNetwork, on_delete=models.CASCADE, related_name="names")
    language_code = models.CharField(max_length=10)
    title = models.CharField(max_length=255, default="", help_text="As it is shown; see collation.py.")
    name = models.CharField(max_length=255, db_index=True, help_text="The title, normalised.")
    acronym = models.CharField(max_length=30, db_index=True, blank=True, help_text="Normalised.")
    updated_at = models.DateTimeField()
    comes_last = models.BooleanField(default=False, help_text="It may not answer: see index.staleness.")

    wagtail_reference_index_ignore = True  # to be listed is no use of a page that an editor should know of

    class Meta:
        # All a list needs before it has chosen its page of results, so that it reads nothing else.
        indexes = [
            models.Index(
                fields=["language_code", "comes_last", "name", "page", "network"], name="networks_by_name"
            ),
            models.Index(
                fields=["language_code", "-updated_at", "name", "page", "network"], name="networks_by_update"
            ),
        ]

    def __str__(self):
        return self.name


class FacetBitmap(models.Model):
    """The networks that have one value of one facet: bit n is set for the network with primary key n."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)
    label = models.CharField(max_length=120, blank=True, help_text="For values that name themselves.")
    size = models.PositiveIntegerField(default=0, help_text="How many bits are set.")
    bits = models.BinaryField(default=bytes, help_text="Little-endian: bit 0 is the lowest of byte 0.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], name="networks_one_bitmap_per_value")
        ]

    def __str__(self):
        return f"{self.facet}={self.value}"


class SearchWord(models.Model):
    """A normalised word that some listing has."""

    word = models.CharField(max_length=60, unique=True)
    networks = models.PositiveIntegerField(default=0, help_text="How many listings have it.")

    def __str__(self):
        return self.word


class SearchSpelling(models.Model):
    """What a word is found by besides itself: its keys (core.search_words), and itself with letters left out.

    Two words with the same key are forms of one. Two that share what is left of them may be a typing error
    apart: the neighbourhood of deletions of W. Garbe's SymSpell works on any database, with an equality.
    """

    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="spellings")
    spelling = models.CharField(max_length=70, db_index=True)

    def __str__(self):
        return self.spelling
