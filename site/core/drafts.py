"""What a draft may lack, and which rows of a form are none (decision 0024)."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

INCOMPLETE = "incomplete"  # the code of a ValidationError of a model's clean() that a draft may wait with


class ForgivingForm(WagtailAdminModelForm):
    """Wagtail's, which asks a draft for no required field: nor for what the model finds incomplete."""

    def add_error(self, field: str | None, error: Any) -> None:
        if self.is_deferred_validation and hasattr(error, "error_dict"):  # the model's
            found = {
                name: [one for one in errors if one.code != INCOMPLETE]
                for name, errors in error.error_dict.items()
            }
            error = ValidationError({name: errors for name, errors in found.items() if errors})
        super().add_error(field, error)


class RowsFormSet(BaseChildFormSet):
    """Rows of a form; one that says nothing is as if it had been deleted."""

    def full_clean(self) -> None:
        super().full_clean()
        for row in self.forms if self.is_bound else ():
            if self.says_nothing(row):
                row.errors.clear()  # nor is it shown as wrong where something else is

    # Private to Django, and the one place that validation, deleted_forms and saving all ask.
    def _should_delete_form(self, form: Any) -> bool:
        return bool(super()._should_delete_form(form)) or self.says_nothing(form)

    def says_nothing(self, row: Any) -> bool:
        """Whether each field of a row is empty, or as a new row has it: its order, a preset kind."""
        for name in filter(row.fields.__contains__, row._meta.fields):
            field, data = row.fields[name], row[name].data
            if field.has_changed(self._new_row[name].initial, data) and field.has_changed(None, data):
                return False
        return True

    @cached_property
    def _new_row(self) -> Any:
        return self.empty_form


class RowsPanel(InlinePanel):
    """Wagtail's, for every list of rows of this site: a row that was added and left alone is none."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        form = rows.get("form", WagtailAdminModelForm)
        rows |= {"formset": RowsFormSet, "form": type(form)(form.__name__, (ForgivingForm, form), {})}
        return options
