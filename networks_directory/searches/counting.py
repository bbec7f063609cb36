"""Searches counted by day, language and words: never while somebody waits, and for twelve months.

Nothing says who searched: no account, no address, no time of the day, no order.
"""

import atexit
import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.db import Error
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from ..models.searches import LONGEST, SearchCount
from .privacy import words_to_keep

KEPT_DAYS = 365
MOST_A_DAY = 5_000  # different words that are counted on one day: a machine that makes them up fills no disk
# What a process has counted is written when so many words wait, or have waited for so many seconds.
MOST_WAITING, LONGEST_WAIT = 20, 60.0
NUMBERS = ("asked", "found_nothing", "corrected", "refused")
Key = tuple[date, str, str]  # day, language code, words
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SearchOutcome:
    """What became of a search. `typed` is what the visitor typed.

    `unknown` are those words that nothing knew, `corrected` those that were taken for others. `corrected_to`
    is what was searched for instead, or what a visitor who `refused` it had been offered.
    """

    typed: str
    language_code: str
    found: int
    unknown: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    corrected_to: str = ""
    refused: bool = False

    @property
    def numbers(self) -> list[int]:
        """What one search adds to each of NUMBERS."""
        is_corrected = bool(self.corrected_to) and not self.refused
        return [1, int(not self.found or bool(self.unknown)), int(is_corrected), int(self.refused)]


class Waiting:
    """What this process has counted and not written yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since = 0.0
        self._counts: dict[Key, tuple[list[int], dict[str, str]]] = {}

    def add(self, outcome: SearchOutcome) -> None:
        words = words_to_keep(outcome.typed, [*outcome.unknown, *outcome.corrected])
        key = (timezone.localdate(), outcome.language_code, words)
        texts = {"unknown": " ".join(outcome.unknown), "corrected_to": outcome.corrected_to} if words else {}
        with self._lock:
            if not self._counts:
                self._since = monotonic()
            numbers, before = self._counts.get(key, ([0] * len(NUMBERS), {}))
            numbers = [old + new for old, new in zip(numbers, outcome.numbers, strict=True)]
            texts = {name: text[:LONGEST] for name, text in texts.items() if text}
            self._counts[key] = numbers, before | texts

    @property
    def is_due(self) -> bool:
        waited = monotonic() - self._since
        return bool(self._counts) and (len(self._counts) >= MOST_WAITING or waited >= LONGEST_WAIT)

    def write(self) -> None:
        """Write what waits. A count that cannot be written is lost: it is no reason to fail."""
        with self._lock:
            counts, self._counts = self._counts, {}
        try:
            for key, (numbers, texts) in counts.items():
                _add_to_row(*key, numbers, texts)
        except Error:
            logger.warning("Searches were not counted", exc_info=True)

    def forget(self) -> None:
        """Write nothing of what waits."""
        with self._lock:
            self._counts = {}


waiting = Waiting()
atexit.register(waiting.write)


def count_search(request: HttpRequest, outcome: SearchOutcome) -> None:
    """Count a search that is being answered. A page that is fetched ahead, or previewed, does not count."""
    is_read = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_read and not getattr(request, "is_preview", False):
        waiting.add(outcome)


def write_at_the_end(**kwargs: Any) -> None:
    """At the end of a request, when its visitor has the answer: write what has waited long enough."""
    if waiting.is_due:
        waiting.write()


def forget_old_counts() -> None:
    """Delete what is older than twelve months: every night, and with the first count of a day."""
    SearchCount.objects.filter(day__lte=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()


def _add_to_row(day: date, language_code: str, words: str, numbers: list[int], texts: dict[str, str]) -> None:
    """Change the row of these words, made where there is none and room for it."""
    row = SearchCount.objects.filter(day=day, language_code=language_code, words=words)
    more = {name: F(name) + number for name, number in zip(NUMBERS, numbers, strict=True)}
    if row.update(**more, **texts):
        return
    already = SearchCount.objects.filter(day=day).count()
    if not already:
        forget_old_counts()
    if already < MOST_A_DAY or not words:
        made = SearchCount(day=day, language_code=language_code, words=words)
        SearchCount.objects.bulk_create([made], ignore_conflicts=True)  # another process may have made it
        row.update(**more, **texts)
