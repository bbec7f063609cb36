"""The address that asks for a code, and the code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.addresses import MailboxFormField


class EmailForm(forms.Form):
    """Asks for a code."""

    email = MailboxFormField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("The one the ministry knows you by."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.org."),
        },
    )


class CodeForm(forms.Form):
    """Takes the code of an e-mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "characters"}
        ),
        help_text=_("Eight letters and digits, from the e-mail we have sent you."),
        error_messages={"required": _("Enter the code from the e-mail.")},
    )
