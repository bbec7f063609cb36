"""Two speeds: facts reach every language when the original is published; words wait to be translated.

Publishing a page or snippet in its source language carries every declared fact (core.facts) to each
translation, live version and unfinished draft alike, then tells wagtail-localize what changed, so that
translators find exactly the changed strings in their usual place. The words of a translation are never
replaced by words in the source language. Where no string waits (a point was removed or moved, a link or
a picture changed), the translation is made again from the strings it has, and follows at once.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..languages import SOURCE_LANGUAGE
from ..translations import source_version
from .copying import copy_facts, copy_words, same_facts
from .minor_edits import carry_translations, is_minor, places_of
from .models import LanguageVersion, Standing
from .versions import NOT_WORDS, is_live, mark_translated, refresh, stands_in, versions_of, waiting_strings

# Set while facts are being carried: what is published meanwhile was not published by a translator.
_carrying = ContextVar("carrying facts", default=False)


@contextmanager
def carrying_facts():
    token = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(token)


@transaction.atomic
def follow_publication(instance, revision=None):
    """A translatable page or snippet has been published: bring all its languages up to date with it.

    An original's facts go to every translation; a translation is noted to be made from the present words,
    and goes down again at once where its original is not live (the admin refuses before it comes to that).
    Returns the translations that were brought up to date.
    """
    if isinstance(instance, Page):
        instance = instance.specific
        if instance.alias_of_id:
            return []
    if instance.locale.language_code != SOURCE_LANGUAGE:
        if not _carrying.get():
            mark_translated(instance)
            if isinstance(instance, DraftStateMixin) and not is_live(source_version(instance)):
                instance.unpublish()
        return []
    return synchronise_translations(instance, minor=is_minor(revision))


@transaction.atomic
def synchronise_translations(original, minor=False):
    """Carry the facts of a published `original` to its translations, and refresh their work list.

    `minor`: its changed words leave the translations valid. Returns the translations.
    """
    source = TranslationSource.objects.get_for_instance_or_none(original)
    if source is None:
        source, _created = TranslationSource.get_or_create_from_instance(original)
    before = {row.locale_id: row for row in LanguageVersion.objects.filter(source=source)}
    places = places_of(source)
    source.update_from_db()
    keep_addresses(source)
    if minor:
        carry_translations(source, places)
    translations = []
    for translation in versions_of(source).values():
        if translation.locale_id == original.locale_id or getattr(translation, "alias_of_id", None):
            continue  # Wagtail itself keeps a page's aliases up to date
        row = before.get(translation.locale_id)
        with carrying_facts():
            carry_facts_to(original, translation, row)
        if row and row.state == Standing.TRANSLATED:
            follow_structure(source, translation)
        translations.append(translation)
    refresh(source)
    return translations


def carry_facts_to(original, translation, row=None):
    """Bring the facts of `original` to one translation: what is live, and a draft beside it.

    `row` is its LanguageVersion as it was before: what went down with the original comes back with it.
    """
    if not isinstance(translation, DraftStateMixin):
        if not same_facts(original, translation):
            copy_facts(original, translation)
            translation.save()
        return

    draft = None
    if translation.has_unpublished_changes and translation.latest_revision:
        draft = translation.get_latest_revision_as_object()
    comes_back = (
        not translation.live and row is not None and row.state == Standing.UNPUBLISHED and is_live(original)
    )
    lends_its_place = stands_in(translation) or (
        comes_back and not row.words and isinstance(translation, Page)
    )
    moved = not same_facts(original, translation)

    if lends_its_place:  # nobody has published it yet: it still stands in, in the original's words
        copy_facts(original, translation)
        copy_words(original, translation)
        translation.live, translation.live_revision = original.live, original.live_revision
        translation.save()
    elif comes_back or (translation.live and moved):
        copy_facts(original, translation)
        publish(translation)
    elif moved:  # nobody sees it: its row, and the draft below that will be published one day
        copy_facts(original, translation)
        translation.save()
        if draft is None:
            translation.save_revision()
    if draft is not None and not comes_back and not same_facts(original, draft):
        copy_facts(original, draft)
        draft.save_revision()


def publish(translation):
    """Publish a translation as it is in memory."""
    if isinstance(translation, DraftStateMixin):
        translation.save_revision(log_action=False).publish(log_action="wagtail.publish")
    else:
        translation.save()


def keep_addresses(source):
    """Let every translation of a page stay at its address, whatever becomes of the original's.

    wagtail-localize would give it the original's new slug with the next publication.
    """
    slugs = source.stringsegment_set.filter(context__path="slug")
    for slug in slugs.select_related("context", "string"):
        for translation in versions_of(source).values():
            if translation.locale_id != source.locale_id and not translation.alias_of_id:
                StringTranslation.objects.get_or_create(
                    translation_of=slug.string,
                    context=slug.context,
                    locale=translation.locale,
                    defaults={
                        "data": translation.slug,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    },
                )


def follow_structure(source, translation):
    """Make a translation that was up to date again from its strings, when not one of them waits.

    Left alone when it says already what the strings say, and when a translator has changed a string since
    the translation was published: that is theirs to publish.
    """
    locale = translation.locale
    record = Translation.objects.filter(source=source, target_locale=locale, enabled=True).first()
    if record is None or waiting_strings(locale, source).exists():
        return
    known = StringTranslation.objects.filter(context__object_id=source.object_id, locale=locale)
    live = strings_of(translation)
    if set(live) - set(known.values_list("context__path", "data")):
        return
    wanted = source.get_ephemeral_translated_instance(locale, fallback=True)
    if shape_of(translation) != shape_of(wanted):
        if isinstance(translation, Page):
            wanted.slug = translation.slug
        with carrying_facts():
            publish(wanted)
    mark_translated(translation)


def strings_of(instance):
    """The words of a page or snippet as they are: [(place, string)], in their order."""
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_WORDS
    ]


def shape_of(instance):
    """The StreamFields of a page as they are, to tell whether two have the same blocks in the same order."""
    streams = [field.name for field in instance._meta.get_fields() if isinstance(field, StreamField)]
    return {name: getattr(instance, name).get_prep_value() for name in streams}
