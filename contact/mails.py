"""The two e-mails of a contact message, each in its reader's language."""

from django.conf import settings

from core.mails import absolute_url, send_later


def announce_message(message, recipients):
    """Tell the editors of a message, and acknowledge it to its sender.

    The acknowledgement repeats nothing the sender wrote: the form must not be a way to send
    somebody else's words to a third person.
    """
    context = {"message": message, "admin_url": absolute_url("contact_messages:inspect", message.pk)}
    send_later("new_message", context, recipients, settings.LANGUAGE_CODE, reply_to=[message.email])
    send_later("acknowledgement", context, [message.email], message.language)
