"""Latitude and longitude, in decimal degrees (WGS 84), with the limits and help an editor needs."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class _DegreesField(models.DecimalField):
    limit = None
    label = ""
    hint = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{
            "verbose_name": self.label,
            "help_text": self.hint,
            "max_digits": 9,
            "decimal_places": 6,
            "null": True,
            "blank": True,
            "validators": [MinValueValidator(-self.limit), MaxValueValidator(self.limit)],
        } | kwargs)  # fmt: skip


class LatitudeField(_DegreesField):
    limit = 90
    label = _("latitude")
    hint = _("Decimal degrees, for example 34.0209. Leave empty if unknown.")


class LongitudeField(_DegreesField):
    limit = 180
    label = _("longitude")
    hint = _("Decimal degrees, for example -6.8416. Leave empty if unknown.")
