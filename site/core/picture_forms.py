"""Wagtail's form of a picture, whichever of its screens it stands on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .pictures import DAMAGED, NAMES_A_FILE, UNREADABLE, drop_metadata, is_file_name


class PictureField(WagtailImageField):
    """Wagtail's, which keeps a picture upright, whole, and without what a camera adds to it."""

    def to_python(self, data: Any) -> Any:
        try:
            picture = super().to_python(data)
        except UNREADABLE as error:
            raise ValidationError(DAMAGED, code="damaged") from error
        if picture:
            drop_metadata(picture)
        return picture


class PictureForm(BaseImageForm):
    """Where an editor sends a picture, and says what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, widget=theirs.widget
            )
        if words := self.fields.get("description"):
            words.required = True
            words.label = _("Alternative text")
            words.help_text = _(
                "What the picture shows, for those who do not see it. Where it stands on a page, it may be"
                " said otherwise, or that the picture only decorates."
            )

    def clean_description(self) -> str:
        words: str = self.cleaned_data["description"]
        file = self.cleaned_data.get("file") or self.instance.file
        if is_file_name(words, file.name if file else ""):
            raise ValidationError(NAMES_A_FILE, code="names_a_file")
        return words
