"""What representatives and visitors fill in. Nothing they send is trusted; nothing they typed is lost."""

import uuid
from collections.abc import Iterable
from functools import cache

from django import forms
from django.core import signing
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country
from modelcluster.models import get_serializable_data_for_fields

from core.formats import labelled
from core.languages import SOURCE_LANGUAGE
from core.lines import LinesInput

from ..choices import ConfirmedBy
from ..models.fields_of_activity import FieldOfActivity, names_of_source
from ..models.networks import NetworkPage
from ..page_forms import read_phones_in_countries
from . import logos
from .form_fields import formfield
from .listing_values import Logo, Typed, Values, degrees, normal, plain
from .pieces import CONTACT_WORDS, PIECE_OF, PIECES, POINTS, ROWS, SCALARS, WORDS

MOST_ROWS = 30  # of one kind; nobody has more, and a machine gets no further
MOST_POINTS = 20
MOST_LANGUAGES = 10  # of one contact
BASE_SALT = "listing_updates.base"


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
        for name in set(WORDS) & set(self.fields):
            self.fields[name].widget.attrs["lang"] = SOURCE_LANGUAGE
        if "logo" not in names:
            del self.fields["logo"], self.fields["remove_logo"]
        if "title" in self.fields:
            self.fields["title"].label = _("Name of the network")
            self.fields["title"].help_text = _("In French, as it should stand on the page.")

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


# What a row holds before anybody has typed into it.
QUIET = ("ORDER", "DELETE", "id", "translation_key", "kind")


class Row(forms.Form):
    """A row among others: one that says nothing is as good as removed, and nothing of it is checked."""

    def has_changed(self) -> bool:
        """Whether somebody has typed something into it, whatever it held before."""
        return any(
            self[name].data not in (None, "", [])
            for name, field in self.fields.items()
            if name not in QUIET and not isinstance(field, forms.BooleanField)
        )

    @property
    def position(self) -> int:
        """The number somebody has given it, whatever else they typed there."""
        typed = str(self["ORDER"].data)
        return int(typed) if typed.isdecimal() else MOST_ROWS + 1


class PointForm(Row):
    """One objective or activity."""

    heading = forms.CharField(
        label=_("Heading"), required=False, max_length=120, help_text=_("Optional: two or three words."),
        widget=forms.TextInput(attrs={"lang": SOURCE_LANGUAGE}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), max_length=1000, widget=LinesInput(attrs={"rows": 2, "lang": SOURCE_LANGUAGE})
    )
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class RowForm(Row, forms.ModelForm):
    """One row of a listing's facts, checked as the model checks it; it never names a row of the database."""

    def __init__(self, *args, field_names=None, **kwargs):
        super().__init__(*args, **kwargs)
        if "field" in self.fields:
            self.fields["field"].queryset = FieldOfActivity.objects.source()
            self.fields["field"].choices = [*BLANK_CHOICE_DASH, *field_names.items()]
            self.fields["field"].help_text = ""
        if "languages" in self.fields:
            self.fields["languages"].widget.attrs["size"] = 5
        for name in set(CONTACT_WORDS) & set(self.fields):
            self.fields[name].widget.attrs["lang"] = SOURCE_LANGUAGE


class ContactRowForm(RowForm):
    """A person or a role to turn to; a person only with their consent."""

    agreed = forms.BooleanField(
        label=_("This person has agreed to be named"),
        required=False,
        help_text=_("Ask first. They can change their mind at any time: the name then disappears."),
    )
    translation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_languages(self):
        languages = self.cleaned_data["languages"]
        if len(languages) > MOST_LANGUAGES:
            raise forms.ValidationError(_("At most ten languages, please."))
        return languages

    def clean(self):
        """The consent is told to the row before the model checks that a person named has given it."""
        cleaned = super().clean()
        agreed = cleaned.get("agreed")
        if agreed and cleaned.get("person"):
            self.instance.consent_on, self.instance.consent_by = timezone.localdate(), ConfirmedBy.NETWORK
        if cleaned.get("person") and cleaned.get("is_public") and not agreed:
            self.add_error("agreed", _("Tick this once the person has agreed, or untick “public”."))
            cleaned["is_public"] = False
        return cleaned


class ListingRowsFormSet(forms.BaseFormSet):
    """The rows of one kind, in the order their numbers say."""

    unique = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the list")
        form.fields["ORDER"].widget.attrs |= {"min": 1}
        if self.unique:  # shown by name, in the alphabetical order of each reader
            form.fields["ORDER"].widget = forms.HiddenInput()
        form.fields["DELETE"].label = _("Remove")

    def get_form_kwargs(self, index):
        """Any row may be left empty, not only a new one."""
        return super().get_form_kwargs(index) | {"empty_permitted": True}

    @property
    def kept(self):
        """The forms of the rows to keep, in order."""
        kept = [form for form in self.forms if form.has_changed() and not form["DELETE"].data]
        return sorted(kept, key=lambda form: form.position)

    def clean(self):
        if any(self.errors) or not self.unique:
            return
        values = [str(form.cleaned_data.get(self.unique)) for form in self.kept]
        if len(values) != len(set(values)):
            raise forms.ValidationError(_("The same entry stands here twice."))


UNIQUE = {"countries": "country", "fields_of_activity": "field", "languages": "language"}


@cache
def formset_class(name):
    """The formset of one relation or list of points."""
    if name in POINTS:
        form = PointForm
    else:
        model = NetworkPage._meta.get_field(name).related_model
        base = ContactRowForm if name == "contacts" else RowForm
        fields = [key for key in ROWS[name] if key not in ("consent_on", "consent_by", "translation_key")]
        form = forms.modelform_factory(model, form=base, fields=fields, formfield_callback=formfield)
    most = MOST_POINTS if name in POINTS else MOST_ROWS
    formset = forms.formset_factory(
        form, ListingRowsFormSet, extra=1, can_order=True, can_delete=True, max_num=most, validate_max=True,
        absolute_max=most + 5,
    )  # fmt: skip
    formset.unique = UNIQUE.get(name, "")
    return formset


class ListingForm:
    """The form of a whole listing, or of some pieces of it: single values, rows and points together.

    `start` are the Values it is opened on; what somebody had `typed` before takes precedence. `data` and
    `files` make it bound.
    """

    def __init__(
        self,
        start: Values,
        *,
        pieces: Iterable[str] = PIECES,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        typed: Typed | None = None,
    ) -> None:
        self.start, self.pieces = start, [PIECES[name] for name in pieces]
        self.is_bound = data is not None
        names = [name for piece in self.pieces for name in piece.fields]
        typed = typed or {}
        scalars = {name: start.get(name) for name in names} | typed.get("scalars", {})
        scalars.pop("logo", None)
        self.scalars = ScalarsForm(
            data, files, initial=scalars, names=[name for name in names if name in SCALARS], prefix="listing"
        )
        self.field_names = names_of_source(get_language())
        self.formsets = {}
        for name in names:
            if name in ROWS or name in POINTS:
                rows = typed.get("rows", {}).get(name, self._initial_rows(name, start.get(name) or []))
                shared = {"field_names": self.field_names} if name == "fields_of_activity" else None
                self.formsets[name] = formset_class(name)(data, initial=rows, prefix=name, form_kwargs=shared)
                self.formsets[name].extra = 1 + typed.get("more", {}).get(name, 0)
        if "phones" in self.formsets:
            based = [row["country"] for row in start.get("countries") or [] if row["is_based"]]
            read_phones_in_countries(self.formsets["phones"], self.formsets.get("countries"), based)

    @staticmethod
    def _initial_rows(name, rows):
        if name == "countries":
            rows = [row | {"country": Country(row["country"])} for row in rows]
        if name == "contacts":
            rows = [row | {"agreed": bool(row["consent_on"])} for row in rows]
        return rows

    def is_valid(self) -> bool:
        return all([self.scalars.is_valid(), *(formset.is_valid() for formset in self.formsets.values())])

    @cached_property
    def sections(self):
        """What a template draws: [(piece, bound fields, (name, formset) of its rows)]."""
        sections = []
        for piece in self.pieces:
            fields = [self.scalars[name] for name in piece.fields if name in self.scalars.fields]
            if piece.name == "logo":
                fields.append(self.scalars["remove_logo"])
            rows = [(name, self.formsets[name]) for name in piece.fields if name in self.formsets]
            sections.append((piece, fields, rows))
        return sections

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """[(id of the field, label, message)] of everything that has to be corrected."""
        found = []
        for field in self.scalars:
            found += [(field.id_for_label or field.auto_id, field.label, error) for error in field.errors]
        for name, formset in self.formsets.items():
            label = self.label_of(name)
            found += [(f"part-{name}", label, error) for error in formset.non_form_errors()]
            for form in formset.kept:
                found += [(f"part-{name}", label, error) for error in form.non_field_errors()]
                for field in form:
                    where = labelled(label, field.label)
                    found += [(field.id_for_label, where, error) for error in field.errors]
        return found

    @property
    def new_logo(self) -> Logo | None:
        """The picture that was sent with the form, or None."""
        self.scalars.is_valid()
        return self.scalars.cleaned_data.get("logo")

    @property
    def logo_errors(self) -> list[str]:
        """Why the picture that was sent with the form is none that can be kept."""
        return list(self.scalars.errors.get("logo", []))

    @staticmethod
    def label_of(name: str) -> str:
        return str(PIECE_OF[name].label)

    def values(self) -> Values:
        """The Values of a valid form; its logo is the one it started with, unless that is to go."""
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

    def typed(self, more: str | None = None) -> Typed:
        """What the fields hold, right or wrong, to be kept; `more` names rows of which one more is wanted."""
        scalars = {field.name: field.data for field in self.scalars if field.name != "logo"}
        rows, wanted = {}, {}
        for name, formset in self.formsets.items():
            rows[name] = [
                {field.name: field.data for field in form if field.name not in ("ORDER", "DELETE")}
                for form in formset.kept
            ]
            wanted[name] = 1 if name == more else 0
        return {"scalars": scalars, "rows": rows, "more": wanted}


def signed_base(values: Values) -> str:
    """The values a form was opened with, to come back with it unchanged."""
    return signing.dumps(values, salt=BASE_SALT, compress=True)


def read_base(signed: str) -> Values | None:
    """The values of signed_base(), or None for anything else."""
    try:
        return signing.loads(signed, salt=BASE_SALT)
    except signing.BadSignature:
        return None
