"""Kinds of telephone line, shared by the ministry's block and by the listings; what its hours are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhoneKind(models.TextChoices):
    SWITCHBOARD = "switchboard", _("Switchboard")
    DUTY_LINE = "duty_line", _("Duty line")
    OFFICE = "office", _("Office")
    MOBILE = "mobile", _("Mobile")
    FAX = "fax", _("Fax")


class Answers(models.TextChoices):
    """Who answers in the hours of the contact block."""

    RECEPTION = "reception", _("The office is open to visitors")
    SWITCHBOARD = PhoneKind.SWITCHBOARD.value, _("The switchboard answers")
    DUTY_LINE = PhoneKind.DUTY_LINE.value, _("The duty line answers")
