"""Panels that refuse to publish a listing without the facts its family needs, and say why."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.drafts import RowsFormSet, RowsPanel

from .choices import Family

COUNTRY_MISSING = _(
    "A geographic network cannot be published without a host country: add a country and tick “based here”."
)
FIELD_MISSING = _("A thematic network cannot be published without a field of activity: add one.")


class HostCountryFormSet(RowsFormSet):
    """Checks, when the page is published, that some row says where the network is based.

    Wagtail sets `min_num` to 0 on the formsets of a draft (WagtailAdminModelForm
    .defer_required_fields), which is how a formset knows that it may still be incomplete.
    """

    missing = COUNTRY_MISSING

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if form not in self.deleted_forms]
        if self.min_num and not any(self.accepts(getattr(row, "cleaned_data", {})) for row in rows):
            raise ValidationError(self.missing)

    def accepts(self, row):
        return bool(row.get("country") and row.get("is_based"))


class FieldOfActivityFormSet(HostCountryFormSet):
    """Checks, when the page is published, that the network has a field of activity."""

    missing = FIELD_MISSING

    def accepts(self, row):
        return bool(row.get("field"))


class FamilyRowsPanel(RowsPanel):
    """A RowsPanel whose rows one family of networks cannot do without."""

    family = None
    formset_class = None

    def get_form_options(self):
        options = super().get_form_options()
        if self.family == self.model.FAMILY:
            options["formsets"][self.relation_name] |= {
                "formset": self.formset_class,
                "min_num": 1,
            }
        return options


class HostCountriesPanel(FamilyRowsPanel):
    family = Family.GEOGRAPHIC
    formset_class = HostCountryFormSet


class FieldsOfActivityPanel(FamilyRowsPanel):
    family = Family.THEMATIC
    formset_class = FieldOfActivityFormSet
