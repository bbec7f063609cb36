"""The words of the listings, and their spellings: how a query finds beginnings and typing errors."""

from collections import Counter

from ..models.listing_index import SearchSpelling, SearchWord

SHORTEST_MISSPELT = 4  # letters; of shorter words everything is a typing error away
LONGEST_WORD = 60


def vocabulary(text: str) -> set[str]:
    """The words of a normalised text that a query can be compared with."""
    return {word for word in text.split() if len(word) <= LONGEST_WORD}


def deletions(word: str) -> set[str]:
    """A word and what is left of it without any one letter; nothing for very short words."""
    if len(word) < SHORTEST_MISSPELT:
        return set()
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


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
    created = SearchWord.objects.bulk_create(
        SearchWord(word=word, networks=number) for word, number in numbers.items()
    )
    SearchSpelling.objects.bulk_create(
        SearchSpelling(word=row, spelling=spelling) for row in created for spelling in deletions(row.word)
    )
