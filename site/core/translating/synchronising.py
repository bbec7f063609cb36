"""Two speeds: facts reach every language when the original is published; words wait to be translated.

Publishing a page or snippet in its source language carries every declared fact (core.facts) to each
translation, live version and unfinished draft alike, then tells wagtail-localize what changed, so that
translators find exactly the changed strings in their usual place. The words of a translation are never
replaced by words in the source language. Where no string waits (a point was removed or moved, a link or
a picture changed), the translation is made again from the strings it has, and follows at once.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..languages import SOURCE_LANGUAGE
from ..translations import source_version
from .field_kinds import ChildRows, Fact, copy_facts, copy_words, different_facts, kinds_of, same_facts
from .minor_edits import carry_translations, is_minor, places_of
from .models import LanguageVersion, Standing
from .together import date_together, follow_together, publish_together
from .tree import make_stand_ins
from .versions import NOT_WORDS, is_live, mark_translated, refresh, stands_in, versions_of, waiting_strings
from .wording import keep_translations

# Set while facts are being carried: what is published meanwhile was not published by a translator.
_carrying = ContextVar("carrying facts", default=False)


@contextmanager
def carrying_facts() -> Iterator[None]:
    token = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(token)


def follow_publication(instance: Any, revision: Revision | None = None) -> list[Any]:
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
            follow_translator(instance)
        return []
    return synchronise_translations(instance, minor=is_minor(revision))


@transaction.atomic
def follow_translator(translation: Any) -> None:
    """Somebody has published a translation: note what it was made from; without its original it goes down."""
    mark_translated(translation)
    original = source_version(translation)
    date_together(original, [translation])
    if isinstance(translation, DraftStateMixin) and not is_live(original):
        translation.unpublish()


@transaction.atomic
def synchronise_translations(original: Any, minor: bool = False, thorough: bool = False) -> list[Any]:
    """Carry the facts of a published `original` to its translations, and refresh their work list.

    In a language where a page is not at all yet, it stands in for its translation from now on.

    `minor`: its changed words leave the translations valid. `thorough`: the work list is made again though
    no word seems to have changed. Returns the translations.
    """
    hold_versions(original)
    source = TranslationSource.objects.get_for_instance_or_none(original)
    if source is None:
        source, thorough = TranslationSource.get_or_create_from_instance(original)
    before = {row.locale_id: row for row in LanguageVersion.objects.filter(source=source)}
    versions = versions_of(source, with_rows=True)
    if isinstance(original, Page) and len(versions) < len(settings.LANGUAGES):
        make_stand_ins(original)
        versions = versions_of(source, with_rows=True)
    original = versions[source.locale_id]
    has_new_words = thorough or not has_same_words(source, original)
    update_source(source, original, minor, has_new_words)
    translations = [version for version in versions.values() if is_carried_to(version, original)]
    date_together(original, translations)
    with carrying_facts():
        carry_facts(original, translations, before)
        if has_new_words:
            for translation in translations:
                row = before.get(translation.locale_id)
                if row and row.state == Standing.TRANSLATED:
                    follow_structure(source, translation)
    refresh(source)
    return translations


def hold_versions(original: Any) -> None:
    """Let nobody write a language version of a page until the transaction ends.

    Whoever saves a page begins with its row in Page, and whoever publishes an original with the original's:
    in that order the rows are locked, before anything is read, and two people who publish two languages at
    once come one after the other.
    """
    if isinstance(original, Page):
        versions = Page.objects.filter(translation_key=original.translation_key)
        in_order = versions.annotate(comes_after=~Q(pk=original.pk)).order_by("comes_after", "pk")
        list(in_order.select_for_update(no_key=True).values_list("pk", flat=True))


def is_carried_to(version: Any, original: Any) -> bool:
    """Whether a language version follows the original here; an alias of something else follows that."""
    follows = getattr(version, "alias_of_id", None) in (None, original.pk)
    return follows and version.locale_id != original.locale_id


def update_source(source: TranslationSource, original: Any, minor: bool, has_new_words: bool) -> None:
    """Bring what translators work from up to date with the original.

    Where only facts have changed, wagtail-localize's list of strings is left as it is.
    """
    if has_new_words:
        places = places_of(source) if minor else {}
        source.update_from_db()
        keep_addresses(source)
        keep_translations(source)
        if minor:
            carry_translations(source, places)
    else:
        source.content_json = original.to_json()
        source.last_updated_at = timezone.now()
        source.save(update_fields=["content_json", "last_updated_at"])


def has_same_words(source: TranslationSource, original: Any) -> bool:
    """Whether what a TranslationSource was last made from differs from the original in facts at most."""
    if not isinstance(original, ClusterableModel) or source.schema_version != get_schema_version(
        original._meta.app_label
    ):
        return False
    then, now = json.loads(source.content_json), json.loads(original.to_json())
    facts = {kind.name for kind in kinds_of(type(original)) if type(kind) in (Fact, ChildRows)}
    words = {kind.name for kind in kinds_of(type(original))} - facts
    return all(then.get(name) == now.get(name) for name in words)


def carry_facts(original: Any, translations: list[Any], before: dict[int, LanguageVersion]) -> None:
    """Bring the facts of `original` to its translations: what is live, and a draft beside it.

    `before` is {locale id: LanguageVersion} as it was: what went down with the original comes back with it.
    """
    published, drafts, stand_ins, changed = [], [], [], []
    for translation in translations:
        row = before.get(translation.locale_id)
        if lends_its_place(translation, original, row):
            copy_facts(original, translation)
            copy_words(original, translation)
            stand_ins.append(translation)
        elif not isinstance(translation, DraftStateMixin) or not translation.live:
            carry_facts_to(original, translation, comes_back(translation, original, row))
        elif different := different_facts(original, translation):
            drafts.append(draft_of(translation))
            copy_facts(original, translation)
            published.append(translation)
            changed += [kind for kind in different if kind not in changed]
        elif draft := draft_of(translation):
            carry_facts_to_draft(original, draft)
    follow_together(stand_ins, original)
    for stand_in in stand_ins:
        if not stand_in.alias_of_id and (draft := draft_of(stand_in)):
            carry_facts_to_draft(original, draft)
    publish_together(published, changed)
    for draft in filter(None, drafts):  # it stays the latest revision
        copy_facts(original, draft)
        draft.save_revision()


def comes_back(translation: Any, original: Any, row: LanguageVersion | None) -> bool:
    """Whether a translation went down with its original, and comes back with it."""
    went_down = row is not None and row.state == Standing.UNPUBLISHED
    return went_down and not translation.live and is_live(original)


def lends_its_place(translation: Any, original: Any, row: LanguageVersion | None) -> bool:
    """Whether a page shows the original's words: nobody has published it as a translation yet."""
    if not isinstance(translation, Page):
        return False
    if translation.alias_of_id or stands_in(translation):
        return True
    return comes_back(translation, original, row) and not row.words


def draft_of(translation: Any) -> Any | None:
    """The unfinished draft beside a translation, or None."""
    if translation.has_unpublished_changes and translation.latest_revision_id:
        return translation.get_latest_revision_as_object()
    return None


def carry_facts_to(original: Any, translation: Any, returns: bool) -> None:
    """Bring the facts of `original` to one translation that has no drafts, or that nobody sees.

    `returns`: it is published with the original; else its row is kept true, and the draft that will be
    published one day.
    """
    has_drafts = isinstance(translation, DraftStateMixin)
    draft = draft_of(translation) if has_drafts and not returns else None
    moved = not same_facts(original, translation)
    copy_facts(original, translation)
    if returns:
        publish(translation)
    elif moved:
        translation.save()
        if has_drafts and draft is None:
            translation.save_revision()
    if draft is not None:
        carry_facts_to_draft(original, draft)


def carry_facts_to_draft(original: Any, draft: Any) -> None:
    if not same_facts(original, draft):
        copy_facts(original, draft)
        draft.save_revision()


def publish(translation: Any) -> None:
    """Publish a translation as it is in memory."""
    if isinstance(translation, DraftStateMixin):
        translation.save_revision().publish(log_action="wagtail.publish")
    else:
        translation.save()


def keep_addresses(source: TranslationSource) -> None:
    """Let every translation of a page stay at its address, whatever becomes of the original's.

    wagtail-localize would give it the original's new slug with the next publication.
    """
    slugs = source.stringsegment_set.filter(context__path="slug").select_related("context", "string")
    for slug in slugs:
        StringTranslation.objects.bulk_create(
            (
                StringTranslation(
                    translation_of=slug.string,
                    context=slug.context,
                    locale=translation.locale,
                    data=translation.slug,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
                for translation in versions_of(source).values()
                if translation.locale_id != source.locale_id and not stands_in(translation)
            ),
            ignore_conflicts=True,  # one that is there already stays
        )


def follow_structure(source: TranslationSource, translation: Any) -> None:
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
        publish(wanted)
    mark_translated(translation)


def strings_of(instance: Any) -> list[tuple[str, str]]:
    """The words of a page or snippet as they are: [(place, string)], in their order."""
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_WORDS
    ]


def shape_of(instance: Any) -> dict[str, Any]:
    """The StreamFields of a page as they are, to tell whether two have the same blocks in the same order."""
    streams = [field.name for field in instance._meta.get_fields() if isinstance(field, StreamField)]
    return {name: getattr(instance, name).get_prep_value() for name in streams}
