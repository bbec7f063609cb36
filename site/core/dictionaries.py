"""Whether a word is a word: of French, English, Arabic or Spanish, by the word lists of pyspellchecker."""

import gzip
import json
import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from zlib import crc32

from .search_text import ARABIC_VARIANTS

LANGUAGES = ("fr", "en", "ar", "es")
# How often a word must stand in the texts the lists were made of: what is rarer is as often a misspelling.
FREQUENT = 100
SIGNS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670]")  # accents and diacritics, taken apart


def is_word(word: str) -> bool:
    """Whether a normalised word is one of a dictionary: it is not a typing error."""
    known, wanted = _known_words(), crc32(word.encode())
    at = bisect_left(known, wanted)
    return at < len(known) and known[at] == wanted


@cache
def _known_words() -> "array[int]":
    """The words of all lists as sorted checksums: two megabytes rather than fifty. Takes a second, once."""
    texts = []
    for code in LANGUAGES:
        data = files("spellchecker").joinpath("resources", f"{code}.json.gz").read_bytes()
        words = json.loads(gzip.decompress(data))
        texts.append("\n".join(word for word, number in words.items() if number >= FREQUENT))
    # All at once what normalise() does to each.
    text = unicodedata.normalize("NFKD", "\n".join(texts).translate(ARABIC_VARIANTS)).casefold()
    text = SIGNS.sub("", text).translate(ARABIC_VARIANTS)
    return array("I", sorted({crc32(word.encode()) for word in text.split()}))
