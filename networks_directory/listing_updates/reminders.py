"""Asking representatives whether their listing is still true, before it grows old; and what has grown old."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE
from core.mails import absolute_url, send_later

from ..freshness import counted_from, months_later
from ..index.staleness import mark_stale
from ..models.listing_facts import NetworkConfirmation
from ..models.networks import NetworkPage
from . import codes
from .models import Representation, SentReminder


def with_freshness(networks: QuerySet[NetworkPage]) -> QuerySet[NetworkPage]:
    """Source pages of networks, with since when all of each is confirmed, by whom, and who looks after it."""
    current = Q(representations__withdrawn_at=None)
    oldest = NetworkConfirmation.objects.filter(network=OuterRef("pk")).order_by("confirmed_on")
    bounced = Q(representations__representative__bounced_at__isnull=False)
    return (
        networks.filter(locale__language_code=SOURCE_LANGUAGE)
        .annotate(
            confirmed_since=Min("confirmations__confirmed_on"),
            confirmed_by=Subquery(oldest.values("confirmed_by")[:1]),
            representatives=Count("representations", filter=current, distinct=True),
            unreachable=Count("representations", filter=current & bounced, distinct=True),
        )
        .order_by(F("confirmed_since").asc(nulls_first=True), "title")
    )


def send_listing_reminders() -> tuple[int, int]:
    """Remind whoever has to be reminded today, and mark the listings that have grown old.

    Meant to run every day; run twice, it does nothing the second time. Returns (reminders, listings marked).
    """
    sent = sum(map(_remind, _due_representations()))
    return sent, mark_stale()


def _due_representations() -> QuerySet[Representation]:
    attached = Representation.objects.current().filter(network__live=True, representative__bounced_at=None)
    return attached.select_related("representative", "network")


@transaction.atomic
def _remind(representation: Representation) -> int:
    """Send the latest reminder that is due and was not sent; one missed before it is not made up for."""
    network = representation.network
    days = list(network.confirmations.values_list("confirmed_on", flat=True))
    since = max(
        counted_from(days, network.first_published_at), timezone.localdate(representation.attached_at)
    )
    due = [
        months
        for months in settings.LISTING_REMINDER_MONTHS
        if months_later(since, months) <= timezone.localdate()
    ]
    if not due:
        return 0
    _reminder, created = SentReminder.objects.get_or_create(
        representation=representation, months=max(due), since=since
    )
    if not created:
        return 0
    representative = representation.representative
    language = representative.language
    confirm = absolute_url("listing_updates:confirm", network.pk, language=language)
    path = confirm.removeprefix(settings.WAGTAILADMIN_BASE_URL)
    issued = codes.issue(representative.email, lifetime=codes.LINK_LIFETIME, leads_to=path)
    context = {
        "network": network.title,
        "since": since,
        "link": absolute_url("listing_updates:link", issued.row.key, issued.code, language=language),
        "days": codes.LINK_LIFETIME.days,
        "sign_in": absolute_url("listing_updates:my_networks", language=language),
        "stale_on": months_later(since, settings.LISTING_STALE_MONTHS),
    }
    send_later("listing_reminder", context, [representative.email], language)
    return 1
