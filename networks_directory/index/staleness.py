"""Which listings nobody has confirmed for long: a column of the index, by which lists put them last."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE

from ..freshness import last_stale_day
from ..models.listing_facts import NetworkConfirmation
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .lock import lock

BATCH = 500  # networks marked in one transaction


def stale_networks() -> QuerySet[NetworkPage]:
    """The originals of the networks that freshness.is_stale() would find stale, as a queryset."""
    day = last_stale_day()
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    confirmations = NetworkConfirmation.objects.filter(network=OuterRef("pk"))
    return NetworkPage.objects.filter(
        Exists(confirmations.filter(confirmed_on__lte=day))
        | (~Exists(confirmations) & Q(first_published_at__lt=midnight)),
        locale__language_code=SOURCE_LANGUAGE,
    )


def mark_stale() -> int:
    """Bring the index up to date with the calendar, a batch at a time. Returns how many networks moved."""
    old = set(stale_networks().values_list("translation_key", flat=True))
    marked = IndexedName.objects.filter(is_stale=True).values_list("network__translation_key", flat=True)
    known = IndexedName.objects.values_list("network__translation_key", flat=True)
    moved = sorted(old.intersection(known) ^ set(marked))
    for start in range(0, len(moved), BATCH):
        _mark(moved[start : start + BATCH])
    return len(moved)


@transaction.atomic
def _mark(translation_keys: Collection[UUID]) -> None:
    lock()
    # Asked again: one of them may have been confirmed a moment ago.
    old = stale_networks().filter(translation_key__in=translation_keys)
    names = IndexedName.objects.filter(network__translation_key__in=translation_keys)
    is_old = Q(network__translation_key__in=list(old.values_list("translation_key", flat=True)))
    names.filter(is_old, is_stale=False).update(is_stale=True)
    names.exclude(is_old).filter(is_stale=True).update(is_stale=False)
