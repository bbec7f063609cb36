"""E-mails: written from templates/email/<event>/, in their reader's language, sent once through a queue."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

MOST_TRIES = 8  # over ten hours in all
FIRST_WAIT = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def send_later(event, context, to, language, reply_to=()):
    """Send the e-mail of an event to the addresses of `to`, once the current transaction is committed.

    The subject is one line whatever it holds, so that nothing can add a header. With the database as the
    queue, the e-mail is a row of this very transaction: it goes out if and only if the rest happens.
    """
    context = {"site_name": settings.WAGTAIL_SITE_NAME} | context
    with translation.override(language):
        subject = " ".join(render_to_string(f"email/{event}/subject.txt", context).split())
        body = render_to_string(f"email/{event}/body.txt", context).strip() + "\n"
    if to:
        _enqueue(settings.EMAIL_SUBJECT_PREFIX + subject, body, list(to), list(reply_to))


def _enqueue(*mail):
    if isinstance(send_mail.get_backend(), ImmediateBackend):
        transaction.on_commit(lambda: send_mail.enqueue(*mail))
    else:
        send_mail.enqueue(*mail)


@task(backend="background")
def send_mail(subject, body, to, reply_to, tries=1):
    """Hand one e-mail to the mail server. One that fails is asked again later, where the queue can wait."""
    try:
        EmailMessage(subject, body, to=to, reply_to=reply_to).send()
    except OSError:
        if not send_mail.get_backend().supports_defer or tries == MOST_TRIES:
            logger.exception("An e-mail was not sent: %s", subject)
            raise
        later = send_mail.using(run_after=timezone.now() + FIRST_WAIT * 2 ** (tries - 1))
        later.enqueue(subject, body, to, reply_to, tries + 1)


def absolute_url(name, *args, language=None):
    """The full address of a view, for an e-mail in a language."""
    with translation.override(language or translation.get_language()):
        return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def language_of(user):
    """The language in which somebody who signs in reads: the one chosen in their account."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
