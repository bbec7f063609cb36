"""Form fields of the model's own, for people who are no editors."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeAlias

from django import forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django_countries.fields import CountryField

from core.countries import country_names
from core.languages import language_choices
from core.lines import LinesInput

Choices: TypeAlias = Callable[[], list[tuple[str, str]]]


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country, by name in the active language."""
    return list(country_names(get_language()).items())


# By name of the model field: choices so many that a form with thirty rows cannot draw each anew.
LONG_CHOICES: dict[str, Choices] = {
    "country": country_choices,
    "language": language_choices,
    "languages": language_choices,
}


def _with_blank(choices: Choices) -> list[tuple[str, str]]:
    return [*BLANK_CHOICE_DASH, *choices()]


@cache
def _drawn(choices: Choices, language_code: str) -> str:
    """The options of a function's choices, none chosen, in the active language, which is the one given."""
    return format_html_join("", '<option value="{}">{}</option>', choices())


class LongSelect(forms.Select):
    """A list of some two hundred choices, drawn once for each language, not with a template for each."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices=choices)
        self.choices_function = choices

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> str:
        options = _drawn(self.choices_function, get_language())
        for chosen in map(escape, self.format_value(value)):
            options = options.replace(f'<option value="{chosen}">', f'<option value="{chosen}" selected>')
        multiple = {"multiple": True} if self.allow_multiple_selected else {}
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name} | multiple))
        # Every part of it has been escaped where it was made.
        return format_html("<select{}>{}</select>", attributes, mark_safe(options))  # noqa: S308


class LongSelectMultiple(LongSelect, forms.SelectMultiple):
    """The same, of which several may be chosen."""


def formfield(field: models.Field, **kwargs: Any) -> forms.Field:
    """The form field of a model field, for people who are no editors."""
    if field.name in LONG_CHOICES:
        return _field_with_long_choices(field, **kwargs)
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", LinesInput(attrs={"rows": 4}))
    if isinstance(field, models.DateField):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    return field.formfield(**kwargs)


def _field_with_long_choices(field: models.Field, **kwargs: Any) -> forms.Field:
    choices = LONG_CHOICES[field.name]
    if isinstance(field, CountryField):  # whose own form field makes its list of choices anew each time
        kwargs["choices_form_class"] = forms.TypedChoiceField
    made = field.formfield(**kwargs)
    if isinstance(made, forms.MultipleChoiceField):
        made.widget = LongSelectMultiple(choices)
    else:
        choices = _blank_first(choices)
        made.widget = LongSelect(choices)
    made.choices = choices
    return made


@cache
def _blank_first(choices: Choices) -> Choices:
    """A function that gives the choices of another one, and before them none."""
    return partial(_with_blank, choices)
