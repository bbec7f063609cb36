"""The words of a search among what is no network: programmes, modules, pages (core.page_search)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from core.frame import Frame
from core.page_search.finding import PageSearch, Result
from core.page_search.models import PageKind
from core.search_words import content_words

from .search import MOST_WORDS, Search
from .understanding import LONGEST_PHRASE
from .vocabulary import Vocabulary

OF_EACH_KIND = 2


@dataclass(frozen=True)
class KindFound:
    """What is found of a kind: how many, the best of them, where all of them are listed."""

    kind: PageKind
    count: int
    best: list[Result]
    url: str

    @property
    def all(self) -> str:
        """How many there are, in words."""
        return self.kind.counted(self.count)


def keys_of_meanings(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """{word: keys of pages about the field of activity that it means, alone or with its neighbours}."""
    found, rest = dict[str, frozenset[str]](), list(words)
    while rest:
        length, meanings = vocabulary.longest(rest[:LONGEST_PHRASE])
        fields = frozenset(f"field:{meaning.value}" for meaning in meanings if meaning.kind == "field")
        of_phrase, rest = rest[: length or 1], rest[length or 1 :]
        found |= dict.fromkeys(of_phrase, fields)
    return found


def found_elsewhere(search: Search, frame: Frame) -> list[KindFound]:
    """What has most of the words, by kind. Two queries."""
    corrected = dict(search.corrections)
    words = [corrected.get(word, word) for word in content_words(search.written)[:MOST_WORDS]]
    pages = PageSearch(frame.language_code)
    pages.ask(words, keys_of_meanings(words, search.known.vocabulary))
    hits = pages.having_most(words)
    of_kinds = {kind: [hit for hit in hits if hit.kind == kind] for kind in PageKind}
    best = pages.results([hit for of_kind in of_kinds.values() for hit in of_kind[:OF_EACH_KIND]], frame)
    here = reverse("search")
    return [
        KindFound(
            kind,
            len(of_kind),
            [result for result in best if result.kind == kind],
            f"{here}?{urlencode({'q': ' '.join(words), 'kind': kind.value})}",
        )
        for kind, of_kind in of_kinds.items()
        if of_kind
    ]
