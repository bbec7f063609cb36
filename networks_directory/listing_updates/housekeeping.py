"""What is done every day without anybody asking: digests for editors, forgetting what is over."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.mails import absolute_url, language_of, send_later
from core.rate_limits import forget_ended_counts
from core.uploads import forget_abandoned_uploads

from ..searches.counting import forget_old_counts
from .mails import moderators, name_in
from .models import Kind, ListingUpdate, NoticePreference, OneTimeCode, Representative
from .states import State

CODES_KEPT = timedelta(days=30)  # after their end, to see misuse


def send_digests() -> int:
    """One e-mail to each editor who wants one a day, when something has arrived. Returns how many were sent.

    Run twice, it sends nothing the second time.
    """
    wanted = NoticePreference.objects.filter(notices=NoticePreference.Notices.DAILY, user__in=moderators())
    return sum(map(_send_digest, wanted.select_related("user__wagtail_userprofile")))


@transaction.atomic
def _send_digest(preference: NoticePreference) -> int:
    now = timezone.now()
    since = preference.digest_at or now - timedelta(days=1)
    arrived = list(ListingUpdate.objects.open().filter(proposed_at__gt=since, proposed_at__lte=now))
    preference.digest_at = now
    preference.save(update_fields=["digest_at"])
    if not arrived:
        return 0
    language = language_of(preference.user)
    context = {
        "updates": [(update, name_in(update, language)) for update in arrived],
        "waiting": ListingUpdate.objects.filter(state__in=[State.WAITING, State.FROZEN]).count(),
        "url": absolute_url("listing_updates_admin:index"),
    }
    send_later("listing_digest", context, [preference.user.email], language)
    return 1


def forget_what_is_over() -> tuple[int, int]:
    """Delete strangers' proposals that led to nothing, and old codes. Returns how many of each.

    So go the counts that limit nobody any longer, and files that editors never went on with.
    """
    until = timezone.now() - timedelta(days=settings.STRANGERS_PROPOSALS_DAYS)
    theirs = ListingUpdate.objects.filter(kind__in=[Kind.CORRECTION, Kind.NEW_NETWORK])
    refused = theirs.filter(state=State.REFUSED, decided_at__lt=until)
    dropped = theirs.filter(state__in=[State.UNVERIFIED, State.WITHDRAWN], created_at__lt=until)
    proposals = (refused | dropped).count()
    (refused | dropped).delete()
    codes, _by_model = OneTimeCode.objects.filter(expires_at__lt=timezone.now() - CODES_KEPT).delete()
    forget_ended_counts()
    forget_old_counts()
    forget_abandoned_uploads()
    return proposals, codes


def record_bounces(addresses: Iterable[str]) -> int:
    """Note that mail to these addresses came back: no more reminders go there. Returns how many are known."""
    bounced = {address.strip().lower() for address in addresses}
    known = Representative.objects.filter(email__in=bounced, bounced_at=None)
    return known.update(bounced_at=timezone.now())
