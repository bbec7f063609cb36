"""What goes with a listing when its representative sends it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.languages import SOURCE_LANGUAGE, native_name
from core.lines import LinesInput

from ...models.networks import NetworkPage
from ..listing_form import ListingForm
from ..listing_values import Values


class SubmissionForm(forms.Form):
    """What goes with the listing when it is sent."""

    message = forms.CharField(
        label=_("A word to the ministry"),
        required=False,
        max_length=2000,
        widget=LinesInput(attrs={"rows": 3}),
        help_text=_("Optional: where this comes from, what to look at. Visitors do not see it."),
    )
    rest_is_right = forms.BooleanField(
        label=_("Everything else on the listing is still right"),
        required=False,
        help_text=_("It is then shown as confirmed by you."),
    )


class TranslationsForm(forms.Form):
    """Texts in the other languages: wishes that go to the translators, who publish them."""

    TEXTS = ("title", "summary", "notice")

    def __init__(self, language_code: str, points: Values, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"in-{language_code}", **kwargs)
        self.language_code = language_code
        self.name = native_name(language_code)
        for name in self.TEXTS:
            self._add(name, ListingForm.label_of(name), NetworkPage._meta.get_field(name).max_length)
        for stream, rows in points.items():
            for point in rows:
                label = f"{ListingForm.label_of(stream)}{_(':')} {point['text'][:80]}"
                self._add(f"{stream}.{point['id']}.text", label, 1000)

    def _add(self, name: str, label: str, longest: int | None) -> None:
        widget = LinesInput(attrs={"rows": 2, "lang": self.language_code, "dir": "auto"})
        self.fields[name] = forms.CharField(label=label, max_length=longest, required=False, widget=widget)

    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text}


def languages_to_translate() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
