"""How often something may be done from one connection or for one address, counted in the database.

What is counted is known by a keyed hash, so that the table tells nobody who did what (decision 0019).
Whoever has had enough finds the form again, with what they typed: 429, and when to come back.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .models import RateCount

TOO_MANY_TRIES = _("There have been many attempts from your connection. Try again in an hour.")
TOO_MANY = "too_many"  # the code of an error that says so
HOUR = timedelta(hours=1)
HOME_PREFIX = 64  # bits of an IPv6 address that name a connection; the rest its owner chooses at will


def connection_of(request: HttpRequest) -> str:
    """What stands for the connection of a request: its address, or the network of its IPv6 address."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return text or "unknown"
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address) >> HOME_PREFIX << HOME_PREFIX)
    return str(address)


def allow(what: str, who: str, most: int, period: timedelta = HOUR) -> bool:
    """Count one more `what` by `who`; False, counting nothing, where there have been `most` in the period.

    Each statement is right on its own whatever others do between them: the row is made once, begins anew
    once, and is counted up only while there is room.
    """
    now, key = timezone.now(), _key(what, who)
    row = RateCount.objects.filter(key=key)
    RateCount.objects.bulk_create([RateCount(key=key, ends_at=now + period)], ignore_conflicts=True)
    row.filter(ends_at__lte=now).update(count=0, ends_at=now + period)
    return bool(row.filter(count__lt=most).update(count=F("count") + 1))


def too_many(words: Any = TOO_MANY_TRIES) -> ValidationError:
    """The error of a form that has been sent once too often."""
    return ValidationError(words, code=TOO_MANY)


def status_of(form: BaseForm, wrong: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> int:
    """The status of the page that shows a form: 429 where it came once too often, `wrong` where it errs."""
    errors = [error for field in form.errors.as_data().values() for error in field]
    if any(error.code == TOO_MANY for error in errors):
        return HTTPStatus.TOO_MANY_REQUESTS
    return wrong if errors else HTTPStatus.OK


def say_when_to_come_back(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: Retry-After for whoever has had too many."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers.setdefault("Retry-After", str(int(HOUR.total_seconds())))
        return response

    return middleware


def _key(what: str, who: str) -> str:
    return salted_hmac("core.rate_limits", f"{what}:{who}", algorithm="sha256").hexdigest()


def forget_count(what: str, who: str) -> None:
    """Delete the count of `what` by somebody who is to be forgotten."""
    RateCount.objects.filter(key=_key(what, who)).delete()


def forget_ended_counts() -> int:
    """Delete what no longer limits anybody. Returns how many rows."""
    deleted, _by_model = RateCount.objects.filter(ends_at__lte=timezone.now()).delete()
    return deleted
