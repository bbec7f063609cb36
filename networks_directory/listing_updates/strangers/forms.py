"""What strangers fill in about a listing."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.addresses import LinkFormField, MailboxFormField
from core.languages import native_name
from core.lines import LinesInput
from core.public_form import PublicForm

from ...choices import Family
from ...models.fields_of_activity import FieldOfActivity, names_of_source
from ...models.networks import NetworkPage
from ..form_fields import formfield
from ..listing_values import Values
from ..models import ListingUpdate, Reason

OTHER_LANGUAGE = "other"
LINK = re.compile(r"(?i:https?:|www\.)|\b[\w-]{2,}\.[a-z]{2,}")
E_MAIL = re.compile(r"\S+@\S+")
LOOKS_LIKE_A_LINK = _(
    "“%(word)s” looks like the address of a site; links are not accepted here."
    " If it is only a full stop, put a space after it."
)


def refuse_links(text: str) -> str:
    """Free text of strangers holds no web addresses: they are what unwanted mail is for."""
    for word in text.split():
        if LINK.search(E_MAIL.sub("", word)):
            raise forms.ValidationError(LOOKS_LIKE_A_LINK, params={"word": word[:60]})
    return text


def text_languages() -> list[tuple[str, str]]:
    """The languages somebody may say that their texts are in."""
    ours = [(code, native_name(code)) for code, _name in settings.LANGUAGES]
    return [*ours, (OTHER_LANGUAGE, str(_("Another language")))]


class LanguageSelect(forms.Select):
    """Languages by their own names, each marked as being in it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in dict(settings.LANGUAGES):
            option["attrs"] |= {"lang": value, "dir": "auto"}
        return option


class StrangersForm(PublicForm):
    """What a visitor's form about a listing has in common: who writes, and no links."""

    rate_key = "listing_updates"

    author_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    author_email = MailboxFormField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("We send a code there to make sure that it is yours. Visitors never see it."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.org."),
        },
    )

    @classmethod
    def filled_in(cls, update: ListingUpdate | None) -> dict[str, Any]:
        """What somebody has sent before, for the same form opened again; {} where there is nothing."""
        names = ("author_name", "author_email", "reason", "message")
        return {name: getattr(update, name) for name in names} if update else {}

    def clean_author_name(self) -> str:
        return refuse_links(" ".join(self.cleaned_data["author_name"].split()))

    def clean_message(self) -> str:
        return refuse_links(self.cleaned_data["message"])


class CorrectionForm(StrangersForm):
    """A visitor says what is the matter with a listing."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    message = forms.CharField(
        label=_("What should it say?"),
        max_length=2000,
        widget=LinesInput(attrs={"rows": 5}),
        help_text=_("In your words, without links. At most 2,000 characters."),
        error_messages={"required": _("Write what is right.")},
    )

    field_order = ["reason", "message", "author_name", "author_email", "homepage", "token"]


class NewNetworkForm(StrangersForm):
    """A visitor proposes a network that is not in the directory."""

    title = forms.CharField(
        label=_("Name of the network"),
        max_length=255,
        error_messages={"required": _("Enter the name of the network.")},
    )
    family = forms.ChoiceField(
        label=_("Family"),
        choices=Family,
        widget=forms.RadioSelect,
        help_text=_("Geographic: of a country. Thematic: of a profession or field."),
        error_messages={"required": _("Choose a family.")},
    )
    country = formfield(NetworkPage._meta.get_field("countries").related_model._meta.get_field("country"))
    field = forms.ModelChoiceField(
        label=_("Field of activity"), queryset=FieldOfActivity.objects.none(), required=False
    )
    summary = forms.CharField(
        label=_("What it does"),
        max_length=400,
        widget=LinesInput(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One or two sentences, in French if you can. At most 400 characters."),
        error_messages={"required": _("Say in a sentence or two what it does.")},
    )
    text_language = forms.ChoiceField(
        label=_("Language of these texts"),
        choices=text_languages,
        widget=LanguageSelect,
        help_text=_("The language in which you have written the name and what it does."),
    )
    website = LinkFormField(
        label=_("Website"),
        required=False,
        help_text=_("For example www.example.org: https:// may be left out."),
    )  # fmt: skip
    email = MailboxFormField(label=_("E-mail of the network"), required=False)
    message = forms.CharField(
        label=_("How do you know this network?"),
        max_length=2000,
        required=False,
        widget=LinesInput(attrs={"rows": 3}),
    )

    field_order = [
        "title", "family", "country", "field", "summary", "text_language", "website", "email", "message",
        "author_name", "author_email", "homepage", "token",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = FieldOfActivity.objects.source()
        self.fields["field"].choices = [*BLANK_CHOICE_DASH, *names_of_source(get_language()).items()]
        self.fields["country"].required = False
        self.fields["text_language"].required = False  # then it is that of the form
        self.initial.setdefault("text_language", get_language())

    @classmethod
    def filled_in(cls, update: ListingUpdate | None) -> dict[str, Any]:
        if update is None:
            return {}
        said = update.proposal
        names = ("title", "family", "summary", "text_language", "website", "email")
        return (
            super().filled_in(update)
            | {name: said.get(name, "") for name in names}
            | {"country": next((row["country"] for row in said["countries"]), "")}
            | {"field": next((row["field"] for row in said["fields_of_activity"]), None)}
        )

    def clean_title(self) -> str:
        return refuse_links(" ".join(self.cleaned_data["title"].split()))

    def clean_summary(self) -> str:
        return refuse_links(self.cleaned_data["summary"])

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
        return values | {
            "family": cleaned["family"],
            "text_language": cleaned["text_language"] or get_language(),
        }
