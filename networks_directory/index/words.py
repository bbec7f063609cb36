"""The words of the listings and their spellings: how a query finds other forms, beginnings, typing errors."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from django.db import transaction

from core.search_words import keys

from ..models.listing_index import SearchSpelling, SearchWord
from .lock import lock

SHORTEST_MISSPELT = 4  # letters; of shorter words everything is a typing error away
TWO_ERRORS = 7  # letters from which two errors are forgiven
PREFIX = 7  # letters of which some are left out: of longer words these tell enough, and are fewer
LONGEST_WORD = 60
BATCH = 2_000


def vocabulary(text: str) -> set[str]:
    """The words of a normalised text that a query can be compared with."""
    return {word for word in text.split() if len(word) <= LONGEST_WORD}


def errors_forgiven(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped with the next."""
    return 0 if len(word) < SHORTEST_MISSPELT else 1 if len(word) < TWO_ERRORS else 2


def deletions(word: str) -> set[str]:
    """What is left of the beginning of a word without as many letters as may be wrong, or fewer.

    Two words that are so many errors apart share one; whether two that do are, errors_between() says.
    """
    start, errors = word[:PREFIX], errors_forgiven(word)
    left_out = (combo for number in range(errors + 1) for combo in combinations(range(len(start)), number))
    spellings = {"".join(c for i, c in enumerate(start) if i not in combo) for combo in left_out}
    return spellings if errors else set()


def spellings(word: str) -> set[str]:
    """What a word is found by: its keys, which are no words, and its deletions."""
    return deletions(word) | keys(word)


def count_words(gained: Counter[str], lost: Counter[str]) -> None:
    """Count in how many listings each word is, and list the spellings of new words."""
    difference = {word: gained[word] - lost[word] for word in gained | lost if gained[word] != lost[word]}
    if not difference:
        return
    known = {row.word: row for row in SearchWord.objects.filter(word__in=difference)}
    for word, row in known.items():
        row.networks = max(0, row.networks + difference.pop(word))
    SearchWord.objects.bulk_update([row for row in known.values() if row.networks], ["networks"])
    SearchWord.objects.filter(pk__in=[row.pk for row in known.values() if not row.networks]).delete()
    _add_words({word: number for word, number in sorted(difference.items()) if number > 0})


def _add_words(numbers: dict[str, int]) -> None:
    _spell(SearchWord.objects.bulk_create(
        SearchWord(word=word, networks=number) for word, number in numbers.items()
    ))  # fmt: skip


def _spell(rows: Iterable[SearchWord]) -> None:
    SearchSpelling.objects.bulk_create(
        (
            SearchSpelling(word=row, spelling=spelling)
            for row in rows
            for spelling in sorted(spellings(row.word))
        ),
        batch_size=BATCH,
    )


@transaction.atomic
def spell_again() -> None:
    """List the spellings of all words anew: those of an earlier release are other ones."""
    lock()
    SearchSpelling.objects.all().delete()
    _spell(SearchWord.objects.order_by("pk"))
