"""Searches counted by day, language and words: once the answer has been sent, and for twelve months.

Nothing says who searched: no account, no address, no time of the day, no order.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from asgiref.local import Local
from django.db import DatabaseError, close_old_connections
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from ..models.searches import LONGEST, SearchCount
from .privacy import words_to_keep

KEPT_DAYS = 365
MOST_A_DAY = 5_000  # different words that are counted on one day: a machine that makes them up fills no disk
logger = logging.getLogger(__name__)
_answered = Local()  # what the request that is being answered searched for


@dataclass(frozen=True)
class SearchOutcome:
    """What became of a search. `typed` is what the visitor typed, `unknown` those words that nothing knew.

    `corrected_to` is what was searched for instead, or what a visitor who `refused` it had been offered.
    """

    typed: str
    language_code: str
    found: int
    unknown: list[str] = field(default_factory=list)
    corrected_to: str = ""
    refused: bool = False


def count_search(request: HttpRequest, outcome: SearchOutcome) -> None:
    """Count a search once its answer has been sent: nobody waits for it. Pages fetched ahead do not count."""
    is_read = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_read and not getattr(request, "is_preview", False):
        _answered.outcome = outcome


def count_what_was_answered(**kwargs: Any) -> None:
    """At the end of a request (signal request_finished): write what it searched for, if anything."""
    outcome = getattr(_answered, "outcome", None)
    if outcome is None:
        return
    del _answered.outcome
    try:
        write(outcome, timezone.localdate())
    except DatabaseError:  # a count is no reason to fail, and nobody is there any more to be told
        logger.warning("A search was not counted", exc_info=True)
    close_old_connections()


def write(outcome: SearchOutcome, day: date) -> None:
    """Count one search of a day. One statement for words that were searched for on that day before."""
    words = words_to_keep(outcome.typed, outcome.unknown)
    more = {
        "asked": 1,
        "found_nothing": int(not outcome.found or bool(outcome.unknown)),
        "corrected": int(bool(outcome.corrected_to) and not outcome.refused),
        "refused": int(outcome.refused),
    }
    last = {"unknown": " ".join(outcome.unknown)[:LONGEST]}
    if outcome.corrected_to:
        last["corrected_to"] = outcome.corrected_to[:LONGEST]
    row = SearchCount.objects.filter(day=day, language_code=outcome.language_code, words=words)
    changes = {name: F(name) + number for name, number in more.items()} | (last if words else {})
    if not row.update(**changes) and (has_room(day) or not words):
        made = SearchCount(day=day, language_code=outcome.language_code, words=words)
        SearchCount.objects.bulk_create([made], ignore_conflicts=True)  # another may have made it by now
        row.update(**changes)


def has_room(day: date) -> bool:
    """Whether other words may still be counted on a day. The first of a day end what is too old."""
    already = SearchCount.objects.filter(day=day).count()
    if not already:
        SearchCount.objects.filter(day__lte=day - timedelta(days=KEPT_DAYS)).delete()
    return already < MOST_A_DAY
