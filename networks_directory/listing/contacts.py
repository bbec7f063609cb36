"""The contacts of a listing that visitors see, and the names that a withdrawn consent takes off."""

import uuid
from typing import Any

from django.db.models import QuerySet

from core.one_query import as_date

from ..models.listing_facts import WithdrawnConsent


def withdrawn_consents(contact_keys: Any) -> QuerySet[WithdrawnConsent]:
    """The consents withdrawn by persons of these contacts, whichever listing or language names them."""
    return WithdrawnConsent.objects.filter(contact_key__in=contact_keys)


def with_consent(contacts: list[dict[str, Any]], withdrawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The public contacts; of those whose person has not agreed to be named, or no longer, the role alone.

    A consent counts again when it was given after one was withdrawn: it then has another date.
    """
    gone = {(uuid.UUID(str(row["key"])), as_date(row["consent_on"])) for row in withdrawn}
    shown = []
    for contact in contacts:
        consent = as_date(contact["consent_on"])
        agreed = consent and (uuid.UUID(str(contact["translation_key"])), consent) not in gone
        unnamed = {"person": "", "email": ""} if contact["person"] and not agreed else {}
        visible = contact | unnamed
        if contact["is_public"] and (visible["person"] or visible["role"] or visible["email"]):
            shown.append(visible)
    return shown
