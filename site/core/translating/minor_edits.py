"""Minor edits: a typo corrected in an original leaves its translations valid.

An editor publishes with "Publish a minor edit"; the revision is remembered as one, so that it is one too
when it is published later, by schedule. The translations of the strings that changed then become
translations of the new strings. A text that was not there before is no correction: it waits as ever.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Revision
from wagtail_localize.models import StringTranslation, TranslationSource

from .models import LanguageVersion, MinorEdit
from .versions import refresh, waiting_strings, words_version

Places = dict[int, list[int]]  # {context id: [string id]}
VALUE = "minor"  # of the button "action-publish" that publishes a minor edit


def note_minor_edit(request: HttpRequest, instance: Any) -> None:
    """Remember that the revision about to be published is a minor edit, if its editor has said so."""
    if request.POST.get("action-publish") == VALUE and instance.latest_revision:
        MinorEdit.objects.get_or_create(revision=instance.latest_revision)


def is_minor(revision: Revision | None) -> bool:
    """Whether a revision is published as a minor edit."""
    return revision is not None and MinorEdit.objects.filter(revision=revision.pk).exists()


def places_of(source: TranslationSource) -> Places:
    """The strings of a TranslationSource by their place: {context id: [string id]}, in their order."""
    places: Places = {}
    segments = source.stringsegment_set.order_by("order").values_list("context_id", "string_id")
    for context_id, string_id in segments:
        places.setdefault(context_id, []).append(string_id)
    return places


def carry_translations(source: TranslationSource, before: Places) -> None:
    """Let the translations of a source's former strings stand for those that took their places.

    `before` is places_of() as it was. A place where the number of strings changed is left to translators.
    """
    for context_id, strings in places_of(source).items():
        former = before.get(context_id, [])
        if len(former) != len(strings):
            continue
        for old, new in zip(former, strings, strict=True):
            known = StringTranslation.objects.filter(translation_of=old, context=context_id, has_error=False)
            for translation in known if old != new else ():
                StringTranslation.objects.get_or_create(
                    translation_of_id=new,
                    context_id=context_id,
                    locale_id=translation.locale_id,
                    defaults={
                        "data": translation.data,
                        "translation_type": translation.translation_type,
                        "tool_name": translation.tool_name,
                        "last_translated_by_id": translation.last_translated_by_id,
                    },
                )


def snapshot(instance: Any) -> tuple[Places, str]:
    """What has to be known of a snippet without drafts before a minor edit of it is saved."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    return (places_of(source), words_version(source)) if source else ({}, "")


def apply_to_saved(instance: Any, before: tuple[Places, str]) -> None:
    """Make a minor edit of what was just done to a snippet without drafts; `before` is its snapshot()."""
    places, words = before
    source = TranslationSource.objects.get_for_instance(instance)
    carry_translations(source, places)
    # What was up to date before this edit still is; what was behind stays so.
    for row in LanguageVersion.objects.filter(source=source, words=words).select_related("locale"):
        if not waiting_strings(row.locale, source).exists():
            row.words = words_version(source)
            row.save()
    refresh(source)
