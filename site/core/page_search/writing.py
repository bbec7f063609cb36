"""Writes what a page is found by, in the transaction that saves the page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, get_page_models

from ..languages import SOURCE_LANGUAGE
from ..search_text import normalise
from ..search_words import FUNCTION_WORDS, LATIN, is_arabic, keys, keys_in, own_keys
from .models import IndexedPage, PageKey, PageKind

FORMAT = 2  # counted up by a release that writes something else: `migrate` then writes all anew
TITLE, SUMMARY, TEXT = 6, 3, 1  # what a word says of a page, by where it stands
LONGEST_WORD = 60
BATCH = 2_000
# Whoever asks for “formation santé” asks for a module: what kinds are called, in the languages of the site.
CALLED = {
    PageKind.PROGRAMME: "programme program programa برنامج",
    PageKind.MODULE: "module formation cours training course módulo curso وحدة تكوين دورة",
    PageKind.PAGE: "",
}


def index_page(page: Any) -> None:
    """Write what a page is found by, where that has changed. `page` has been saved."""
    if not page.search_kind:
        return
    texts = page.search_text()
    row = IndexedPage(page_id=page.pk, kind=page.search_kind, texts=[t for t in texts if t], format=FORMAT)
    found = {
        (word, key): weight for word, key, weight in sorted(_keys_of(page, texts), key=lambda found: found[2])
    }
    with transaction.atomic():
        before = IndexedPage.objects.filter(pk=page.pk).first()
        if before and (before.kind, before.texts, before.format) == (row.kind, row.texts, row.format):
            stored = PageKey.objects.filter(page=page.pk, word="").values_list("key", flat=True)
            if set(stored) == {key for word, key in found if not word}:
                return
        row.save(force_insert=not before, force_update=bool(before))
        PageKey.objects.filter(page=page.pk).delete()
        PageKey.objects.bulk_create(
            (
                PageKey(page_id=page.pk, word=word, key=key, weight=weight)
                for (word, key), weight in found.items()
            ),
            batch_size=BATCH,
        )


def _keys_of(page: Any, texts: list[str]) -> Iterator[tuple[str, str, int]]:
    """(word, key, weight) of every word of a page; with the word "" what it is found by without a word."""
    languages = {page.locale.language_code, SOURCE_LANGUAGE}  # it may stand in for a translation
    for place, text in enumerate(texts):
        weight = (TITLE, SUMMARY)[place] if place < 2 else TEXT
        # Function words of a title are asked for where nothing else is: "contact", "about".
        for word in set(normalise(text or "").split()) - (FUNCTION_WORDS if place else set()):
            if len(word) <= LONGEST_WORD:
                for key in word_keys(word, languages):
                    yield word, key, weight
    for word in normalise(CALLED[PageKind(page.search_kind)]).split():
        for key in keys(word):
            yield "", key, TEXT
    for key in page.search_keys():
        yield "", key, SUMMARY


def word_keys(word: str, languages: Iterable[str]) -> frozenset[str]:
    """The keys of a word in a text of one of these languages."""
    if is_arabic(word):
        return keys(word)  # whatever is written onto it is taken off
    return own_keys(word).union(*(keys_in(word, code) for code in languages if code in LATIN))


def index_what_is_missing(using: str, **kwargs: Any) -> None:
    """Write what was never written, or by another release: `migrate` does so once all tables are as today."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    models = [model for model in get_page_models() if getattr(model, "search_kind", "")]
    written = IndexedPage.objects.filter(format=FORMAT)
    for page in Page.objects.type(*models).exclude(pk__in=written.values("pk")).specific().iterator():
        index_page(page)
