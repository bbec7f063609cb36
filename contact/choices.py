"""The kinds of telephone line and of channel, shared by the ministry's block and by the listings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhoneKind(models.TextChoices):
    SWITCHBOARD = "switchboard", _("Switchboard")
    DUTY_LINE = "duty_line", _("Duty line")
    OFFICE = "office", _("Office")
    MOBILE = "mobile", _("Mobile")
    FAX = "fax", _("Fax")
