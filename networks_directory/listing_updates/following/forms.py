"""What opens the page of an update, and what is written there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import LinesInput


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


class AnswerForm(forms.Form):
    """Answers an editor's question in words."""

    message = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=LinesInput(attrs={"id": "answer", "rows": 4, "dir": "auto"}),
        error_messages={
            "required": _("Write your answer first."),
            "max_length": _("At most 2,000 characters, please."),
        },
    )

    def __init__(self, *args: Any, may_edit: bool, **kwargs: Any) -> None:
        """`may_edit`: whether the author may change the proposal instead of answering."""
        super().__init__(*args, **kwargs)
        if may_edit:
            self.fields["message"].label = _("Or answer in words")
