"""Versions of words: what each translation was made from, and so what is out of date.

Nothing here compares dates. The words of an original are a list of strings, each at its place
(wagtail-localize's segments); a digest of that list is their version. A translation that was published
when every string had its translation was made from that version; as long as the original's is the same,
or the same again, the translation is up to date.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin, Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from ..languages import SOURCE_LANGUAGE
from ..translations import Version
from .field_kinds import relations_of
from .models import LanguageVersion, Standing
from .wording import streams_of, version_of

# An address belongs to its language: it waits for nobody.
NOT_WORDS = ("slug",)
UNKNOWN = "unknown"  # the version of a translation of which nobody can say what it was made from


def words_of(*sources: TranslationSource) -> QuerySet:
    """The segments of TranslationSources that are words, in the order of the page."""
    segments = StringSegment.objects.filter(source__in=sources).exclude(context__path__in=NOT_WORDS)
    return segments.select_related("context", "string").order_by("order")


def words_version(source: TranslationSource) -> str:
    """The version of the words of a TranslationSource: 32 characters, the same for the same words.

    The order of the strings counts only within one place (the paragraphs of one block): where a block
    stands on the page is no matter of words, nor are its id, the ends of lines and the width of spaces.
    """
    return version_of(words_of(source), streams_of(source))


def waiting_strings(locale: Locale, *sources: TranslationSource) -> QuerySet:
    """The segments of TranslationSources that have no valid translation into a locale yet."""
    return words_of(*sources).annotate_translation(locale).filter(translation=None)


def waiting_counts(locale: Locale, sources: Iterable[TranslationSource]) -> dict[int, int]:
    """How many strings of each of some TranslationSources wait in a locale: {source id: number}."""
    waiting = waiting_strings(locale, *sources).order_by().values_list("source")
    return dict(waiting.annotate(Count("pk")))


def versions_of(source: TranslationSource, with_rows: bool = False) -> dict[int, Any]:
    """Every language version of the object of a TranslationSource: {locale id: instance}.

    `with_rows`: with their child rows and what these point at, one query a relation.
    """
    model = source.specific_content_type.model_class()
    found = model.objects.filter(translation_key=source.object_id).select_related("locale")
    if issubclass(model, Page):
        found = found.select_related("live_revision")
    if with_rows:
        found = found.prefetch_related(*(path for kind in relations_of(model) for path in kind.paths))
    return {version.locale_id: version for version in found}


def stands_in(version: Any) -> bool:
    """Whether a page in another language only lends its place to the original's words."""
    if not isinstance(version, Page) or version.locale.language_code == SOURCE_LANGUAGE:
        return False
    revision = version.live_revision
    known = Version.of(version, version.locale.language_code, revision.object_id if revision else None)
    return version.live and not known.is_translation


def is_live(version: Any) -> bool:
    """Whether visitors can read a version; a snippet without drafts is always there."""
    return version.live if isinstance(version, DraftStateMixin) else True


def standing_of(version: Any, original: Any, row: LanguageVersion, words: str) -> str:
    """The Standing of a version, given the original, what is remembered of it and the original's words.

    What went down with the original is told from what was a draft already by what was remembered: the
    former comes back with the original (synchronising.py).
    """
    if version is None:
        return Standing.ABSENT
    if version.locale_id == original.locale_id:
        return Standing.ORIGINAL if is_live(version) else Standing.UNPUBLISHED
    if not is_live(version):
        before = row.state if row.state in (Standing.DRAFT, Standing.UNPUBLISHED) else ""
        return before or (Standing.DRAFT if is_live(original) else Standing.UNPUBLISHED)
    if getattr(version, "alias_of_id", None):
        return Standing.STANDS_IN
    if stands_in(version) or (not row.words and not isinstance(version, DraftStateMixin)):
        return Standing.DRAFT
    return Standing.TRANSLATED if row.words == words else Standing.BEHIND


def refresh(source: TranslationSource) -> dict[int, LanguageVersion]:
    """Bring the LanguageVersion rows of a TranslationSource up to date.

    Returns {locale id: LanguageVersion}. What a translation was made from is left as it is.
    """
    versions = versions_of(source)
    original = versions.get(source.locale_id)
    if original is None:
        LanguageVersion.objects.filter(source=source).delete()
        return {}
    words = words_version(source)
    rows = {row.locale_id: row for row in LanguageVersion.objects.filter(source=source)}
    for locale in Locale.objects.all():
        row = rows.get(locale.pk) or LanguageVersion(source=source, locale=locale)
        before = (row.state, row.words, row.behind_since)
        if locale.pk == source.locale_id:
            row.words = words
        row.state = standing_of(versions.get(locale.pk), original, row, words)
        if row.state != Standing.BEHIND:
            row.behind_since = None
        elif row.behind_since is None:
            row.behind_since = timezone.now()
        if row.pk is None or before != (row.state, row.words, row.behind_since):
            row.save()
        rows[locale.pk] = row
    return rows


def mark_translated(translation: Any) -> None:
    """Somebody has published a translation: remember which words of the original it was made from."""
    record = (
        Translation.objects.filter(
            source__object_id=translation.translation_key,
            source__locale__language_code=SOURCE_LANGUAGE,
            target_locale=translation.locale_id,
        )
        .select_related("source", "target_locale")
        .first()
    )
    if record is None:
        return
    row, _created = LanguageVersion.objects.get_or_create(source=record.source, locale=record.target_locale)
    # Where editors write the page themselves ("stop synced translation"), theirs is the last word.
    if not record.enabled or not waiting_strings(record.target_locale, record.source).exists():
        row.words = words_version(record.source)
    elif not row.words and isinstance(translation, DraftStateMixin):
        row.words = UNKNOWN
    row.unreviewed = machine_strings(record.source, record.target_locale).exists()
    row.save()
    refresh(record.source)


def note_unknown(source: TranslationSource) -> None:
    """Bring the rows of a source up to date of which nobody has noted what its translations were made from.

    A translation none of whose strings wait was made from the present words.
    """
    rows, versions = refresh(source), versions_of(source)
    for row in rows.values():
        if row.state == Standing.BEHIND and not row.words:
            mark_translated(versions[row.locale_id])


def machine_strings(source: TranslationSource, locale: Locale) -> QuerySet:
    """The translations of a source's strings into a locale that nobody but a machine has read."""
    translations = words_of(source).get_translations(locale)
    return translations.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)


def mark_reviewed(source: TranslationSource, locale: Locale, user: Any) -> None:
    """Somebody has read what the machine wrote: it is theirs from now on."""
    machine_strings(source, locale).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, tool_name="", last_translated_by=user
    )
    LanguageVersion.objects.filter(source=source, locale=locale).update(unreviewed=False)
