"""Which listings nobody has confirmed for long: a column of the index, by which lists put them last."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE

from ..freshness import last_stale_day
from ..models.listing_facts import NetworkConfirmation
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .lock import lock

BATCH = 500  # networks marked in one transaction


def mark_stale():
    """Bring the whole index up to date with the calendar. Returns the number of networks that moved."""
    moved = 0
    for is_stale in (True, False):
        while numbers := list(
            _to_mark(IndexedName.objects, is_stale).values_list("network").distinct()[:BATCH]
        ):
            numbers = [number for (number,) in numbers]
            with transaction.atomic():
                lock()
                mark_stale_names(IndexedName.objects.filter(network__in=numbers))
            moved += len(numbers)
    return moved


def mark_stale_names(names):
    """Mark those of some IndexedName that have grown old, and no other, in the index, which is locked."""
    for is_stale in (True, False):
        _to_mark(names, is_stale).update(is_stale=is_stale)


def _to_mark(names, is_stale):
    """Those of some IndexedName whose mark does not say what freshness.is_stale() says of the original."""
    day = last_stale_day()
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    confirmations = NetworkConfirmation.objects.filter(network=OuterRef("pk"))
    originals = NetworkPage.objects.filter(
        Exists(confirmations.filter(confirmed_on__lte=day))
        | (~Exists(confirmations) & Q(first_published_at__lt=midnight)),
        locale__language_code=SOURCE_LANGUAGE,
        translation_key=OuterRef("network__translation_key"),
    )
    is_old = Exists(originals)
    return names.filter(is_old if is_stale else ~is_old, is_stale=not is_stale)
