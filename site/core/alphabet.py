"""The alphabetical order of words that are sorted here and not by the database."""

from .search_text import normalise

# Letters of Arabic that stand elsewhere than those they are found by: آ before ا, ة beside ت.
PLACES = str.maketrans({"آ": "ءا", "ة": "ت"})


def alphabetical(text: object) -> tuple[str, str]:
    """A sort key, as CLDR sorts: accents, capitals and hamzas decide only where nothing else does.

    An article is part of its word. Unlike CLDR, a hyphen is a space.
    """
    words = str(text)
    return normalise(words.translate(PLACES)), words
