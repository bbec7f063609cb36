"""Texts that a translator brings in a .po file, and what became of each of them."""

from typing import Any

import polib
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation, Translation

BELONGS_TO = "X-WagtailLocalize-TranslationID"


def import_pofile(translation: Translation, content: bytes, user: Any) -> list[tuple[int, str]]:
    """Take the texts of a .po file of this translation. Returns what is to be said: [(level, message)].

    Raises ValueError or OSError where it is no .po file.
    """
    po = polib.pofile(content.decode("utf-8-sig") + "\n")  # without a line's end it could be a file's name
    if BELONGS_TO not in po.metadata:
        text = _(
            "Nothing was imported: the file does not say which translation it belongs to. Download the"
            " .po file of this page, and fill in that one."
        )
        return [(messages.ERROR, text)]
    if po.metadata[BELONGS_TO] != str(translation.uuid):
        return [(messages.ERROR, _("Nothing was imported: the file belongs to another page or language."))]
    before = _texts(translation)
    left_out = translation.import_po(po, user=user, tool_name="PO File")
    return _said(len(_texts(translation) - before), len(left_out))


def _texts(translation: Translation) -> set[tuple[int, str]]:
    """What translators have entered: {(id of the string's translation, text)}."""
    entered = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return set(entered.values_list("pk", "data"))


def _said(taken: int, left_out: int) -> list[tuple[int, str]]:
    said = []
    if taken:
        text = ngettext(
            "%(count)s text was taken from the file.", "%(count)s texts were taken from the file.", taken
        )
        said.append((messages.SUCCESS, text % {"count": taken}))
    else:
        said.append(
            (messages.INFO, _("Nothing was imported: the file says nothing that was not here already."))
        )
    if left_out:
        text = ngettext(
            "%(count)s text of the file was left out: it is no longer on this page.",
            "%(count)s texts of the file were left out: they are no longer on this page.",
            left_out,
        )
        said.append((messages.WARNING, text % {"count": left_out}))
    return said
