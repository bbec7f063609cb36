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


def stale_networks():
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
    is_old = Exists(stale_networks().filter(translation_key=OuterRef("network__translation_key")))
    fresh, marked = IndexedName.objects.filter(is_stale=False), IndexedName.objects.filter(is_stale=True)
    return _mark(fresh.filter(is_old), True) + _mark(marked.exclude(is_old), False)


def _mark(names, is_stale):
    moved = 0
    while networks := list(names.order_by().values_list("network", flat=True).distinct()[:BATCH]):
        with transaction.atomic():
            lock()
            names.filter(network__in=networks).update(is_stale=is_stale)
        moved += len(networks)
    return moved
