"""What strangers fill in about a listing."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.public_form import PublicForm

from ...choices import Family
from ...models.fields_of_activity import FieldOfActivity
from ...models.networks import NetworkPage
from ..description import fields_of_activity_names
from ..form_fields import formfield, refuse_other_schemes
from ..listing_values import Values
from ..models import Reason

LINK = re.compile(r"(?i:https?:|www\.)|\b[\w-]{2,}\.[a-z]{2,}")


E_MAIL = re.compile(r"\S+@\S+")


def refuse_links(text: str) -> str:
    """Free text of strangers holds no web addresses: they are what unwanted mail is for."""
    if LINK.search(E_MAIL.sub("", text)):
        raise forms.ValidationError(_("Write without links: they are not accepted here."))
    return text


class StrangersForm(PublicForm):
    """What a visitor's form about a listing has in common: who writes, and no links."""

    rate_key = "listing_updates"

    author_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    author_email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("We send a code there to make sure that it is yours. Visitors never see it."),
    )

    def clean_author_name(self) -> str:
        return refuse_links(" ".join(self.cleaned_data["author_name"].split()))

    def clean_message(self) -> str:
        return refuse_links(self.cleaned_data["message"])


class CorrectionForm(StrangersForm):
    """A visitor says what is the matter with a listing."""

    reason = forms.ChoiceField(label=_("What is the matter?"), choices=Reason, widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("What should it say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In your words, without links. At most 2,000 characters."),
    )

    field_order = ["reason", "message", "author_name", "author_email", "homepage", "token"]


class NewNetworkForm(StrangersForm):
    """A visitor proposes a network that is not in the directory."""

    title = forms.CharField(label=_("Name of the network"), max_length=255)
    family = forms.ChoiceField(
        label=_("Family"),
        choices=Family,
        widget=forms.RadioSelect,
        help_text=_("Geographic: of a country. Thematic: of a profession or field."),
    )
    country = formfield(NetworkPage._meta.get_field("countries").related_model._meta.get_field("country"))
    field = forms.ModelChoiceField(
        label=_("Field of activity"), queryset=FieldOfActivity.objects.none(), required=False
    )
    summary = forms.CharField(
        label=_("What it does"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences, in French if you can. At most 400 characters."),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=_("The full address, beginning with https://"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail of the network"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"})
    )
    message = forms.CharField(
        label=_("How do you know this network?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = [
        "title", "family", "country", "field", "summary", "website", "email", "message", "author_name",
        "author_email", "homepage", "token",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(fields_of_activity_names(get_language()).items(), key=lambda item: item[1])
        self.fields["field"].queryset = FieldOfActivity.objects.source()
        self.fields["field"].choices = [("", "---------"), *names]
        self.fields["country"].required = False

    def clean_title(self) -> str:
        return refuse_links(" ".join(self.cleaned_data["title"].split()))

    def clean_summary(self) -> str:
        return refuse_links(self.cleaned_data["summary"])

    def clean_website(self) -> str:
        return refuse_other_schemes(self.cleaned_data["website"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("family") == Family.GEOGRAPHIC and not cleaned.get("country"):
            self.add_error("country", _("A geographic network is of a country: say which."))
        if cleaned.get("family") == Family.THEMATIC and not cleaned.get("field"):
            self.add_error("field", _("A thematic network is of a field: say which."))
        return cleaned

    def proposal(self) -> Values:
        """The Values that are proposed, and the family."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in ("title", "summary", "website", "email")}
        values["countries"] = (
            [{"country": str(cleaned["country"]), "is_based": True, "is_served": False}]
            if cleaned["country"]
            else []
        )
        values["fields_of_activity"] = [{"field": cleaned["field"].pk}] if cleaned["field"] else []
        return values | {"family": cleaned["family"]}
