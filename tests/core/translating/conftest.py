"""Translators at work: what waits for them, and what they do in the admin."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource, get_edit_url

from core.translating.models import LanguageVersion


def record(original, language):
    """wagtail-localize's record of a translation."""
    return Translation.objects.get(
        source__object_id=original.translation_key, target_locale__language_code=language
    )


def waiting(original, language="en"):
    """The strings of an original that a translator into a language has still to do."""
    return {entry.msgid for entry in record(original, language).export_po() if not entry.msgstr}


def version(original, language="en"):
    """What is remembered of a language version."""
    return LanguageVersion.objects.get(
        source=TranslationSource.objects.get_for_instance(original), locale__language_code=language
    )


def in_language(original, language="en"):
    """The same page or snippet in another language, as it is in the database."""
    model = original.specific_class if isinstance(original, Page) else type(original)
    return model.objects.get(translation_key=original.translation_key, locale__language_code=language)


@pytest.fixture
def translate(editor_client, django_capture_on_commit_callbacks):
    """Fills in every string that waits in the translation editor, and publishes (unless told not to)."""

    def fill_in(original, language="en", words="[%s]", publish=True):
        translation = record(original, language)
        todo = waiting(original, language)
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            if segment.string.data in todo and segment.context.path != "slug":
                url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
                data = "value=" + (words % segment.string.data)
                answer = editor_client.put(url, data, content_type="application/x-www-form-urlencoded")
                assert answer.status_code in (200, 201), answer.text
        if publish:
            with django_capture_on_commit_callbacks(execute=True):
                url = get_edit_url(translation.get_target_instance())
                assert editor_client.post(url, {"action": "publish"}).status_code == 302
        return in_language(original, language)

    return fill_in
