"""The one function that makes two spellings of the same words equal, for indexing, querying and marking."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import lru_cache

# Letters that Arabic writers use for one another, and the tatweel that only stretches a word.
ARABIC_VARIANTS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "",
})  # fmt: skip
NOT_A_WORD = re.compile(r"[\W_]+")
# A word as it is written, with the diacritics inside it.
WORD = re.compile(r"[\w\u064b-\u065f\u0300-\u036f]+")


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Lower case, no accents, no Arabic diacritics or letter variants, single spaces between words.

    >>> normalise("Aéronautique  &  ESPACE")
    'aeronautique espace'
    """
    text = text.translate(ARABIC_VARIANTS)
    # Before casefold(), as compatibility forms hide capitals; what is decomposed stays so when it is folded.
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return NOT_A_WORD.sub(" ", text.translate(ARABIC_VARIANTS)).strip()


def marked_pieces(text: str, matched: AbstractSet[str]) -> list[tuple[str, bool]]:
    """A text in pieces, [(piece, whether it matches)]: a word matches when it is in `matched`, normalised."""
    pieces, end = [], 0
    for token in WORD.finditer(text):
        if not matched.isdisjoint(normalise(token[0]).split()):
            pieces += [(text[end : token.start()], False), (token[0], True)]
            end = token.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
