"""What representatives and visitors fill in. Nothing they send is trusted; nothing they typed is lost."""

import re
import uuid

from django import forms
from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country
from modelcluster.models import get_serializable_data_for_fields

from core.languages import SOURCE_LANGUAGE, native_name
from core.public_form import PublicForm

from ..choices import ConfirmedBy, Family
from ..models import FieldOfActivity, NetworkPage
from . import logos
from .models import Reason
from .parts import PARTS, POINTS, ROWS, degrees, fields_of_activity_names, normal, plain

MOST_ROWS = 30  # of one kind; nobody has more, and a machine gets no further
MOST_POINTS = 20
BASE_SALT = "listing_updates.base"


def formfield(field, **kwargs):
    """The form field of a model field, for people who are no editors."""
    if isinstance(field, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
        kwargs.setdefault("widget", forms.URLInput(attrs={"dir": "ltr"}))
    if isinstance(field, models.EmailField):
        kwargs.setdefault("widget", forms.EmailInput(attrs={"dir": "ltr"}))
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    if isinstance(field, models.DateField):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    return field.formfield(**kwargs)


def refuse_other_schemes(url):
    """The address, if a browser opens it as a web page. Raises ValidationError."""
    if url and not url.startswith(("https://", "http://")):
        raise forms.ValidationError(_("Give an address that begins with https://"))
    return url


SCALARS = tuple(
    name for part in PARTS.values() for name in part.fields if name not in ROWS and name not in POINTS
)


class ScalarsForm(forms.Form):
    """The fields of a listing that are one value each."""

    logo = forms.FileField(
        label=_("New logo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 4 MB, at least 300 pixels wide if possible."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    def __init__(self, *args, names=SCALARS, **kwargs):
        super().__init__(*args, **kwargs)
        for name in names:
            if name != "logo":
                self.fields[name] = formfield(NetworkPage._meta.get_field(name))
        if "logo" not in names:
            del self.fields["logo"], self.fields["remove_logo"]
        if "title" in self.fields:
            self.fields["title"].label = _("Name of the network")
            self.fields["title"].help_text = _("In French, as it should stand on the page.")

    def clean_website(self):
        return refuse_other_schemes(self.cleaned_data["website"])

    def clean_logo(self):
        upload = self.cleaned_data["logo"]
        return logos.reencoded(upload) if upload else None

    def clean(self):
        cleaned = super().clean()
        for name in set(self.fields) & set(SCALARS) - {"logo"}:
            field = NetworkPage._meta.get_field(name)
            if name in cleaned and cleaned[name] not in field.empty_values:
                try:
                    field.run_validators(cleaned[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if cleaned.get("notice") and not cleaned.get("notice_date") and "notice_date" in self.fields:
            self.add_error("notice_date", _("Give the date of the notice."))
        if "latitude" in self.fields and (cleaned.get("latitude") is None) != (
            cleaned.get("longitude") is None
        ):
            self.add_error("longitude", _("Give both the latitude and the longitude, or neither."))
        return cleaned


class PointForm(forms.Form):
    """One objective or activity."""

    heading = forms.CharField(
        label=_("Heading"), required=False, max_length=120, help_text=_("Optional: two or three words.")
    )
    text = forms.CharField(label=_("Text"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class RowForm(forms.ModelForm):
    """One row of a listing's facts, checked as the model checks it; it never names a row of the database."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "field" in self.fields:
            names = sorted(fields_of_activity_names(get_language()).items(), key=lambda item: item[1])
            self.fields["field"].queryset = FieldOfActivity.objects.source()
            self.fields["field"].choices = [("", "---------"), *names]
            self.fields["field"].help_text = ""
        if "languages" in self.fields:
            self.fields["languages"].widget.attrs["size"] = 5

    def clean_url(self):
        return refuse_other_schemes(self.cleaned_data["url"])


class ContactForm(RowForm):
    """A person or a role to turn to; a person only with their consent."""

    agreed = forms.BooleanField(
        label=_("This person has agreed to be named"),
        required=False,
        help_text=_("Ask first. They can change their mind at any time: the name then disappears."),
    )
    translation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def _post_clean(self):
        if self.cleaned_data.get("agreed") and self.cleaned_data.get("person"):
            self.instance.consent_on, self.instance.consent_by = timezone.localdate(), ConfirmedBy.NETWORK
        named = self.cleaned_data.get("person") and self.cleaned_data.get("is_public")
        if named and not self.cleaned_data.get("agreed"):
            self.add_error("agreed", _("Tick this once the person has agreed, or untick “public”."))
            self.cleaned_data["is_public"] = False
        super()._post_clean()


def place_of(form):
    """The number somebody has given a row, whatever else they typed there."""
    typed = str(form["ORDER"].data)
    return int(typed) if typed.isdecimal() else MOST_ROWS + 1


class RowsFormSet(forms.BaseFormSet):
    """The rows of one kind, in the order their numbers say."""

    unique = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the list")
        form.fields["ORDER"].widget.attrs |= {"min": 1}
        form.fields["DELETE"].label = _("Remove")

    def _should_delete_form(self, form):
        """A row that has been emptied is as good as removed."""
        return super()._should_delete_form(form) or not is_filled(form)

    @property
    def kept(self):
        """The forms of the rows to keep, in order."""
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        return sorted(kept, key=place_of)

    def clean(self):
        if any(self.errors) or not self.unique:
            return
        values = [str(form.cleaned_data.get(self.unique)) for form in self.kept]
        if len(values) != len(set(values)):
            raise forms.ValidationError(_("The same entry stands here twice."))


# What a row holds before anybody has typed into it.
QUIET = ("ORDER", "DELETE", "id", "translation_key", "kind")


def is_filled(form):
    """Whether somebody has typed something into the form of a row."""
    return any(
        form[name].data not in (None, "", [])
        for name, field in form.fields.items()
        if name not in QUIET and not isinstance(field, forms.BooleanField)
    )


UNIQUE = {"countries": "country", "fields_of_activity": "field", "languages": "language"}


def formset_class(name):
    """The formset of one relation or list of points."""
    if name in POINTS:
        form = PointForm
    else:
        model = NetworkPage._meta.get_field(name).related_model
        base = ContactForm if name == "contacts" else RowForm
        fields = [key for key in ROWS[name] if key not in ("consent_on", "consent_by", "translation_key")]
        form = forms.modelform_factory(model, form=base, fields=fields, formfield_callback=formfield)
    most = MOST_POINTS if name in POINTS else MOST_ROWS
    formset = forms.formset_factory(
        form, RowsFormSet, extra=1, can_order=True, can_delete=True, max_num=most, validate_max=True,
        absolute_max=most + 5,
    )  # fmt: skip
    formset.unique = UNIQUE.get(name, "")
    return formset


class ListingForm:
    """The form of a whole listing, or of some parts of it: single values, rows and points together.

    `values` are what it starts from, as parts.values_of() gives them; `state`, from state(), what somebody
    had typed before and takes precedence. `data` and `files` make it bound.
    """

    def __init__(self, values, *, parts=None, data=None, files=None, state=None):
        self.start, self.parts = values, [PARTS[name] for name in parts or PARTS]
        self.is_bound = data is not None
        names = [name for part in self.parts for name in part.fields]
        state = state or {}
        scalars = {name: values.get(name) for name in names} | state.get("scalars", {})
        scalars.pop("logo", None)
        self.scalars = ScalarsForm(
            data, files, initial=scalars, names=[name for name in names if name in SCALARS], prefix="listing"
        )
        self.formsets = {}
        for name in names:
            if name in ROWS or name in POINTS:
                rows = state.get("rows", {}).get(name, self._initial_rows(name, values.get(name) or []))
                self.formsets[name] = formset_class(name)(data, initial=rows, prefix=name)
                self.formsets[name].extra = 1 + state.get("more", {}).get(name, 0)

    @staticmethod
    def _initial_rows(name, rows):
        if name == "countries":
            rows = [row | {"country": Country(row["country"])} for row in rows]
        if name == "contacts":
            rows = [row | {"agreed": bool(row["consent_on"])} for row in rows]
        return rows

    def is_valid(self):
        return all([self.scalars.is_valid(), *(formset.is_valid() for formset in self.formsets.values())])

    @cached_property
    def sections(self):
        """What a template draws: [(part, bound fields, (name, formset) of its rows)]."""
        sections = []
        for part in self.parts:
            fields = [self.scalars[name] for name in part.fields if name in self.scalars.fields]
            if part.name == "logo":
                fields.append(self.scalars["remove_logo"])
            rows = [(name, self.formsets[name]) for name in part.fields if name in self.formsets]
            sections.append((part, fields, rows))
        return sections

    @property
    def errors(self):
        """[(id of the field, label, message)] of everything that has to be corrected."""
        found = []
        for field in self.scalars:
            found += [(field.id_for_label, field.label, error) for error in field.errors]
        for name, formset in self.formsets.items():
            label = self.label_of(name)
            found += [(f"part-{name}", label, error) for error in formset.non_form_errors()]
            for form in formset.kept:
                found += [(f"part-{name}", label, error) for error in form.non_field_errors()]
                for field in form:
                    found += [
                        (field.id_for_label, f"{label}: {field.label}", error) for error in field.errors
                    ]
        return found

    @property
    def new_logo(self):
        """The picture that was sent with the form, as logos.reencoded() gives it, or None."""
        self.scalars.is_valid()
        return self.scalars.cleaned_data.get("logo")

    @staticmethod
    def label_of(name):
        return next(part.label for part in PARTS.values() if name in part.fields)

    def values(self):
        """{field: value} of a valid form; its logo is the one it started with, unless that is to go."""
        values = {}
        for name, value in self.scalars.cleaned_data.items():
            if name == "logo":
                values["logo"] = None if self.scalars.cleaned_data["remove_logo"] else self.start.get("logo")
            elif name != "remove_logo":
                values[name] = normal(plain(degrees(value)))
        for name, formset in self.formsets.items():
            values[name] = [self._row(name, form) for form in formset.kept]
        return values

    def _row(self, name, form):
        if name in POINTS:
            known = {point["id"] for point in self.start.get(name) or []}
            key = str(form.cleaned_data["id"])
            return {
                "id": key if key in known else str(uuid.uuid4()),
                "heading": normal(form.cleaned_data["heading"]),
                "text": normal(form.cleaned_data["text"]),
            }
        row = normal(plain(get_serializable_data_for_fields(form.instance)))
        row = {key: row.get(key) for key in ROWS[name]}
        if name == "contacts":
            known = {contact["translation_key"]: contact for contact in self.start.get(name) or []}
            asked = str(form.cleaned_data["translation_key"])
            row["translation_key"] = asked if asked in known else str(uuid.uuid4())
            before = known.get(asked, {})
            if before and set(row["languages"]) == set(before["languages"]):
                row["languages"] = before["languages"]  # a browser sends them in the order of its list
            if row["consent_on"] and before.get("consent_on") and before["person"] == row["person"]:
                row |= {"consent_on": before["consent_on"], "consent_by": before["consent_by"]}
        return row

    def state(self, more=None):
        """What the fields hold, right or wrong, to be kept; `more` names rows of which one more is wanted."""
        scalars = {field.name: field.data for field in self.scalars if field.name != "logo"}
        rows, wanted = {}, {}
        for name, formset in self.formsets.items():
            typed = [form for form in formset.forms if is_filled(form) and not form["DELETE"].data]
            rows[name] = [
                {field.name: field.data for field in form if field.name not in ("ORDER", "DELETE")}
                for form in sorted(typed, key=place_of)
            ]
            wanted[name] = 1 if name == more else 0
        return {"scalars": scalars, "rows": rows, "more": wanted}


def signed_base(values):
    """The values a form was opened with, to come back with it unchanged."""
    return signing.dumps(values, salt=BASE_SALT, compress=True)


def read_base(signed):
    """The values of signed_base(), or None for anything else."""
    try:
        return signing.loads(signed, salt=BASE_SALT)
    except signing.BadSignature:
        return None


class SubmissionForm(forms.Form):
    """What goes with the listing when it is sent."""

    message = forms.CharField(
        label=_("A word to the ministry"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
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

    def __init__(self, language_code, points, *args, **kwargs):
        super().__init__(*args, prefix=f"in-{language_code}", **kwargs)
        self.language_code = language_code
        self.name = native_name(language_code)
        for name in self.TEXTS:
            self._add(name, ListingForm.label_of(name), NetworkPage._meta.get_field(name).max_length)
        for stream, rows in points.items():
            for point in rows:
                label = f"{ListingForm.label_of(stream)}{_(':')} {point['text'][:80]}"
                self._add(f"{stream}.{point['id']}.text", label, 1000)

    def _add(self, name, label, longest):
        widget = forms.Textarea(attrs={"rows": 2, "lang": self.language_code, "dir": "auto"})
        self.fields[name] = forms.CharField(label=label, max_length=longest, required=False, widget=widget)

    def texts(self):
        return {name: text for name, text in self.cleaned_data.items() if text}


def languages_to_translate():
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


class EmailForm(forms.Form):
    """Asks for a code."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("The one the ministry knows you by."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.org."),
        },
    )


class CodeForm(forms.Form):
    """Takes the code of an e-mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "characters"}
        ),
        help_text=_("Eight letters and digits, from the e-mail we have sent you."),
        error_messages={"required": _("Enter the code of the e-mail.")},
    )


class StatusForm(forms.Form):
    """Opens the status page of an update."""

    reference = forms.CharField(
        label=_("Reference"), max_length=12, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Both are in the e-mail that confirmed what you sent."),
    )


LINK = re.compile(r"(?i:https?:|www\.)|\b[\w-]{2,}\.[a-z]{2,}")
E_MAIL = re.compile(r"\S+@\S+")


def refuse_links(text):
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

    def clean_author_name(self):
        return refuse_links(" ".join(self.cleaned_data["author_name"].split()))

    def clean_message(self):
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted(fields_of_activity_names(get_language()).items(), key=lambda item: item[1])
        self.fields["field"].queryset = FieldOfActivity.objects.source()
        self.fields["field"].choices = [("", "---------"), *names]
        self.fields["country"].required = False

    def clean_title(self):
        return refuse_links(" ".join(self.cleaned_data["title"].split()))

    def clean_summary(self):
        return refuse_links(self.cleaned_data["summary"])

    def clean_website(self):
        return refuse_other_schemes(self.cleaned_data["website"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("family") == Family.GEOGRAPHIC and not cleaned.get("country"):
            self.add_error("country", _("A geographic network is of a country: say which."))
        if cleaned.get("family") == Family.THEMATIC and not cleaned.get("field"):
            self.add_error("field", _("A thematic network is of a field: say which."))
        return cleaned

    def proposal(self):
        """What is proposed, as parts.values_of() gives values."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in ("title", "summary", "website", "email")}
        values["countries"] = (
            [{"country": str(cleaned["country"]), "is_based": True, "is_served": False}]
            if cleaned["country"]
            else []
        )
        values["fields_of_activity"] = [{"field": cleaned["field"].pk}] if cleaned["field"] else []
        return values | {"family": cleaned["family"]}
