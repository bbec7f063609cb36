"""What waits for a translator, by e-mail, as often as they like."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from ..languages import SOURCE_LANGUAGE, native_name
from ..mails import absolute_url, language_of, send_later
from .models import DigestPreference, LanguageVersion, Standing
from .offering import languages_of, translators_groups
from .versions import waiting_counts

INTERVALS = {
    DigestPreference.Frequency.DAILY: timedelta(days=1),
    DigestPreference.Frequency.WEEKLY: timedelta(days=7),
}
MOST_PAGES = 30  # named in an e-mail; the board has all


class DigestPreferenceForm(forms.ModelForm):
    """How often a translator hears of what waits."""

    class Meta:
        model = DigestPreference
        fields = ["frequency"]


def translators() -> QuerySet:
    """Who is told of what waits: members of a group of translators, and whoever has asked to be."""
    asked = DigestPreference.objects.values("user")
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(Q(groups__in=translators_groups()) | Q(pk__in=asked)).distinct()


def send_digests() -> int:
    """One e-mail to each translator for whom something waits, when it is time. Returns how many were sent.

    Run twice on a day, it sends nothing the second time.
    """
    return sum(map(_send_digest, translators().select_related("wagtail_userprofile")))


@transaction.atomic
def _send_digest(user: Any) -> int:
    preference, _created = DigestPreference.objects.get_or_create(user=user)
    interval, today = INTERVALS.get(preference.frequency), timezone.localdate()
    if interval is None or (preference.sent_on and preference.sent_on + interval > today):
        return 0
    languages = [
        waiting
        for locale in languages_of(user)
        if locale.language_code != SOURCE_LANGUAGE and (waiting := waiting_in(locale))["total"]
    ]
    if not languages:
        return 0
    preference.sent_on = today
    preference.save(update_fields=["sent_on"])
    context = {"languages": languages, "url": absolute_url("translating:board")}
    send_later("translation_digest", context, [user.email], language_of(user))
    return 1


def waiting_in(locale: Locale) -> dict[str, Any]:
    """What waits in a language: {"name", "total", "pages": [{"title", "texts"}], "more"}, oldest first."""
    behind = LanguageVersion.objects.filter(locale=locale, state=Standing.BEHIND)
    behind = behind.select_related("source").order_by("behind_since", "pk")
    sources = [row.source for row in behind[:MOST_PAGES]]
    waiting = waiting_counts(locale, sources)
    pages = [{"title": source.object_repr, "texts": waiting.get(source.pk, 0)} for source in sources]
    total = behind.count()
    return {
        "name": native_name(locale.language_code),
        "total": total,
        "pages": pages,
        "more": total - len(pages),
    }
