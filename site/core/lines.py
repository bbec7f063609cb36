"""What is typed in several lines. A browser counts the end of a line as one character, and sends two."""

from typing import Any

from django import forms
from django.db.models import TextField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput


class LinesInput(forms.Textarea):
    """Where several lines are typed: their ends are one character, before anybody counts or compares."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


class AdminLinesInput(LinesInput, AdminAutoHeightTextInput):
    """The admin's, which grows with what is typed."""


def read_lines_in_admin() -> None:
    """Called before the admin makes its first form."""
    register_form_field_override(TextField, override={"widget": AdminLinesInput}, exact_class=True)
