"""One-time codes and links, sent to an e-mail address: good once, for a while, a few tries (decision 0013).

Opening a link changes nothing, because mail scanners open links: use() is called by a button. Whoever asks
for a code gets the same answer whether the address is known or not.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.rate_limits import allow
from core.references import random_code

from .models import ListingUpdate, OneTimeCode

CODE_LENGTH = 8  # of a 32-letter alphabet: 40 bits, with MOST_ATTEMPTS guesses
CODE_LIFETIME = timedelta(minutes=30)  # of a code that somebody waits for
LINK_LIFETIME = timedelta(days=14)  # of an invitation or a reminder
MOST_ATTEMPTS = 5
# An hour. Whoever asks for codes of an address that is not theirs uses up what they may ask for, not what
# its owner may.
CODES_PER_ADDRESS = 5  # from one connection
CODES_TO_ADDRESS = 20  # from all connections
CODES_PER_CONNECTION = 20  # for all addresses
TRIES_PER_CONNECTION = 60


class TooManyCodesError(Exception):
    """More codes have been asked for, for one address or from one connection, than a person needs."""


class TooManyTriesError(Exception):
    """More codes have been tried from one connection than a person mistypes."""


@dataclass(frozen=True)
class Issued:
    """A new code, and the row that knows its hash. The only moment at which the code itself is known."""

    row: OneTimeCode
    code: str


def keyed_hash(text: str) -> str:
    """What stands for a secret or a network address in the database: useless without the site's key."""
    return salted_hmac("listing_updates.codes", text, algorithm="sha256").hexdigest()


def issue(
    email: str,
    *,
    connection: str = "",
    lifetime: timedelta = CODE_LIFETIME,
    leads_to: str = "",
    update: ListingUpdate | None = None,
) -> Issued:
    """Make a code for an address. `connection` is whose connection asked, "" where nobody did.

    Raises TooManyCodesError.
    """
    email = email.lower()
    if connection and not _may_ask(email, connection):
        raise TooManyCodesError
    key, code = secrets.token_urlsafe(16), random_code(CODE_LENGTH)
    row = OneTimeCode.objects.create(
        key=key, secret_hash=keyed_hash(key + code), email=email, leads_to=leads_to, update=update,
        asked_from=keyed_hash(connection) if connection else "", expires_at=timezone.now() + lifetime,
    )  # fmt: skip
    return Issued(row, code)


def _may_ask(email: str, connection: str) -> bool:
    return (
        allow("code for address", f"{connection} {email}", CODES_PER_ADDRESS)
        and allow("code to address", email, CODES_TO_ADDRESS)
        and allow("code", connection, CODES_PER_CONNECTION)
    )


def find(key: str) -> OneTimeCode | None:
    """The row of a code that can still be used, or None. Changes nothing."""
    return OneTimeCode.objects.filter(
        key=key, used_at=None, expires_at__gt=timezone.now(), attempts__lt=MOST_ATTEMPTS
    ).first()


def sent_before(key: str) -> OneTimeCode | None:
    """The row of a code, used up or not, or None: whose address it was sent to, and for what."""
    return OneTimeCode.objects.select_related("update").filter(key=key).first()


def use(key: str, code: str, connection: str) -> OneTimeCode | None:
    """Spend a code. Returns its row, or None where it is wrong, used, expired, or tried too often.

    Raises TooManyTriesError.
    """
    if not allow("try a code", connection, TRIES_PER_CONNECTION):
        raise TooManyTriesError
    code = "".join(code.split()).replace("-", "").upper()
    with transaction.atomic():
        tried = OneTimeCode.objects.filter(
            key=key, used_at=None, expires_at__gt=timezone.now(), attempts__lt=MOST_ATTEMPTS
        ).update(attempts=F("attempts") + 1)
    row = OneTimeCode.objects.get(key=key) if tried else None
    if row is None or not constant_time_compare(row.secret_hash, keyed_hash(row.key + code)):
        return None
    # Of two requests with the right code, one changes the row.
    spent = OneTimeCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now())
    return row if spent else None
