"""Wagtail's form of a picture, whichever of its screens it stands on."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .pictures import DAMAGED, UNREADABLE, without_metadata


class PictureField(WagtailImageField):
    """Wagtail's, which keeps a picture upright, whole, and without what a camera adds to it."""

    def to_python(self, data: Any) -> Any:
        try:
            picture = super().to_python(data)
        except UNREADABLE as error:
            raise ValidationError(DAMAGED, code="damaged") from error
        return without_metadata(picture) if picture else picture


class PictureForm(BaseImageForm):
    """Where an editor sends a picture, and says what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, widget=theirs.widget
            )
