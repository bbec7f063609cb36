"""The one function that makes two spellings of the same words equal, for indexing and for querying."""

import re
import unicodedata

# Letters that Arabic writers use for one another, and the tatweel that only stretches a word.
ARABIC_VARIANTS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "",
})  # fmt: skip
NOT_A_WORD = re.compile(r"[\W_]+")


def normalise(text):
    """Lower case, no accents, no Arabic diacritics or letter variants, single spaces between words.

    >>> normalise("Aéronautique  &  ESPACE")
    'aeronautique espace'
    """
    text = text.translate(ARABIC_VARIANTS)
    # Twice around casefold(): compatibility forms hide capitals, and folding makes new combinations.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    return NOT_A_WORD.sub(" ", text.translate(ARABIC_VARIANTS)).strip()
