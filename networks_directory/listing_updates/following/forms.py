"""What opens the page of an update."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StatusForm(forms.Form):
    """Opens the status page of an update."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Enter the reference from the e-mail.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Both are in the e-mail that confirmed what you sent."),
        error_messages={"required": _("Enter the code from the e-mail.")},
    )
