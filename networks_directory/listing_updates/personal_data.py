"""What is known of a person who has written about listings, by e-mail address: given out, and erased."""

from typing import Any

from django.db import transaction
from wagtail.models import PageLogEntry

from .models import ListingUpdate, OneTimeCode, Representation, Representative, SentReminder, UpdateEvent

ERASED = "(erased)"


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
        "updates": [
            {
                "reference": update.reference,
                "network": update.network_title,
                "kind": update.kind,
                "state": update.state,
                "name": update.author_name,
                "submitted_at": update.submitted_at,
                "message": update.message,
                "proposal": update.proposal,
                "translations": update.translations,
                "events": list(update.events.values("at", "action", "author_email", "message")),
            }
            for update in ListingUpdate.objects.filter(author_email=email)
        ],
    }


@transaction.atomic
def erase(email: str) -> int:
    """Forget a person: address, name, messages, access. What they proposed for listings stays, unnamed.

    Returns the number of updates that no longer name them.
    """
    email = email.lower()
    Representative.objects.filter(email=email).delete()
    OneTimeCode.objects.filter(email=email).delete()
    theirs = ListingUpdate.objects.filter(author_email=email)
    UpdateEvent.objects.filter(update__in=theirs, editor=None).update(message="")
    UpdateEvent.objects.filter(author_email=email).update(author_email="")
    for event in UpdateEvent.objects.filter(details__reported_by=email):
        event.details["reported_by"] = ERASED
        event.save(update_fields=["details"])
    for entry in PageLogEntry.objects.filter(action__startswith="listing_updates."):
        if entry.data.get("author") == email:
            entry.data["author"] = ERASED
            entry.save(update_fields=["data"])
    return theirs.update(author_email="", author_name=ERASED, message="", form_state={})
