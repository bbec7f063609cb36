"""What is searched for in the directory and on the site: counts, with nothing of who searched."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 100  # characters of the words of a search that is kept


class SearchCount(models.Model):
    """How often some words were searched for on a day, in a language of the site.

    `words` are normalised. Empty for all searches of which the words are not kept (searches/privacy.py).
    """

    day = models.DateField()
    language_code = models.CharField(max_length=10)
    words = models.CharField(max_length=LONGEST)
    asked = models.PositiveIntegerField(default=0)
    found_nothing = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)  # corrections that were not wanted
    unknown = models.CharField(max_length=LONGEST, blank=True)  # those words that nothing knew
    corrected_to = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language_code", "words"], name="networks_one_count_a_day_and_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words or '-'} ({self.language_code}, {self.day}): {self.asked}"
