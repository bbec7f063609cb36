"""Languages: of the site, and of the world by the names CLDR gives them.

Nothing here is typed in by hand: the site's languages come from settings, all others from CLDR
(through Babel), named in the language of the reader.
"""

from functools import cache

from babel import Locale as CLDR
from babel import UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, get_language_info

SOURCE_LANGUAGE = settings.LANGUAGE_CODE
# Languages without a two-letter code in ISO 639-1 that are spoken in Morocco.
MOROCCAN_LANGUAGES = ("zgh", "shi", "rif", "tzm", "ary")


@cache
def cldr(language_code):
    """The CLDR data of a language, or of the source language where CLDR has none."""
    try:
        return CLDR.parse(language_code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return CLDR.parse(SOURCE_LANGUAGE)


def language_name(code, in_language=None):
    """The name of a language, in the active language or the one given: ("de", "fr") -> "allemand"."""
    names = cldr(in_language or get_language() or SOURCE_LANGUAGE).languages
    return names.get(code) or cldr("en").languages.get(code, code)


def language_choices():
    """(code, name) of every language with a two-letter code and those of Morocco, by name."""
    codes = [code for code in cldr("en").languages if len(code) == 2] + list(MOROCCAN_LANGUAGES)
    return sorted(
        ((code, language_name(code)) for code in codes),
        key=lambda choice: choice[1].casefold(),
    )


def direction(language_code):
    """ "rtl" for languages written from right to left, "ltr" for the others."""
    return "rtl" if language_code.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def native_name(language_code):
    """A site language's own name for itself, as settings spell it."""
    names = dict(settings.LANGUAGES)
    return names.get(language_code) or get_language_info(language_code)["name_local"]
