"""From words to terms: phrases that mean something here are recognised, the rest stands for itself."""

from dataclasses import dataclass, field

from ..models.fields_of_activity import MOST_LINES
from .known_words import KnownWords
from .vocabulary import Meaning, Phrase, Vocabulary

LONGEST_PHRASE = 5  # words
FAR_BEHIND = 12  # places among the words of a field, the first of which say most of it


@dataclass(eq=False)
class Term:
    """A word of the query, or several that mean something together, and what it stands for."""

    typed: str
    groups: list[list[str]] = field(default_factory=list)  # for each word, the words of listings
    kin: frozenset[str] = frozenset()  # those of them that are other words for a trade
    meanings: tuple[Meaning, ...] = ()  # the likeliest first
    asides: frozenset[str] = frozenset()  # fields of which the word is one of the last
    networks: int = 0  # listings that may have all the words, counted once for each
    some_networks: int = 0  # listings that have one of the words, counted once for each
    common: bool = False

    @property
    def meant(self) -> list[list[str]]:
        """The words of listings for each word; none where a listing cannot have all of them."""
        return self.groups if all(self.groups) else []

    def values(self, kind: str) -> list[str]:
        """The values of one kind that the term may mean."""
        return [meaning.value for meaning in self.meanings if meaning.kind == kind]

    @property
    def narrow_meanings(self) -> list[Meaning]:
        return [meaning for meaning in self.meanings if meaning.kind != "all"]

    @property
    def is_of_all(self) -> bool:
        """Whether it says what all networks are."""
        return bool(self.meanings) and not self.narrow_meanings


def terms_of(words: KnownWords, vocabulary: Vocabulary) -> list[Term]:
    """The terms of a query, in its order: the longest phrases first, from the left."""
    terms, rest = [], list(words.understood)
    while rest:
        phrases = vocabulary.phrases_of(rest[:LONGEST_PHRASE])
        length = len(phrases[0].keys) if phrases else 1
        of_term, rest = rest[:length], rest[length:]
        groups = [words.meant[word] for word in of_term]
        numbers = [words.networks(word) for word in of_term]
        terms.append(
            Term(
                " ".join(of_term),
                groups,
                frozenset(known for group in groups for known in group if known in words.kin),
                tuple(dict.fromkeys(phrase.meaning for phrase in phrases)),
                _asides(phrases),
                min(numbers) if all(groups) else 0,
                sum(numbers),
            )
        )
    return terms


def _asides(phrases: list[Phrase]) -> frozenset[str]:
    """The fields among whose words a phrase stands far behind its place in another (lawyers: law)."""
    fields = [phrase for phrase in phrases if phrase.meaning.kind == "field"]
    if not fields or fields[0].place % MOST_LINES > FAR_BEHIND:
        return frozenset()
    near = {phrase.meaning.value for phrase in fields if phrase.place <= fields[0].place + FAR_BEHIND}
    return frozenset(phrase.meaning.value for phrase in fields) - near
