"""Asking representatives whether their listing is still true, before it grows old; and what has grown old."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.languages import SOURCE_LANGUAGE
from core.mails import absolute_url, send_later
from core.visibility import visible

from ..freshness import counted_from, months_later
from ..index.staleness import mark_stale
from ..models.listing_facts import NetworkConfirmation
from ..models.networks import NetworkPage
from . import codes
from .mails import titles_of
from .models import Representation, SentReminder

TOGETHER = 100  # reminders of one transaction: short, and few enough that nobody waits for it


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
    due = list(_due())
    sent = sum(_remind(due[start : start + TOGETHER]) for start in range(0, len(due), TOGETHER))
    return sent, mark_stale()


def _due() -> Iterator[SentReminder]:
    """The reminders that are due, not saved: after how many months, of a listing that grows old since when.

    The latest reminder that was not sent; one missed before it is not made up for.
    """
    attached = Representation.objects.current().filter(representative__bounced_at=None)
    attached = visible(attached, "network__").select_related("representative", "network")
    sent = _sent(SentReminder.objects.all())
    for representation in attached.prefetch_related("network__confirmations"):
        network = representation.network
        days = [row.confirmed_on for row in network.confirmations.all()]
        published = counted_from(days, network.first_published_at)
        since = max(published, timezone.localdate(representation.attached_at))
        months = [
            months
            for months in settings.LISTING_REMINDER_MONTHS
            if months_later(since, months) <= timezone.localdate()
        ]
        if months and (representation.pk, max(months), since) not in sent:
            yield SentReminder(representation=representation, months=max(months), since=since)


def _sent(reminders: QuerySet[SentReminder]) -> set[tuple[int, int, date]]:
    """What no run of the command sends again, as _key() has it."""
    return set(reminders.values_list("representation", "months", "since"))


def _key(reminder: SentReminder) -> tuple[int, int, date]:
    return reminder.representation_id, reminder.months, reminder.since


@transaction.atomic
def _remind(due: list[SentReminder]) -> int:
    """Send some reminders, once also where two of these commands run at once. Returns how many were sent."""
    representations = [reminder.representation_id for reminder in due]
    # The second command waits here, and then finds what the first has sent.
    locked = Representation.objects.select_for_update(no_key=True).filter(pk__in=representations)
    list(locked.order_by("pk").values("pk"))
    sent = _sent(SentReminder.objects.filter(representation__in=representations))
    due = SentReminder.objects.bulk_create(reminder for reminder in due if _key(reminder) not in sent)
    titles = titles_of(reminder.representation.network for reminder in due)
    for reminder in due:
        network, language = reminder.representation.network, reminder.representation.representative.language
        _send(reminder, titles.get((network.translation_key, language), network.title))
    return len(due)


def _send(reminder: SentReminder, title: str) -> None:
    """Write one reminder, which calls the network by its `title`."""
    network, representative = reminder.representation.network, reminder.representation.representative
    language = representative.language
    confirm = absolute_url("listing_updates:confirm", network.pk, language=language)
    path = confirm.removeprefix(settings.WAGTAILADMIN_BASE_URL)
    issued = codes.issue(representative.email, lifetime=codes.LINK_LIFETIME, leads_to=path)
    context = {
        "network": title,
        "since": reminder.since,
        "link": absolute_url("listing_updates:link", issued.row.key, issued.code, language=language),
        "days": codes.LINK_LIFETIME.days,
        "sign_in": absolute_url("listing_updates:my_networks", language=language),
        "stale_on": months_later(reminder.since, settings.LISTING_STALE_MONTHS),
    }
    send_later("listing_reminder", context, [representative.email], language)
