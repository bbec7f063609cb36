"""What is known of a person who is no editor, by e-mail address: given out whole, and erased without a trace.

Editors' own accounts are left out: they are looked after under Settings, Users.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from contact.messages import ContactMessage
from core.models import User
from core.rate_limits import forget_count
from core.traces import Trace, rewrite, standing_alone, traces_of

from ..models.listing_facts import NetworkContact, WithdrawnConsent
from . import consents
from .access import KEPT_FORM, SESSION_KEY, SIGNED_IN_BEFORE
from .models import ListingUpdate, OneTimeCode, Representation, Representative, SentReminder, UpdateEvent

ERASED = "(erased)"
OURS = (SESSION_KEY, SIGNED_IN_BEFORE, KEPT_FORM)  # of what a session holds
ACCOUNTS = (settings.AUTH_USER_MODEL,)


def export(email: str) -> dict[str, Any]:
    """Everything kept under an e-mail address, as a dict that json can write."""
    email = email.lower()
    representative = Representative.objects.filter(email=email).first()
    representations = Representation.objects.filter(representative=representative or 0)
    reminders = SentReminder.objects.filter(representation__in=representations)
    return {
        "email": email,
        "name": representative.name if representative else "",
        "language": representative.language if representative else "",
        "added_at": representative.added_at if representative else None,
        "networks": [
            {
                "network": representation.network.title,
                "attached_at": representation.attached_at,
                "withdrawn_at": representation.withdrawn_at,
            }
            for representation in representations.select_related("network")
        ],
        "reminders": list(reminders.values("months", "since", "sent_at")),
        "codes": list(OneTimeCode.objects.filter(email=email).values("created_at", "used_at")),
        "messages": _messages(email),
        "named_on": _named_on(email),
        "updates": [_update(update) for update in ListingUpdate.objects.filter(author_email=email)],
        # Whatever else holds the address: revisions, logs, e-mails in the queue, what others have written.
        "everywhere": [_trace(trace) for trace in traces_of(email, but_for=ACCOUNTS)],
        "sessions": len(_sessions_of(email, representative)),
    }


def _messages(email: str) -> list[dict[str, Any]]:
    """What they have written with the contact form."""
    messages = ContactMessage.objects.filter(email__iexact=email)
    columns = ("reference", "name", "subject", "message", "language", "received_at")
    return [dict(row) for row in messages.values(*columns)]


def _named_on(email: str) -> list[dict[str, Any]]:
    """Where a listing names them."""
    contacts = NetworkContact.objects.filter(email__iexact=email).select_related("network")
    return [
        {"network": contact.network.title, "person": contact.person, "role": contact.role}
        for contact in contacts
    ]


def _update(update: ListingUpdate) -> dict[str, Any]:
    return {
        "reference": update.reference,
        "network": update.network_title,
        "kind": update.kind,
        "state": update.state,
        "name": update.author_name,
        "submitted_at": update.submitted_at,
        "message": update.message,
        "proposal": update.proposal,
        "translations": update.translations,
        "typed": update.form_state,
        "events": list(update.events.values("at", "action", "author_email", "message", "details")),
    }


def _trace(trace: Trace) -> dict[str, str]:
    return {
        "table": trace.model._meta.db_table,
        "row": str(trace.pk),
        "column": trace.field.column,
        "text": trace.text,
    }


def _sessions_of(email: str, representative: Representative | None) -> list[Session]:
    """The sessions that a person opened, or that hold their address."""
    store, theirs = SessionStore(), []
    for session in Session.objects.iterator():
        data = store.decode(session.session_data)
        opened = data.get(SESSION_KEY) or {}
        is_open = representative and opened.get("representative") == representative.pk
        if is_open or email in str(data).lower():
            theirs.append(session)
    return theirs


def _end_session(session: Session) -> None:
    """End what a representative had opened; an editor's login in the same browser stays."""
    store = SessionStore()
    data = store.decode(session.session_data)
    left = {name: value for name, value in data.items() if name not in OURS}
    if left:
        session.session_data = store.encode(left)
        session.save(update_fields=["session_data"])
    else:
        session.delete()


def is_known(email: str) -> bool:
    """Whether anything is kept of the person who has an address, but for an account of theirs."""
    email = email.lower()
    representative = Representative.objects.filter(email=email).first()
    return any(traces_of(email, but_for=ACCOUNTS)) or bool(_sessions_of(email, representative))


@transaction.atomic
def erase(email: str, editor: User | AnonymousUser | None = None) -> int:
    """Forget a person: address, name, messages, access, wherever they stand. Returns how many updates.

    What they proposed for listings stays, unnamed. That somebody was erased, and by whom, is logged.
    """
    email = email.lower()
    representative = Representative.objects.filter(email=email).first()
    theirs = ListingUpdate.objects.filter(author_email=email)
    names = _names(email, representative)
    log(
        instance=representative or Representative(pk=0), action="listing_updates.erase", user=editor,
        title=ERASED, data={"updates": theirs.count()},
    )  # fmt: skip
    for session in _sessions_of(email, representative):
        _end_session(session)
    contacts = _take_name_off(email)
    _forget_updates(theirs, names)
    updates = theirs.update(author_email="", author_name=ERASED, message="", form_state={})
    if representative:
        representative.delete()
    OneTimeCode.objects.filter(email=email).delete()
    messages = ContactMessage.objects.filter(email__iexact=email)
    ModelLogEntry.objects.get_for_model(ContactMessage).filter(
        object_id__in=[str(pk) for pk in messages.values_list("pk", flat=True)]
    ).update(label=ERASED, data={})
    messages.delete()
    forget_count("code to address", email)
    for trace in list(traces_of(email, but_for=ACCOUNTS)):
        _forget(trace, Eraser(email, names, contacts))
    _forget_in_logs(names)
    return updates


def _names(email: str, representative: Representative | None) -> list[str]:
    """The names that a person has given, the longest first."""
    names = {representative.name} if representative else set()
    names |= set(ListingUpdate.objects.filter(author_email=email).values_list("author_name", flat=True))
    names |= set(ContactMessage.objects.filter(email__iexact=email).values_list("name", flat=True))
    return sorted(names - {"", ERASED}, key=len, reverse=True)


def _take_name_off(email: str) -> set[str]:
    """Take them off the listings that name them. Returns the keys of the contacts."""
    named = NetworkContact.objects.filter(email__iexact=email)
    keys = {str(key) for key in named.values_list("translation_key", flat=True)}
    for key in keys:
        contact = NetworkContact.objects.filter(translation_key=key).first()
        if contact and contact.person:
            consents.withdraw(contact, by=ERASED)
    WithdrawnConsent.objects.filter(contact_key__in=keys).update(person=ERASED)
    return keys


def _forget_updates(theirs: Any, names: list[str]) -> None:
    """Forget their words, and their name in what was written to them."""
    said = UpdateEvent.objects.filter(update__in=theirs)
    said.filter(editor=None).update(message="")
    for event in said.exclude(editor=None):
        eraser = Eraser("", names, set())
        event.message, event.details = eraser(event.message), eraser(event.details)
        event.save(update_fields=["message", "details"])


def _forget_in_logs(names: list[str]) -> None:
    """Forget a full name in the log of what editors did; a single word may be anybody's."""
    full = [name for name in names if " " in name]
    for model in (ModelLogEntry, PageLogEntry):
        for name in full:
            for entry in model.objects.filter(Q(label__icontains=name)):
                entry.label = Eraser("", full, set())(entry.label)
                entry.save(update_fields=["label"])


class Eraser:
    """Makes a text, or a value as JSON has it, one that does not name a person."""

    def __init__(self, email: str, names: list[str], contacts: set[str]) -> None:
        self.email, self.contacts = email, contacts
        words = [f"{re.escape(name)} <{re.escape(email)}>" for name in names if email]
        words += [standing_alone(word) for word in ([email] if email else names)]
        self.pattern = re.compile("|".join(words) or r"(?!)", re.IGNORECASE)

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            return "" if self.email and value.lower() == self.email else self.pattern.sub(ERASED, value)
        if isinstance(value, list):
            return [self(item) for item in value]
        if isinstance(value, dict):
            return {key: self(item) for key, item in self._unnamed(value).items()}
        return value

    def _unnamed(self, row: dict[str, Any]) -> dict[str, Any]:
        """A contact of a listing that names them, without the name."""
        is_theirs = self.email and str(row.get("email", "")).lower() == self.email
        if "person" in row and (is_theirs or str(row.get("translation_key")) in self.contacts):
            return row | {"person": "", "email": "", "consent_on": None, "consent_by": ""}
        return row


def _forget(trace: Trace, eraser: Eraser) -> None:
    """Take a person out of one column; an e-mail in the queue to them, or about them, goes whole."""
    if trace.model is DBTaskResult:
        DBTaskResult.objects.filter(pk=trace.pk).delete()
    else:
        rewrite(trace, eraser)
