"""Who comes last in lists, a column of the index: whoever may not answer, or has not confirmed for long."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE

from ..choices import Status
from ..freshness import last_stale_day
from ..models.listing_facts import NetworkConfirmation
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .lock import lock

BATCH = 500  # networks marked in one transaction


def last_networks() -> QuerySet[NetworkPage]:
    """The originals of the networks that come last, as a queryset.

    Those whose status does not put them first, and those that freshness.is_stale() would find stale.
    """
    day = last_stale_day()
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    confirmations = NetworkConfirmation.objects.filter(network=OuterRef("pk"))
    return NetworkPage.objects.filter(
        ~Q(status__in=[status for status in Status if status.comes_first])
        | Exists(confirmations.filter(confirmed_on__lte=day))
        | (~Exists(confirmations) & Q(first_published_at__lt=midnight)),
        locale__language_code=SOURCE_LANGUAGE,
    )


def mark_stale() -> int:
    """Bring the index up to date with the calendar, a batch at a time. Returns how many networks moved."""
    last = set(last_networks().values_list("translation_key", flat=True))
    marked = IndexedName.objects.filter(comes_last=True).values_list("network__translation_key", flat=True)
    known = IndexedName.objects.values_list("network__translation_key", flat=True)
    moved = sorted(last.intersection(known) ^ set(marked))
    for start in range(0, len(moved), BATCH):
        _mark(moved[start : start + BATCH])
    return len(moved)


@transaction.atomic
def _mark(translation_keys: Collection[UUID]) -> None:
    lock()
    # Asked again: one of them may have been confirmed a moment ago.
    last = last_networks().filter(translation_key__in=translation_keys)
    names = IndexedName.objects.filter(network__translation_key__in=translation_keys)
    is_last = Q(network__translation_key__in=list(last.values_list("translation_key", flat=True)))
    names.filter(is_last, comes_last=False).update(comes_last=True)
    names.exclude(is_last).filter(comes_last=True).update(comes_last=False)
