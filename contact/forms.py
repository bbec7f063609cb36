"""The contact form: filled in by strangers, so nothing it brings is trusted."""

import uuid

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .models import ContactMessage

TOKEN_SALT = "contact.form"  # noqa: S105 - a name, not a secret
FASTEST_HUMAN = 3  # seconds between opening the form and sending it
FORM_LIFETIME = 7 * 24 * 3600  # seconds after which the page must be opened again
MOST_CHOICES = 300  # networks in the list; beyond, a listing's own link names it
MESSAGES_PER_HOUR = 10  # from one address on the network, shared by many readers at times
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0/O and 1/I


class ContactForm(forms.ModelForm):
    """A visitor's message. Needs no cookie: a signed token and a trap keep machines away."""

    error_css_class = "has-error"
    required_css_class = "is-required"

    # A trap: hidden from people, filled in by programs that fill in everything.
    website = forms.CharField(required=False, label=_("Leave this field empty"))
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "network", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": _("Enter your name.")},
            "email": {
                "required": _("Enter your e-mail address, so that we can answer."),
                "invalid": _("Enter an e-mail address such as name@example.org."),
            },
            "subject": {"required": _("Enter a subject.")},
            "message": {"required": _("Write your message.")},
        }

    @classmethod
    def for_request(cls, request, data=None):
        """The form in the reader's language, bound to `data` when it was sent."""
        initial = {
            "token": signing.dumps(uuid.uuid4().hex, salt=TOKEN_SALT),
            "network": request.GET.get("network"),  # a listing's link names itself
            "subject": request.GET.get("subject", "")[:150],  # and what it is about
        }
        form = cls(data, initial=initial)
        form.remote_address = request.META.get("REMOTE_ADDR", "")
        return form

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        network = self.fields["network"]
        network.queryset = self.networks()
        names = list(network.queryset.values_list("pk", "title")[: MOST_CHOICES + 1])
        if len(names) > MOST_CHOICES:  # too long a list for a phone: only the one asked about
            asked = self.data.get("network") or self.initial.get("network")
            named = network.queryset.filter(pk=asked) if str(asked).isdecimal() else Page.objects.none()
            names = named.values_list("pk", "title")
        network.widget.choices = [("", _("No network in particular")), *names]

    @staticmethod
    def networks():
        """The networks a message may concern: live, in the reader's language, by name.

        Networks are pages of an app above this one, so they are known here by their content type.
        """
        return (
            Page.objects.live()
            .filter(
                content_type__app_label="networks_directory",
                content_type__model__in=[
                    "geographicnetworkpage",
                    "thematicnetworkpage",
                ],
                locale__language_code=get_language(),
            )
            .order_by("title")
        )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_subject(self):
        # It becomes the subject of an e-mail: one line, whatever was sent.
        return " ".join(self.cleaned_data["subject"].split())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            raise forms.ValidationError(
                _("This message looks as if a program had sent it. Leave the last field empty.")
            )
        self._check_token(cleaned.get("token", ""))
        if not self.errors:
            self._check_rate()
        return cleaned

    def _check_token(self, token):
        try:
            signing.loads(token, salt=TOKEN_SALT, max_age=FORM_LIFETIME)
        except signing.BadSignature as error:
            self.data = self.data | {"token": self.initial["token"]}  # for the next try
            raise forms.ValidationError(
                _("This form has been open for too long. Nothing is lost: send it again.")
            ) from error
        try:
            signing.loads(token, salt=TOKEN_SALT, max_age=FASTEST_HUMAN)
        except signing.SignatureExpired:
            return  # old enough for a person to have typed something
        raise forms.ValidationError(_("That was very quick. Check your message, then send it again."))

    def _check_rate(self):
        key = f"contact:{self.remote_address}"
        cache.add(key, 0, timeout=3600)
        if cache.incr(key) > MESSAGES_PER_HOUR:
            raise forms.ValidationError(
                _("Many messages have come from your connection. Try again in an hour, or call us.")
            )

    def save(self):
        """Keep the message; the same words from the same form are kept once.

        Returns (message, created).
        """
        cleaned = self.cleaned_data
        words = [str(cleaned[name]) for name in ("name", "email", "subject", "message")]
        fields = {name: cleaned[name] for name in self.Meta.fields}
        return ContactMessage.objects.get_or_create(
            fingerprint=ContactMessage.make_fingerprint(cleaned["token"], *words),
            defaults=fields
            | {
                "language": get_language(),
                "reference": get_random_string(8, REFERENCE_ALPHABET),
            },
        )
