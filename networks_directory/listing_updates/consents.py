"""Persons named on a listing: a consent that was recorded can be withdrawn, and the name is gone at once."""

from django.core import signing
from django.db import transaction

from ..models.listing_facts import NetworkContact, WithdrawnConsent

CONSENT_SALT = "listing_updates.consent"


def consent_token(contact: NetworkContact) -> str:
    """What stands in the address at which a person takes their name off a listing."""
    said = {"key": str(contact.translation_key), "person": contact.person}
    return signing.dumps(said, salt=CONSENT_SALT)


def contact_of(token: str) -> NetworkContact | None:
    """The contact that a consent_token() is about; None where it is not ours or the name is gone."""
    try:
        said = signing.loads(token, salt=CONSENT_SALT)
    except signing.BadSignature:
        return None
    named = NetworkContact.objects.filter(translation_key=said["key"], person=said["person"])
    contact: NetworkContact | None = named.first()
    return contact


@transaction.atomic
def withdraw(contact: NetworkContact, by: str) -> WithdrawnConsent:
    """Take a person's name off their listing in every language.

    The live rows lose name and address now; drafts and older revisions still hold them, which is why what
    shows a listing asks for withdrawn consents too (contacts.with_consent). `by` is an editor's address or
    BY_PERSON_NAMED. Returns the WithdrawnConsent.
    """
    versions = NetworkContact.objects.filter(translation_key=contact.translation_key)
    withdrawn = WithdrawnConsent.objects.create(
        contact_key=contact.translation_key, person=contact.person, network_id=contact.network_id,
        consent_on=contact.consent_on, withdrawn_by=by,
    )  # fmt: skip
    if versions.exclude(role="").exists():
        versions.update(person="", email="", consent_on=None, consent_by="")
    else:
        versions.delete()
    return withdrawn
