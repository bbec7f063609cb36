"""The last part of an address, and what is proposed where nobody has typed one (decision 0022)."""

import re
import unicodedata
from urllib.parse import quote

from django.utils.text import slugify
from wagtail.admin.widgets import SlugInput

LONGEST = 40  # letters of a proposed slug
LONGEST_ENCODED = 150  # signs as it is shared: six for an Arabic letter
LITTLE_WORD = 3  # letters; no slug that was cut ends with one ("reseau-des")
ELISION = re.compile(r"\b\w{1,2}['’ʼ]")
WORD = re.compile(r"[^\W_]+")
# Signs that no word needs, and letters that stand for two.
SPELT_OUT = str.maketrans({"'": "", "’": "", "ʼ": "", "ـ": "", "œ": "oe", "æ": "ae", "ß": "ss"})


def proposed_slug(title: str) -> str:
    """A short and readable slug for a title: its first words, without accents on Latin letters.

    static/js/proposed-slug.js makes the same one while an editor types a title.

    >>> proposed_slug("L’accès à l’œuvre")
    'acces-a-oeuvre'
    """
    text = ELISION.sub(" ", unicodedata.normalize("NFC", title.lower())).translate(SPELT_OUT)
    letters = (_folded(letter) for letter in text if not unicodedata.combining(letter))
    words = WORD.findall("".join(letters))
    slug = words[:1]
    for word in words[1:]:
        longer = "-".join([*slug, word])
        if len(longer) > LONGEST or len(quote(longer)) > LONGEST_ENCODED:
            while len(slug) > 1 and len(slug[-1]) <= LITTLE_WORD:
                slug.pop()
            break
        slug.append(word)
    return "-".join(slug)[:LONGEST]


def _folded(letter: str) -> str:
    """A Latin letter without its accent; a letter of another script as it is."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def slug_of(name: str) -> str:
    """What stands for a whole name in an address, where nobody types one; other scripts stay as they are."""
    return slugify(name) or slugify(name, allow_unicode=True)


class ProposedSlugInput(SlugInput):
    """Wagtail's, which follows the title while a page is new: with what proposed_slug() makes of it."""

    class Media:
        js = ["js/proposed-slug.js"]
