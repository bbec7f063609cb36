"""What people search for becomes a word of a field of activity, in the language they searched in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from core.languages import SOURCE_LANGUAGE
from core.translating.minor_edits import apply_to_saved, snapshot
from core.translating.wording import words_in

from ..models.fields_of_activity import FieldOfActivity, phrases_in

COLUMN = "words_people_use"


@transaction.atomic
def add_word(code: str, language_code: str, word: str, user: Any) -> FieldOfActivity:
    """Let a field of activity answer to one more word in a language. Returns the field in that language.

    A word more in French is a minor edit: each language has words of its own, and no translator waits for it.
    Raises ValidationError where the field cannot have it, or is not there in the language.
    """
    versions = FieldOfActivity.objects.select_for_update(of=("self",)).select_related("locale")
    field = versions.filter(code=code, locale__language_code=language_code).first()
    if field is None:
        raise ValidationError(
            _("This field of activity is not translated into this language yet: translate it first.")
        )
    before = field.words_people_use
    field.words_people_use = "\n".join([*before.splitlines(), word])
    field.full_clean()
    if phrases_in(before) == phrases_in(field.words_people_use):
        return field
    if language_code == SOURCE_LANGUAGE:
        as_it_was = snapshot(field)
        field.save()
        apply_to_saved(field, as_it_was)
    else:
        _translate_with(field, before, user)
        field.save()
    log(field, "wagtail.edit", user=user, content_changed=True)
    return field


def _translate_with(field: FieldOfActivity, before: str, user: Any) -> None:
    """Let the translators' text be the field's present one, so that the next publication keeps the word."""
    texts = StringTranslation.objects.filter(
        context__object_id=field.translation_key, context__path=COLUMN, locale=field.locale
    )
    then, now = (StringValue.from_plaintext(words).data for words in (before, field.words_people_use))
    same = [text.pk for text in texts if words_in(text.data) == words_in(then)]
    texts.filter(pk__in=same).update(data=now, last_translated_by=user)
