"""What is remembered of each language version of a page or snippet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision
from wagtail_localize.models import TranslationSource


class Standing(models.TextChoices):
    """Where a language version stands, as the translation board says it."""

    ORIGINAL = "original", _("Original")
    TRANSLATED = "translated", _("Translated")
    BEHIND = "behind", _("Words waiting")
    DRAFT = "draft", _("Draft")
    STANDS_IN = "stands_in", _("Shown in the original language")
    UNPUBLISHED = "unpublished", _("Not published")
    ABSENT = "absent", _("Not offered")


# What counts as complete, and what a language is measured by: everything that visitors could read.
OFFERED = [Standing.TRANSLATED, Standing.BEHIND, Standing.DRAFT, Standing.STANDS_IN]


class LanguageVersion(models.Model):
    """A page or snippet in one language: where it stands, and which words it was made from.

    `words` is a version of the words of the original (versions.words_version): on the original's own row
    the present one, on a translation's the one it was made from. A translation is behind when the two
    differ, whatever the dates. `behind_since` says from when, for people.
    """

    source = models.ForeignKey(TranslationSource, on_delete=models.CASCADE, related_name="language_versions")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=20, choices=Standing, default=Standing.ABSENT)
    words = models.CharField(max_length=32, blank=True)
    behind_since = models.DateTimeField(null=True)
    unreviewed = models.BooleanField(
        default=False, help_text="Some of its words nobody but a machine has read."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "locale"], name="translating_one_version_per_language")
        ]
        indexes = [models.Index(fields=["locale", "state"], name="translating_by_state")]

    def __str__(self) -> str:
        return f"{self.source.object_repr} ({self.locale.language_code}): {self.get_state_display()}"


class MinorEdit(models.Model):
    """A revision of an original that was published as a minor edit: its translations stay valid."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.revision)


class DigestPreference(models.Model):
    """How often a translator is told by e-mail of the words that wait."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        NEVER = "never", _("Never")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    frequency = models.CharField(
        _("texts that wait for you"),
        max_length=10,
        choices=Frequency,
        default=Frequency.WEEKLY,
        help_text=_(
            "An e-mail that lists what waits for its translation into your languages. None when nothing does."
        ),
    )
    sent_on = models.DateField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_frequency_display()}"
