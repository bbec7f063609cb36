"""Which searches are kept: none that looks like a person, a number or an address.

No list has every name. What decides is therefore what may be kept, and in doubt nothing is: a search with one
word that nobody knows is kept, for that is what editors want to read; one with several is not.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from core.dictionaries import is_word
from core.search_text import normalise

from ..models.searches import LONGEST

MOST_WORDS = 8  # what is longer was pasted, and may be anything
NAMES = Path(__file__).with_name("names_of_people.txt")
# A word of an address, of a place or a mailbox, whatever else is there.
ADDRESSES = (
    "rue avenue av bd boulevard impasse lotissement immeuble appartement appt street st road strasse calle"
    " residence quartier hay derb zenqa gmail hotmail outlook yahoo icloud www http https com"
    " شارع زنقه زقاق حي درب اقامه عماره شقه"
)
# What stands before the name of a person.
TITLES = (
    "m mr mme mlle mrs ms miss dr pr prof docteur professeur monsieur madame maitre me mister doctor"
    " professor lalla moulay sidi hajj haj hadj el al ben bent bint ait ould abou abu abd bou"
    " السيد السيده الدكتور الدكتوره الاستاذ الاستاذه الحاج مولاي سيدي لاله بن بنت ابن ايت ابو عبد ولد"
)
# How many family names begin and end; only of a word that no word list has.
FAMILY_NAME = re.compile(
    r"^(?:ben|bel|bou|ait|abd|abou|oul)[a-z]{3,}|[a-z]{2,}(?:aoui|ioui|oussi|ouni|assi)$"
)
MAILBOX_OR_SITE = re.compile(r"@|://|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)


def words_to_keep(typed: str, unknown: Sequence[str] = ()) -> str:
    """The normalised words of a search, "" where they are not kept. `unknown`: those nothing here knows."""
    words = normalise(typed).split()
    text = " ".join(words)
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST:
        return ""
    if (
        MAILBOX_OR_SITE.search(typed)
        or any(map(is_number, words))
        or not set(ADDRESSES.split()).isdisjoint(words)
    ):
        return ""
    strangers = [word for part in unknown for word in normalise(part).split()]
    return "" if names_a_person(words, strangers, typed) else text


def is_number(word: str) -> bool:
    """Figures alone, or three of them: Arabic in Latin letters has one or two among letters (mo7ami)."""
    figures = sum(char.isdigit() for char in word)
    return figures >= 3 or (figures > 0 and figures == len(word))


def names_a_person(words: Sequence[str], strangers: Sequence[str], typed: str) -> bool:
    """Whether normalised words may be somebody's name. `strangers`: those of them that nothing here knows."""
    if any(word in names_of_people() for word in words):
        return True
    titles = set(TITLES.split())
    unheard = [word for word in strangers if not is_word(word)]
    return (
        len(unheard) > 1
        or any(FAMILY_NAME.search(word) for word in unheard)
        or any(before in titles and word in strangers for before, word in pairwise(words))
        or any(normalise(word) in unheard for word in typed.split()[1:] if is_capital(word))
    )


def is_capital(word: str) -> bool:
    """Whether a word is written as a name is, in a script that has capitals."""
    return word[:1].isupper() and word[1:2].isalpha()


@cache
def names_of_people() -> frozenset[str]:
    """Names that are frequent among Moroccans, and given names that are in their host countries."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if line[:1] != "#" for name in normalise(line).split())
