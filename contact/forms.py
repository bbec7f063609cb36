"""The contact form: filled in by strangers, so nothing it brings is trusted."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from core.lines import LinesInput
from core.public_form import PublicForm
from core.references import random_code
from core.translations import source_version
from core.visibility import visible

from .messages import ContactMessage

MOST_CHOICES = 300  # networks in the list; beyond, a listing's own link names it


class ContactForm(forms.ModelForm, PublicForm):
    """A visitor's message."""

    rate_key = "contact"

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "network", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "message": LinesInput(attrs={"rows": 8}),
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
            "network": request.GET.get("network"),  # a listing's link names itself
            "subject": request.GET.get("subject", "")[:150],  # and what it is about
        }
        return super().for_request(request, data, initial)

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
        """The networks a message may concern: visible, in the reader's language, by name.

        Networks are pages of an app above this one, so they are known here by their content type; which of
        them answer, that app says (the hook `construct_contact_networks`).
        """
        networks = (
            visible(Page.objects)
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
        for that_answer in hooks.get_hooks("construct_contact_networks"):
            networks = that_answer(networks)
        return networks

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_subject(self):
        # It becomes the subject of an e-mail: one line, whatever was sent.
        return " ".join(self.cleaned_data["subject"].split())

    def clean(self):
        cleaned = super().clean()
        self.check_stranger()
        return cleaned

    def save(self):
        """Keep the message; the same words from the same form are kept once.

        Returns (message, created).
        """
        cleaned = self.cleaned_data
        words = [str(cleaned[name]) for name in ("name", "email", "subject", "message")]
        fields = {name: cleaned[name] for name in self.Meta.fields}
        if network := cleaned["network"]:
            fields["network"] = source_version(network)  # editors read its name in their language
        return ContactMessage.objects.get_or_create(
            fingerprint=ContactMessage.make_fingerprint(cleaned["token"], *words),
            defaults=fields
            | {
                "language": get_language(),
                "reference": random_code(8),
            },
        )
