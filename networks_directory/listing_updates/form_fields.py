"""Form fields of the model's own, for people who are no editors."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


def formfield(field: models.Field, **kwargs: Any) -> forms.Field:
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


def refuse_other_schemes(url: str) -> str:
    """The address, if a browser opens it as a web page. Raises ValidationError."""
    if url and not url.startswith(("https://", "http://")):
        raise forms.ValidationError(_("Give an address that begins with https://"))
    return url
