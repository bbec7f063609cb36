"""How long a decision takes, told from the recent ones."""

from datetime import date, timedelta
from statistics import quantiles

from django.utils import timezone

from .models import ListingUpdate
from .states import DECIDED

RECENT_DECISIONS = 50
MOST_OF_TEN = 9  # the share of recent decisions, in tenths, that took no longer than we promise


def expected_by(update: ListingUpdate) -> date | None:
    """The day by which nine of ten recent updates of this kind had been decided; None without any."""
    decided = ListingUpdate.objects.filter(state__in=DECIDED, kind=update.kind).order_by("-decided_at")
    times = decided.values_list("submitted_at", "decided_at")[:RECENT_DECISIONS]
    seconds = [(end - start).total_seconds() for start, end in times if start and end]
    if not seconds or not update.submitted_at:
        return None
    longest = quantiles(seconds, n=10)[MOST_OF_TEN - 1] if len(seconds) > 1 else seconds[0]
    due = timezone.localdate(update.submitted_at + timedelta(seconds=longest) + timedelta(days=1))
    return max(due, timezone.localdate() + timedelta(days=1))
