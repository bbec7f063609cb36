"""The words of listings that typed words are, are forms or beginnings of, or were meant to be."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value

from core.dictionaries import is_word
from core.search_text import normalise
from core.search_words import arabic_forms, content_words, is_arabic, keys, name_keys

from ..index.words import LONGEST_WORD, deletions
from ..models.listing_index import IndexedName, SearchSpelling, SearchWord
from .slips import SURE_SOUND, is_another, nearest, nearest_beginning, on_the_other_keyboard, spoken
from .vocabulary import Vocabulary

SHORTEST_BEGINNING = 3  # letters from which a word also stands for the words that begin with it
SHORTEST_OF_VOCABULARY = 4  # letters of a beginning of a word that means something
SHORTEST_SLIP = 5  # letters of a word still being typed, which may be one more of a longer one
MOST_EXPANSIONS = 24  # words that one typed word may stand for, the most frequent first
IN_VOCABULARY = 1_000_000  # what a word that means something weighs among those that may have been meant
# Said of networks among rows of words: no word begins so.
NAMED, WITH_ACRONYM = "=named", "=with acronym"
Rows = dict[str, int]  # words of listings, and how many listings have them


class TypedQuery(NamedTuple):
    """What somebody has typed: its words, and the whole as it is written.

    `literal`, `typing` and `elsewhere` are as of Search.
    """

    words: list[str]
    written: str
    literal: bool = False
    typing: bool = False
    elsewhere: Collection[str] = ()


@dataclass
class KnownWords:
    """What is known of typed words. `understood` are they, or what they were taken for, in their order.

    `named` are the networks called just what was typed, `with_acronym` those of which it has the acronym.
    """

    understood: list[str]
    rows: Rows
    named: list[int]
    with_acronym: list[int]
    meant: dict[str, list[str]] = field(default_factory=dict)
    kin: set[str] = field(default_factory=set)  # words of listings that only are words for the same trade
    corrected: dict[str, str] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)  # other queries, which may be far from what was meant

    def networks(self, word: str) -> int:
        return sum(self.rows[meant] for meant in self.meant[word])


def words_near(query: TypedQuery, vocabulary: Vocabulary) -> KnownWords:
    """The KnownWords of a query. One query."""
    typed, written, literal, typing, elsewhere = query
    found = _found(typed, written, vocabulary, literal)
    rows = {word: number for word, number in found if word not in (NAMED, WITH_ACRONYM)}
    named, with_acronym = ([number for word, number in found if word == of] for of in (NAMED, WITH_ACRONYM))
    known = KnownWords(list(typed), rows, named, with_acronym)
    row_keys = {word: keys(word) for word in rows}
    strangers = []
    for word in typed:
        known.meant[word] = _forms(word, rows, row_keys, vocabulary, typing and word == typed[-1])
        if not known.meant[word] and not vocabulary.knows(word) and word not in elsewhere:
            strangers.append(word)
    for word, meant in _corrections(strangers, rows, vocabulary, typing).items():
        is_slip, is_meaning = not is_word(word), bool(vocabulary.longest([meant])[0])
        if is_slip and not literal:
            known.corrected[word] = meant
            known.understood[known.understood.index(word)] = meant
            known.meant[meant] = _forms(meant, rows, row_keys, vocabulary, typing=False)
        elif is_slip or is_another(word, meant, is_meaning):
            offers = known.offered if is_meaning else known.nearest
            words = normalise(written).split()
            offers.append(" ".join(meant if one == word else one for one in words))
    if len(strangers) == len(typed) and not known.corrected and not typing:
        known.offered += _of_the_other_keyboard(written, vocabulary)
    for word in known.understood:
        own = vocabulary.keys_of(word)
        known.kin.update(kin for kin in _kin(word, row_keys, vocabulary) if own.isdisjoint(row_keys[kin]))
    return known


def _found(typed: list[str], written: str, vocabulary: Vocabulary, literal: bool) -> list[tuple[str, int]]:
    """Words of listings that are those typed, or begin so, or are near; networks named so. One query.

    And the forms of what a typing error most likely meant.

    A UNION, of which PostgreSQL can answer each branch from an index.
    """
    typed = [word for word in typed if len(word) <= LONGEST_WORD]
    same = {*typed, *(alias for word in typed for alias in vocabulary.aliases.get(word, ()))}
    beginnings = {form for word in typed for form in _all_forms(word) if len(form) >= SHORTEST_BEGINNING}
    spellings = {key for word in typed for key in keys(word) | vocabulary.kin_of(word)}
    for word in typed:
        if not vocabulary.knows(word):  # it may be a typing error
            spellings |= {spelling for form in _all_forms(word) for spelling in deletions(form)}
            guess = "" if literal or is_word(word) else nearest(word, dict.fromkeys(vocabulary.words, 0))
            spellings |= keys(guess) | vocabulary.kin_of(guess) if guess else set()
    names = {normalise(written), " ".join(content_words(written))}
    networks = {
        NAMED: IndexedName.objects.filter(Q(name__in=names) | Q(acronym__in=names)),
        WITH_ACRONYM: IndexedName.objects.filter(acronym__in=typed),
    }
    return list(
        SearchWord.objects.filter(word__in=same)
        .values_list("word", "networks")
        .union(
            _spelt(spellings),
            *map(_begun, sorted(beginnings)),
            *(named.annotate(of=Value(of)).values_list("of", "network") for of, named in networks.items()),
        )
    )


def _begun(beginning: str) -> QuerySet[SearchWord, tuple[str, int]]:
    """The most frequent words that begin so: thousands may, and no more are used."""
    begun = SearchWord.objects.filter(word__startswith=beginning).order_by("-networks", "word")
    chosen = SearchWord.objects.filter(pk__in=begun.values("pk")[:MOST_EXPANSIONS])
    return chosen.values_list("word", "networks")


def _spelt(spellings: set[str]) -> QuerySet[SearchWord, tuple[str, int]]:
    """The words that are found by one of some spellings."""
    near = SearchSpelling.objects.filter(spelling__in=spellings)
    return SearchWord.objects.filter(pk__in=near.values("word")).values_list("word", "networks")


def _forms(
    typed: str, rows: Rows, row_keys: dict[str, frozenset[str]], vocabulary: Vocabulary, typing: bool
) -> list[str]:
    """The words of listings that a word stands for: itself, its forms; what begins so where it is no word."""
    own, names = vocabulary.keys_of(typed), name_keys(typed)
    aliases = vocabulary.aliases.get(typed, ())
    same = [word for word, theirs in row_keys.items() if word in aliases or not own.isdisjoint(theirs)]
    is_known = any(not names.isdisjoint(name_keys(word)) for word in same) or vocabulary.longest([typed])[0]
    found = [typed] if typed in rows else []
    found += [word for word in _by_frequency(same, rows) if word != typed]
    found += [word for word in _kin(typed, row_keys, vocabulary) if word not in found]
    if typing or not is_known:
        forms = tuple(form for form in _all_forms(typed) if len(form) >= SHORTEST_BEGINNING)
        begun = [word for word in rows if word.startswith(forms)] if forms else []
        found += [word for word in _by_frequency(begun, rows) if word not in found]
    return found[:MOST_EXPANSIONS]


def _kin(typed: str, row_keys: dict[str, frozenset[str]], vocabulary: Vocabulary) -> list[str]:
    """The words of listings that are words for the same trade in other languages."""
    kin = vocabulary.kin_of(typed)
    return [word for word, theirs in row_keys.items() if not kin.isdisjoint(theirs)]


def _by_frequency(words: list[str], rows: Rows) -> list[str]:
    return sorted(words, key=lambda word: (-rows[word], word))


def _completed(typed: str, vocabulary: Vocabulary) -> str:
    """The first word of the vocabulary that begins with what was typed."""
    if len(typed) < SHORTEST_OF_VOCABULARY or is_word(typed):
        return ""
    return next((word for word in vocabulary.words if word.startswith(typed)), "")


def _corrections(strangers: list[str], rows: Rows, vocabulary: Vocabulary, typing: bool) -> dict[str, str]:
    """What words that nobody knows were meant to be; of those still being typed what they begin, too."""
    meant = {word: _completed(word, vocabulary) for word in strangers}
    slips = [word for word in strangers if not meant[word] and (not typing or len(word) >= SHORTEST_SLIP)]
    if slips:
        candidates = dict.fromkeys(vocabulary.words, IN_VOCABULARY) | {
            word: number + IN_VOCABULARY * (word in vocabulary.words) for word, number in rows.items()
        }
        for word in slips:
            meant[word] = (
                spoken(word, vocabulary.words, SURE_SOUND)
                or nearest(word, candidates)
                or spoken(word, vocabulary.words)
                or (nearest_beginning(word, candidates) if typing else "")
            )
    return {word: other for word, other in meant.items() if other}


def _of_the_other_keyboard(written: str, vocabulary: Vocabulary) -> list[str]:
    """What the same keys write on another keyboard, where all of it means something."""
    return [
        text
        for text in dict.fromkeys(on_the_other_keyboard(written))
        if (words := content_words(text)) and all(map(vocabulary.knows, words))
    ]


def _all_forms(word: str) -> list[str]:
    return list(arabic_forms(word)) if is_arabic(word) else [word]
