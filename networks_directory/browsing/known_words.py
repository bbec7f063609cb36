"""The words of listings that typed words are, are forms or beginnings of, or were meant to be."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Value

from core.dictionaries import is_word
from core.search_text import normalise
from core.search_words import arabic_forms, content_words, is_arabic, keys, name_keys

from ..index.words import LONGEST_WORD, deletions
from ..models.listing_index import IndexedName, SearchSpelling, SearchWord
from .slips import SURE_SOUND, nearest, on_the_other_keyboard, spoken
from .vocabulary import Vocabulary

SHORTEST_BEGINNING = 3  # letters from which a word also stands for the words that begin with it
SHORTEST_OF_VOCABULARY = 4  # letters of a beginning of a word that means something
MOST_EXPANSIONS = 24  # words that one typed word may stand for, the most frequent first
IN_VOCABULARY = 1_000_000  # what a word that means something weighs among those that may have been meant
Rows = dict[str, int]  # words of listings, and how many listings have them


@dataclass
class KnownWords:
    """What is known of typed words. `understood` are they, or what they were taken for, in their order."""

    understood: list[str] = field(default_factory=list)
    meant: dict[str, list[str]] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    named: list[int] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)

    def networks(self, word: str) -> int:
        return sum(self.rows[meant] for meant in self.meant[word])


def words_near(
    typed: list[str], written: str, vocabulary: Vocabulary, literal: bool, typing: bool
) -> KnownWords:
    """The KnownWords of a query. One query."""
    known = KnownWords()
    rows, known.named = _rows_of(typed, written, vocabulary)
    strangers = []
    for written_word in typed:
        word = written_word
        known.meant[word] = _forms(word, rows, vocabulary, typing and word == typed[-1])
        if not known.meant[word] and not vocabulary.knows(word):
            if completed := _completed(word, vocabulary):
                word = completed
                known.meant[word] = _forms(word, rows, vocabulary, typing=False)
            else:
                strangers.append(word)
        known.understood.append(word)
    known.rows = rows
    if strangers and not typing:
        _correct(strangers, known, written, vocabulary, literal)
    return known


def _rows_of(typed: list[str], written: str, vocabulary: Vocabulary) -> tuple[Rows, list[int]]:
    """(words of listings that are those typed, or begin so, or are near; networks named so). One query.

    A UNION, of which PostgreSQL can answer each branch from an index.
    """
    typed = [word for word in typed if len(word) <= LONGEST_WORD]
    begun = Q(word__in={*typed, *(alias for word in typed for alias in vocabulary.aliases.get(word, ()))})
    for word in typed:
        for form in _all_forms(word):
            if len(form) >= SHORTEST_BEGINNING:
                begun |= Q(word__startswith=form)
    spellings = {key for word in typed for key in keys(word)}
    for word in typed:
        if not vocabulary.knows(word):  # it may be a typing error
            spellings |= {spelling for form in _all_forms(word) for spelling in deletions(form)}
    names = {normalise(written), " ".join(content_words(written))}
    named = IndexedName.objects.filter(Q(name__in=names) | Q(acronym__in=names | set(typed)))
    rows = list(
        SearchWord.objects.filter(begun)
        .values_list("word", "networks")
        .union(
            _spelt(spellings),
            named.annotate(no_word=Value("")).values_list("no_word", "network"),
        )
    )
    return {word: number for word, number in rows if word}, [number for word, number in rows if not word]


def _spelt(spellings: set[str]) -> QuerySet[SearchWord, tuple[str, int]]:
    """The words that are found by one of some spellings."""
    near = SearchSpelling.objects.filter(spelling__in=spellings)
    return SearchWord.objects.filter(pk__in=near.values("word")).values_list("word", "networks")


def _forms(typed: str, rows: Rows, vocabulary: Vocabulary, typing: bool) -> list[str]:
    """The words of listings that a word stands for: itself, its forms; what begins so where it is no word."""
    own, names = vocabulary.keys_of(typed), name_keys(typed)
    aliases = vocabulary.aliases.get(typed, ())
    same = [word for word in rows if word in aliases or not own.isdisjoint(keys(word))]
    is_known = any(not names.isdisjoint(name_keys(word)) for word in same) or vocabulary.longest([typed])[0]
    found = [typed] if typed in rows else []
    found += [word for word in _by_frequency(same, rows) if word != typed]
    if typing or not is_known:
        forms = tuple(form for form in _all_forms(typed) if len(form) >= SHORTEST_BEGINNING)
        begun = [word for word in rows if word.startswith(forms)] if forms else []
        found += [word for word in _by_frequency(begun, rows) if word not in found]
    return found[:MOST_EXPANSIONS]


def _by_frequency(words: list[str], rows: Rows) -> list[str]:
    return sorted(words, key=lambda word: (-rows[word], word))


def _completed(typed: str, vocabulary: Vocabulary) -> str:
    """The first word of the vocabulary that begins with what was typed."""
    if len(typed) < SHORTEST_OF_VOCABULARY or is_word(typed):
        return ""
    return next((word for word in vocabulary.words if word.startswith(typed)), "")


def _correct(
    strangers: list[str], known: KnownWords, written: str, vocabulary: Vocabulary, literal: bool
) -> None:
    """Take words that nobody knows for those they were meant to be; only offer it for words."""
    candidates = dict.fromkeys(vocabulary.words, IN_VOCABULARY) | {
        word: number + IN_VOCABULARY * (word in vocabulary.words) for word, number in known.rows.items()
    }
    for typed in strangers:
        meant = spoken(typed, vocabulary.words, SURE_SOUND)
        meant = meant or nearest(typed, candidates) or spoken(typed, vocabulary.words)
        if not meant:
            continue
        if literal or is_word(typed):
            if vocabulary.longest([meant])[0]:
                known.offered.append(normalise(written).replace(typed, meant))
            continue
        known.corrected[typed] = meant
        known.understood[known.understood.index(typed)] = meant
        known.meant[meant] = [word for word in known.rows if not keys(word).isdisjoint(keys(meant))][
            :MOST_EXPANSIONS
        ]
    if len(strangers) == len(known.understood) and not known.corrected:
        known.offered += [
            text
            for text in dict.fromkeys(on_the_other_keyboard(written))
            if (words := content_words(text)) and all(map(vocabulary.knows, words))
        ]


def _all_forms(word: str) -> list[str]:
    return list(arabic_forms(word)) if is_arabic(word) else [word]
