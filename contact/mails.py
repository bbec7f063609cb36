"""The two e-mails of a contact message, each in its reader's language."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

logger = logging.getLogger(__name__)


def announce_message(message, recipients):
    """Tell the editors of a message, and acknowledge it to its sender.

    The acknowledgement repeats nothing the sender wrote: the form must not be a way to send
    somebody else's words to a third person. A mail server that fails loses no message, because
    the message is kept first; the failure is logged.
    """
    admin_url = settings.WAGTAILADMIN_BASE_URL + reverse("contact_messages:inspect", args=[message.pk])
    context = {
        "message": message,
        "admin_url": admin_url,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    with translation.override(settings.LANGUAGE_CODE):
        for_editors = _mail("new_message", context, recipients, reply_to=[message.email])
    with translation.override(message.language):
        for_sender = _mail("acknowledgement", context, [message.email])
    for mail in (for_editors, for_sender):
        if not mail.to:
            continue
        try:
            mail.send()
        except OSError:
            logger.exception("Contact message %s: mail not sent", message.reference)


def _mail(event, context, to, **kwargs):
    subject = render_to_string(f"email/{event}/subject.txt", context).strip()
    body = render_to_string(f"email/{event}/body.txt", context)
    return EmailMessage(settings.EMAIL_SUBJECT_PREFIX + subject, body, to=to, **kwargs)
