"""What a word that nobody knows was meant to be: typing errors, Arabic in Latin letters, another keyboard."""

import re
from collections.abc import Iterable, Mapping

from core.search_words import arabic_forms, is_arabic

from ..index.words import errors_forgiven

ROWS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرليوزظ"),
)
VOWELS = "aeiouy"
NEIGHBOUR, VOWEL, ANY = 0.8, 0.9, 1.0  # what one letter for another costs: all of them are one error

# The keys of the Arabic keyboard and those of the Latin ones in the same places; two letters where it has لا.
ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ"
LATIN_KEYS = ("qwertyuiop[]asdfghjkl;'zxcvnm,./", "azertyuiop^$qsdfghjklmùwxcvn,;:!")

# Arabic letters as the Latin ones that people write for them, without the vowels, which few write alike.
SOUNDS = str.maketrans({
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "", "غ": "g", "ف": "f", "ق": "k",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ا": "", "و": "", "ي": "", "ء": "",
})  # fmt: skip
LATIN_SOUNDS = (
    ("kh", "x"), ("gh", "g"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("3", ""),
    ("2", ""), ("7", "h"), ("5", "x"), ("9", "k"), ("8", "g"), ("6", "t"), ("q", "k"), ("p", "b"), ("v", "f"),
    ("w", ""),
)  # fmt: skip
SHORTEST_SOUND = 3  # consonants
SHORTEST_OFFERED = 6  # letters of a word that is a word, from which another may have been meant
SURE_SOUND = 4  # consonants from which a sound tells more than a typing error


def _neighbours() -> set[tuple[str, str]]:
    """Pairs of letters whose keys touch, on one of the keyboards."""
    pairs = set()
    for rows in ROWS:
        places = {letter: (x, y) for y, row in enumerate(rows) for x, letter in enumerate(row)}
        pairs |= {
            (one, other)
            for one, (x, y) in places.items()
            for other, (u, v) in places.items()
            if one != other and abs(x - u) <= 1 and abs(y - v) <= 1
        }
    return pairs


NEIGHBOURS = _neighbours()


def nearest(typed: str, words: Mapping[str, int]) -> str:
    """Of some words the one that was meant by a typing error, "" for none. `words` have weights.

    Of those that are as near, the one with the greatest weight.
    """
    forms = list(arabic_forms(typed)) if is_arabic(typed) else [typed]
    best = (99.0, 0, "")
    for form in forms:
        most, letters = errors_forgiven(form), set(form)
        if not most:
            continue
        for word, weight in words.items():
            # What is quickly told first: these are thousands of words.
            if abs(len(word) - len(form)) <= most and len(letters.symmetric_difference(word)) <= 2 * most:
                cost = errors_between(form, word, most)
                if cost <= most:
                    best = min(best, (cost + (form[0] != word[0]) * 0.5, -weight, word))
    return best[2]


def nearest_beginning(typed: str, words: Mapping[str, int]) -> str:
    """Of some words the one whose beginning was meant by a typing error, "" for none."""
    begun: dict[str, str] = {}
    for word in sorted(words, key=lambda word: -words[word]):
        if len(word) > len(typed):
            begun.setdefault(word[: len(typed)], word)
    return begun.get(nearest(typed, dict.fromkeys(begun, 0)), "")


def is_another(one: str, other: str, means_something: bool = False) -> bool:
    """Whether a word may be offered for one that is a word itself: it means something, or most is the same.

    Of a short one ("taxi", "join") any letter is too much.
    """
    same = 2 * len(one) // 3
    return len(one) >= SHORTEST_OFFERED and (means_something or one[:same] == other[:same])


def errors_between(one: str, other: str, most: int) -> float:
    """How many letters are wrong, missing, too many or swapped with the next; too many: over `most`."""
    before: list[float] = []
    row = [float(n) for n in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        before, row, last = row, [float(i)], before
        for j, theirs in enumerate(other, 1):
            cost = min(
                row[-1] + _gap(theirs), before[j] + _gap(letter), before[j - 1] + _cost(letter, theirs)
            )
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs and letter != theirs:
                cost = min(cost, last[j - 2] + ANY)
            row.append(cost)
        if min(row) > most:
            return most + 1.0
    return row[-1]


def _gap(letter: str) -> float:
    """What a letter too many or one that is missing costs."""
    return VOWEL if letter in VOWELS else ANY


def _cost(one: str, other: str) -> float:
    if one == other:
        return 0
    if (one, other) in NEIGHBOURS:
        return NEIGHBOUR
    return VOWEL if one in VOWELS and other in VOWELS else ANY


def spoken(typed: str, words: Iterable[str], shortest: int = SHORTEST_SOUND) -> str:
    """The Arabic word that a word in Latin letters sounds like ("tabib"), "" for none."""
    sounds = {latin_sound(typed), latin_sound(re.sub("^[ae]l", "", typed))}
    sounds = {sound for sound in sounds if len(sound) >= shortest}
    arabic = (word for word in words if sounds and is_arabic(word))
    return next((word for word in arabic if not sounds.isdisjoint(arabic_sounds(word))), "")


def arabic_sounds(word: str) -> set[str]:
    """The consonants of an Arabic word, with the article and without."""
    return {form.removesuffix("ه").translate(SOUNDS) for form in (word, word.removeprefix("ال"))}


def latin_sound(word: str) -> str:
    for letters, sound in LATIN_SOUNDS:
        word = word.replace(letters, sound)
    word = re.sub(r"(.)\1+", r"\1", word)  # doubled in Latin letters only
    return re.sub(f"[{VOWELS}]", "", word.removesuffix("ah"))


def on_the_other_keyboard(text: str) -> list[str]:
    """What the same keys write on an Arabic keyboard, or on the Latin ones."""
    text = text.casefold()
    if any(map(is_arabic, text)):
        text = text.replace("لا", "b").replace("لأ", "G").replace("لإ", "T")
        return [text.translate(str.maketrans(ARABIC_KEYS, keys)) for keys in LATIN_KEYS]
    return [text.translate(str.maketrans(keys, ARABIC_KEYS)).replace("b", "لا") for keys in LATIN_KEYS]
