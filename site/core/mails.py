"""E-mails: written from templates/email/<event>/, in their reader's language, sent once through a queue.

A template gives the words alone. The name of the site, its signature and the HTML are added here, for all.
"""

import logging
import re
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

MOST_TRIES = 8  # over ten hours in all
FIRST_WAIT = timedelta(minutes=5)

AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no machine answers it
# Words in Latin letters, with what stands between and inside them.
LATIN = "A-Za-z\u00c0-\u024f"
LATIN_WORDS = re.compile(rf"\d*[{LATIN}][\w{LATIN} .,&'’@/:+()\u2011-]*[\w{LATIN})]|\d*[{LATIN}]", re.ASCII)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")  # letters of Hebrew, Arabic and their neighbours

logger = logging.getLogger(__name__)


def send_later(event, context, to, language, reply_to=()):
    """Send the e-mail of an event to the addresses of `to`, once the current transaction is committed.

    The subject is one line whatever it holds, so that nothing can add a header. With the database as the
    queue, the e-mail is a row of this very transaction: it goes out if and only if the rest happens.
    """
    with translation.override(language):
        name = _("Kafaat")
        subject = " ".join(render_to_string(f"email/{event}/subject.txt", context).split())
        words = in_reading_order(render_to_string(f"email/{event}/body.txt", context).strip())
        page = render_to_string("email/base.html", {"subject": subject, "words": words})
    if to:
        _enqueue(f"[{name}] {subject}", f"{words}\n\n{name}\n", list(to), list(reply_to), page)


def in_reading_order(words):
    """Lines in the present language: where it is written from right to left, Latin words stay together."""
    if not translation.get_language_bidi():
        return words
    return "\n".join(map(isolating_latin, words.splitlines()))


def isolating_latin(line):
    """A line that is written from right to left, the Latin words in it kept together.

    A code alone on its line and an address are left as they are: they are copied, and marks would come along.
    """
    if "://" in line or not RIGHT_TO_LEFT.search(line):
        return line
    return LATIN_WORDS.sub(_isolated, line)


def _isolated(found):
    words = found[0]
    rest = ")" if words.endswith(")") and words.count("(") < words.count(")") else ""
    return f"\N{FIRST STRONG ISOLATE}{words.removesuffix(rest)}\N{POP DIRECTIONAL ISOLATE}{rest}"


def _enqueue(subject, body, to, reply_to, html):
    mail = {"subject": subject, "body": body, "to": to, "reply_to": reply_to, "html": html}
    if isinstance(send_mail.get_backend(), ImmediateBackend):
        transaction.on_commit(lambda: send_mail.enqueue(**mail))
    else:
        send_mail.enqueue(**mail)


@task(backend="background")
def send_mail(subject, body, to, reply_to, tries=1, html=""):  # noqa: PLR0913, PLR0917 - queued so before
    """Hand one e-mail to the mail server. One that fails is asked again later, where the queue can wait."""
    try:
        mail = EmailMultiAlternatives(subject, body, to=to, reply_to=reply_to, headers=AUTOMATIC)
        if html:
            mail.attach_alternative(html, "text/html")
        mail.send()
    except OSError:
        if not send_mail.get_backend().supports_defer or tries == MOST_TRIES:
            logger.exception("An e-mail was not sent: %s", subject)
            raise
        later = send_mail.using(run_after=timezone.now() + FIRST_WAIT * 2 ** (tries - 1))
        later.enqueue(subject, body, to, reply_to, tries + 1, html)


def absolute_url(name, *args, language=None):
    """The full address of a view, for an e-mail in a language."""
    with translation.override(language or translation.get_language()):
        return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def language_of(user):
    """The language in which somebody who signs in reads: the one chosen in their account."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
