"""The messages that the contact form receives."""

import hashlib

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.addresses import MailboxField
from core.languages import site_language_choices

RECEIPT_SALT = "contact.receipt"


RECEIPT_SECONDS = 24 * 3600


class ContactMessage(models.Model):
    """A message sent through the contact form, kept until an editor deletes it."""

    reference = models.CharField(_("reference"), max_length=12, editable=False)
    name = models.CharField(
        _("your name"),
        max_length=120,
        help_text=_("So that we know how to address you."),
    )
    email = MailboxField(_("your e-mail address"), help_text=_("The answer is sent there."))
    subject = models.CharField(
        _("subject"),
        max_length=150,
        help_text=_("In a few words, what you write about."),
    )
    message = models.TextField(_("message"), max_length=5000, help_text=_("At most 5,000 characters."))
    network = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("network concerned"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The network you write about."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=site_language_choices,
        help_text=_("The language in which the form was filled in."),
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    # The same words sent twice from the same form are one message: see fingerprint().
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        ordering = ["-received_at"]

    def __str__(self):
        return f"{self.reference} {self.subject}"

    @staticmethod
    def make_fingerprint(token, *words):
        """What makes a double click, a reload or the back button the same message as before."""
        return hashlib.sha256("\x00".join([token, *words]).encode()).hexdigest()

    @property
    def receipt(self):
        """The reference, signed, for the address the sender is led to."""
        return signing.dumps(self.reference, salt=RECEIPT_SALT)

    @staticmethod
    def reference_from_receipt(receipt):
        """The reference in a receipt our own redirect has signed, or "" for anything else."""
        try:
            return signing.loads(receipt, salt=RECEIPT_SALT, max_age=RECEIPT_SECONDS)
        except signing.BadSignature:
            return ""
