"""Forms that strangers fill in, without a cookie: a signed token, a trap, and a limit for each connection."""

import uuid
from typing import TypeVar

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .rate_limits import allow, connection_of, too_many

AnyForm = TypeVar("AnyForm", bound=forms.Form)

TOKEN_SALT = "core.public_form"  # noqa: S105 - a name, not a secret
FASTEST_HUMAN = 3  # seconds between opening the form and sending it
FORM_LIFETIME = 7 * 24 * 3600  # seconds after which the page must be opened again
MOST_PER_HOUR = 10  # from one address on the network, shared by many readers at times


class PublicForm(forms.Form):
    """A form that acts on nobody's account. Build it with for_request()."""

    error_css_class = "has-error"
    required_css_class = "is-required"
    rate_key = ""  # forms with the same key share a limit

    # Hidden from people, filled in by programs that fill in everything.
    homepage = forms.CharField(required=False, label=_("Leave this field empty"))
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_request(cls, request, data=None, initial=None, **kwargs):
        """The form in the reader's language, bound to `data` when it was sent."""
        token = signing.dumps(uuid.uuid4().hex, salt=TOKEN_SALT)
        form = cls(data, initial={"token": token} | (initial or {}), **kwargs)
        form.connection = connection_of(request)
        return form

    def clean(self):
        cleaned = super().clean()
        self.check_stranger()
        return cleaned

    def check_stranger(self):
        """Raises ValidationError for what a program has sent, too fast, too late or too often.

        Fields that are to be corrected come first: who has forgotten one hears of it, and of nothing else.
        """
        if self.cleaned_data.get("homepage"):
            raise forms.ValidationError(
                _("This message looks as if a program had sent it. Leave the last field empty.")
            )
        token = self.cleaned_data.get("token", "")
        was_good = self._keep_good_token(token)
        if self.errors:
            return
        if not was_good:
            raise forms.ValidationError(
                _("This form has been open for too long. Nothing is lost: send it again.")
            )
        self._check_speed(token)
        self._check_rate()

    def _keep_good_token(self, token):
        """Whether the token is one of ours and not too old; else the form gets a new one for the next try."""
        try:
            signing.loads(token, salt=TOKEN_SALT, max_age=FORM_LIFETIME)
        except signing.BadSignature:
            self.data = self.data.copy()
            self.data["token"] = self.initial["token"]
            return False
        return True

    def _check_speed(self, token):
        try:
            signing.loads(token, salt=TOKEN_SALT, max_age=FASTEST_HUMAN)
        except signing.SignatureExpired:
            return  # old enough for a person to have typed something
        raise forms.ValidationError(_("That was very quick. Check your message, then send it again."))

    def _check_rate(self):
        if not allow(self.rate_key, self.connection, MOST_PER_HOUR):
            raise too_many(
                _("There have been many messages from your connection. Try again in an hour, or call us.")
            )


def asks_for_language(request: HttpRequest) -> bool:
    """Whether all that is wanted is the form in the language of this address, with what has been typed."""
    return request.method == "POST" and request.POST.get("action") == "language"


def unchecked(form: AnyForm) -> AnyForm:
    """A form that shows what was typed and says nothing of what is wrong or missing."""
    form._errors = ErrorDict()  # Django has no public way to show a form with data and not check it
    return form
