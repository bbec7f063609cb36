"""When a listing was last confirmed, by whom, and when that has become too long ago.

Confirming is not editing: only the rows of NetworkConfirmation count, never the date of a change.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypedDict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .choices import Status


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counted_from(confirmed: Iterable[date], first_published_at: datetime | None) -> date:
    """The day from which a listing grows old: of its confirmed parts the one confirmed longest ago.

    `confirmed` are the days of its confirmations. Without any, the day it was first published, or today.
    """
    published = timezone.localdate(first_published_at) if first_published_at else timezone.localdate()
    return min(confirmed, default=published)


def is_stale(confirmed: Iterable[date], first_published_at: datetime | None) -> bool:
    """Whether nobody has confirmed a listing for settings.LISTING_STALE_MONTHS."""
    since = counted_from(confirmed, first_published_at)
    return months_later(since, settings.LISTING_STALE_MONTHS) <= timezone.localdate()


def last_stale_day() -> date:
    """The latest day that is too long ago today: is_stale() of it and of every day before, of none after."""
    today, months = timezone.localdate(), settings.LISTING_STALE_MONTHS
    day = months_later(today, -months)
    while months_later(day + timedelta(days=1), months) <= today:  # the last days of a long month
        day += timedelta(days=1)
    return day


def why_last(status: str, comes_last: bool) -> str:
    """What a list says of a network that it puts last; "" of the others."""
    if not comes_last:
        return ""
    return _("Not confirmed for long") if Status(status).comes_first else str(Status(status).label)


class Confirmation(TypedDict):
    """One part of a listing that was confirmed, in the reader's words."""

    label: str
    on: date
    by: str


class ConfirmedParts(TypedDict):
    """What the same people confirmed in the same month."""

    labels: list[str]
    on: date
    by: str


def grouped(confirmations: Iterable[Confirmation]) -> list[ConfirmedParts]:
    """Confirmations in sentences, those of one month and one source together; the latest come first."""
    groups: dict[tuple[int, int, str], list[Confirmation]] = {}
    for row in sorted(confirmations, key=lambda row: row["on"], reverse=True):
        groups.setdefault((row["on"].year, row["on"].month, row["by"]), []).append(row)
    return [
        {"labels": [row["label"] for row in rows], "by": rows[0]["by"], "on": rows[0]["on"]}
        for rows in groups.values()
    ]
