"""From words to terms: phrases that mean something here are recognised, the rest stands for itself."""

from dataclasses import dataclass, field

from .known_words import KnownWords
from .vocabulary import Meaning, Vocabulary

LONGEST_PHRASE = 5  # words


@dataclass(eq=False)
class Term:
    """A word of the query, or several that mean something together, and what it stands for."""

    typed: str
    groups: list[list[str]] = field(default_factory=list)  # for each word, the words of listings
    meanings: tuple[Meaning, ...] = ()  # the likeliest first
    networks: int = 0  # listings that have one of the words, counted once for each
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
        length, meanings = vocabulary.longest(rest[:LONGEST_PHRASE])
        of_term, rest = rest[: length or 1], rest[length or 1 :]
        groups = [words.meant[word] for word in of_term]
        terms.append(
            Term(
                " ".join(of_term),
                groups,
                meanings,
                min(words.networks(word) for word in of_term) if all(groups) else 0,
            )
        )
    return terms
