"""The admin form of every page."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from .drafts import ForgivingForm
from .slugs import proposed_slug


class BasePageForm(ForgivingForm, WagtailAdminPageForm):
    """Wagtail's, which knows its page by a key before there is one: sent twice, it makes one page.

    The key that the page will have as a translation serves; the form has it in a hidden field
    (core.page_creation, decision 0024).
    """

    translation_key = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["translation_key"] = self.instance.translation_key
        if "slug" in self.fields and self.is_bound and not self["slug"].data:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        self._propose_slug()
        cleaned: dict[str, Any] = super().clean()
        key = cleaned.get("translation_key")
        if key and not self.instance.pk and not Page.objects.filter(translation_key=key).exists():
            self.instance.translation_key = key
        return cleaned

    def _propose_slug(self) -> None:
        """Publish may be pressed before the script has filled the slug in; a draft has Wagtail's."""
        title = self.cleaned_data.get("title")
        if title and not self.is_deferred_validation and self.cleaned_data.get("slug") == "":
            self.cleaned_data["slug"] = self.instance.slug or proposed_slug(title)
