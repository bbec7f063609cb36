"""The one function that makes two spellings of the same words equal, for indexing, querying and marking."""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

# Letters that Arabic writers use for one another, and the tatweel that only stretches a word.
ARABIC_VARIANTS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "",
})  # fmt: skip
# Latin letters that Unicode does not take apart; each as writers without it type it, after case folding.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ƶ": "z"})
# What is in a text and not to be seen: soft hyphens, joiners, directions.
INVISIBLE = dict.fromkeys([
    0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
    *range(0x2066, 0x206A), 0xFEFF,
])  # fmt: skip
NOT_A_WORD = re.compile(r"[\W_]+")
# Letters with a full stop behind each: an acronym, as some write it.
DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|(?<![\w.])[^\W\d_]\.[^\W\d_](?![\w.])")
# A word as it is written, with the diacritics and the invisible characters inside it.
WORD = re.compile(r"[\w\u00ad\u064b-\u065f\u0300-\u036f\u200b-\u200f\u2060\ufeff]+")


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Lower case, no accents, no Arabic diacritics or letter variants, single spaces between words.

    >>> normalise("Aéronautique  &  ESPACE, D.M.K.")
    'aeronautique espace dmk'
    """
    text = text.translate(INVISIBLE).translate(ARABIC_VARIANTS)
    # Before casefold(), as compatibility forms hide capitals; what is decomposed stays so when it is folded.
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.translate(ARABIC_VARIANTS).translate(LETTERS)
    text = DOTTED.sub(lambda acronym: acronym[0].replace(".", "") + " ", text)
    return NOT_A_WORD.sub(" ", text).strip()


def as_written(words: Iterable[str], text: str) -> list[str]:
    """Normalised words as they are written in a text; as they are, where they are not in it."""
    written = {normalise(token[0]): token[0] for token in WORD.finditer(text)}
    return [written.get(word, word) for word in words]


def marked_pieces(text: str, matched: AbstractSet[str]) -> list[tuple[str, bool]]:
    """A text in pieces, [(piece, whether it matches)]: a word matches when it is in `matched`, normalised."""
    pieces, end = [], 0
    for token in WORD.finditer(text):
        if not matched.isdisjoint(normalise(token[0]).split()):
            pieces += [(text[end : token.start()], False), (token[0], True)]
            end = token.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
