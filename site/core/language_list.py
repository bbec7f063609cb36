"""A column that holds several languages, as codes, in the order chosen."""

from typing import Any

from django import forms
from django.db import models

from .languages import language_choices


class LanguageListField(models.JSONField):
    """A JSON list of language codes, edited as a list to pick from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def formfield(self, **kwargs: Any) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            choices=language_choices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            initial=self.get_default(),
        )
