"""When the index is written: once for each outermost transaction, after it is committed (decision 0017).

Who changes what networks are found by calls networks_changed(), in the same transaction. It leaves a note in
the database, so that no change is lost whatever becomes of this process. After the commit a few networks are
indexed at once; many, and whatever an earlier process left behind, by a task.
"""

import logging
import threading
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from ..models.listing_index import NetworkToIndex
from .lock import lock
from .writing import index_networks

MOST_AT_ONCE = 20  # networks that whoever saves waits for
BATCH = 200  # networks in one transaction of the task: who saves meanwhile waits for one such transaction
LEFT_BEHIND = timedelta(minutes=5)

logger = logging.getLogger(__name__)
_noted = threading.local()  # .keys: what this thread has noted since it last indexed


def networks_changed(translation_keys: Iterable[UUID]) -> None:
    """Let the index follow these networks, once the outermost transaction is committed."""
    keys = set(translation_keys)
    if not keys:
        return
    with transaction.atomic(savepoint=False):
        NetworkToIndex.objects.bulk_create(
            (NetworkToIndex(translation_key=key) for key in sorted(keys)), batch_size=1_000
        )
        # What is rolled back stays in the set: it is looked at once more, and no longer waits.
        _noted.keys = getattr(_noted, "keys", set()) | keys
        transaction.on_commit(_follow, robust=True)  # a page that is saved is saved; the log says what failed


def _follow() -> None:
    """Index what this thread has noted. Every note asks for it; the first does it for all."""
    keys, _noted.keys = _noted.keys, set()
    if not keys:
        return
    if len(keys) <= MOST_AT_ONCE:
        index_waiting(keys)
    if len(keys) > MOST_AT_ONCE or _is_left_behind():
        index_all_waiting.enqueue()


def _is_left_behind() -> bool:
    return NetworkToIndex.objects.filter(since__lt=timezone.now() - LEFT_BEHIND).exists()


def number_waiting() -> int:
    """How many networks have changed and are not in the index yet."""
    return NetworkToIndex.objects.values("translation_key").distinct().count()


def waiting_since() -> datetime | None:
    """Since when the longest waiting of them waits; None where none does."""
    return NetworkToIndex.objects.order_by("since").values_list("since", flat=True).first()


@task(backend="background")
def index_all_waiting() -> None:
    """Index whatever waits, a batch at a time, until nothing is left but what cannot be indexed.

    It may be stopped at any time and run twice at once.
    """
    failed: set[UUID] = set()
    waiting = NetworkToIndex.objects.order_by("pk").values_list("translation_key", flat=True)
    while keys := set(waiting.exclude(translation_key__in=failed)[:BATCH]):
        failed |= index_waiting(keys)


def index_waiting(keys: Collection[UUID]) -> set[UUID]:
    """Index those of some networks that still wait. Returns those that could not be: they go on waiting.

    Where a network cannot be indexed the others are all the same: it is found by halves.
    """
    try:
        _index(keys)
    except (OperationalError, InterfaceError):
        raise  # not the fault of a network: the database is gone, or will not wait any longer
    except Exception:
        if len(keys) == 1:
            logger.exception("This network was not indexed, and waits: %s", *keys)
            return set(keys)
        keys = sorted(keys)
        middle = len(keys) // 2
        return index_waiting(keys[:middle]) | index_waiting(keys[middle:])
    return set()


@transaction.atomic
def _index(keys: Collection[UUID]) -> None:
    lock()
    # Read before the pages are: what changes meanwhile leaves a note of its own.
    notes = dict(NetworkToIndex.objects.filter(translation_key__in=keys).values_list("pk", "translation_key"))
    if notes:
        index_networks(set(notes.values()))
        NetworkToIndex.objects.filter(pk__in=notes).delete()
