"""Finds where the languages of the site have come apart, and brings them together again.

Everything in this app keeps them together as editors work; this finds what came about in another way (a
database restored, a command, a fault) and is what the tests hold the rest against.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from ..languages import SOURCE_LANGUAGE
from ..links import HOME_DEPTH
from .field_kinds import same_facts
from .models import LanguageVersion, Standing
from .synchronising import is_carried_to, strings_of, synchronise_translations
from .together import FIRST_PUBLISHED
from .tree import (
    follow_place,
    keep_private_everywhere,
    make_stand_ins,
    other_languages,
    privacy_of,
    unpublish_everywhere,
)
from .versions import (
    is_live,
    note_unknown,
    standing_of,
    stands_in,
    versions_of,
    words_of,
    words_version,
)


@dataclass
class Drift:
    """One thing that is not as its original has it."""

    original: object
    language_code: str
    what: str

    def __str__(self) -> str:
        return f"{self.original} [{self.language_code}]: {self.what}"


def originals() -> Iterator[Any]:
    """Every page and snippet in the source language, pages in the order of their tree."""
    pages = Page.objects.filter(locale__language_code=SOURCE_LANGUAGE, depth__gte=HOME_DEPTH)
    yield from pages.order_by("path").specific().select_related("locale").iterator(chunk_size=100)
    for model in get_snippet_models():
        if issubclass(model, TranslatableMixin):
            found = model.objects.filter(locale__language_code=SOURCE_LANGUAGE)
            yield from found.select_related("locale").order_by("pk")


def find_drift() -> Iterator[Drift]:
    """Every Drift of the site."""
    for original in originals():
        yield from drift_of(original)
    orphans = LanguageVersion.objects.exclude(source__locale__language_code=SOURCE_LANGUAGE)
    for row in orphans.select_related("source", "locale"):
        yield Drift(row.source.object_repr, row.locale.language_code, "remembered without an original")


def drift_of(original: Any) -> Iterator[Drift]:
    """Every Drift of one page or snippet."""
    here = original.locale.language_code
    source = TranslationSource.objects.get_for_instance_or_none(original)
    if source is None:
        if is_live(original):
            yield Drift(original, here, "not in the translators' list")
        return
    if is_live(original) and [(s.context.path, s.string.data) for s in words_of(source)] != strings_of(
        original
    ):
        yield Drift(original, here, "the translators' list does not have its present words")
    versions = versions_of(source)
    rows = {row.locale_id: row for row in LanguageVersion.objects.filter(source=source)}
    words = words_version(source)
    for locale_id, version in versions.items():
        row = rows.get(locale_id)
        if row is None or row.state != standing_of(version, original, row, words):
            yield Drift(original, version.locale.language_code, "what is remembered of it is not what it is")
        elif version.locale_id == original.locale_id and row.words != words:
            yield Drift(original, here, "the version of its words is not the present one")
        if version.locale_id != original.locale_id:
            yield from _drift_of_version(original, version, row)
    if isinstance(original, Page) and is_live(original):
        for offered in LocaleSynchronization.objects.filter(sync_from=original.locale_id).select_related(
            "locale"
        ):
            if offered.locale_id not in versions:
                yield Drift(original, offered.locale.language_code, "does not appear")


def _drift_of_version(original: Any, version: Any, row: LanguageVersion | None) -> Iterator[Drift]:
    code = version.locale.language_code
    if is_live(version) and not is_live(original):
        yield Drift(original, code, "is published though the original is not")
    elif not is_live(version) and is_live(original) and row and row.state == Standing.UNPUBLISHED:
        yield Drift(original, code, "is not published again though the original is")
    if is_live(original) and not same_facts(original, version):
        yield Drift(original, code, "its facts are not those of the original")
    if is_live(original) and is_live(version) and _has_another_date(original, version):
        yield Drift(original, code, "was not first published when the original was")
    if isinstance(version, Page):
        if not version.alias_of_id and privacy_of(version) != privacy_of(original):
            yield Drift(original, code, "may be seen by others than the original")
        if stands_in(version) and strings_of(version) != strings_of(original):
            yield Drift(original, code, "stands in with other words than the original's")
        if version.depth > HOME_DEPTH and _is_out_of_place(original, version):
            yield Drift(original, code, "stands elsewhere in the tree than the original")


def _has_another_date(original: Any, version: Any) -> bool:
    """By a millisecond or more: what Wagtail copies from a revision says no less."""
    first = getattr(original, FIRST_PUBLISHED, None)
    if first is None or not is_carried_to(version, original):
        return False
    date = getattr(version, FIRST_PUBLISHED)
    return date is None or abs(date - first) >= timedelta(milliseconds=1)


def _is_out_of_place(original: Any, version: Any) -> bool:
    parent = original.get_parent()
    if version.get_parent().translation_key != parent.translation_key:
        return parent.get_translation_or_none(version.locale) is not None
    wanted, found = _place_among_siblings(original, version), _place_among_siblings(version, original)
    return wanted != found


def _place_among_siblings(page: Page, other: Page) -> Any:
    """Behind which page of those that both languages have a page stands: its translation key, or None."""
    shared = other.get_siblings().values("translation_key")
    before = page.get_siblings().filter(path__lt=page.path, translation_key__in=shared).order_by("-path")
    return before.values_list("translation_key", flat=True).first()


def repair() -> list[Drift]:
    """Bring all languages together again. Returns the Drift that was found."""
    found = []
    for original in list(originals()):
        with transaction.atomic():
            drifts = list(drift_of(original))
            if drifts:
                found += drifts
                _repair(original)
    LanguageVersion.objects.exclude(source__locale__language_code=SOURCE_LANGUAGE).delete()
    return found


def _repair(original: Any) -> None:
    if isinstance(original, Page):
        keep_private_everywhere(original)
        if is_live(original):
            make_stand_ins(original)
            original.update_aliases()
        if original.depth > HOME_DEPTH:
            for version in other_languages(original):
                follow_place(version, Page.objects.get(pk=original.pk), original.get_parent())
    if is_live(original):
        synchronise_translations(original, thorough=True)
    else:
        unpublish_everywhere(original)
    source = TranslationSource.objects.get_for_instance_or_none(original)
    if source is not None:
        note_unknown(source)
