"""Languages: of the site, and of the world by the names CLDR gives them.

Nothing here is typed in by hand: the site's languages come from settings, all others from CLDR
(through Babel), named in the language of the reader.
"""

from functools import cache

from babel import Locale as CLDR
from babel import UnknownLocaleError
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, gettext, override

from .alphabet import alphabetical

SOURCE_LANGUAGE = settings.LANGUAGE_CODE
TERRITORY = "MA"
BRITISH = {"en": "en_GB"}  # the English of this site, in its dates as in its spelling
# Languages without a two-letter code in ISO 639-1 that are spoken in Morocco.
MOROCCAN_LANGUAGES = ("zgh", "shi", "rif", "tzm", "ary")


@cache
def cldr(language_code: str) -> CLDR:
    """The CLDR data of a language as it is used in Morocco, where CLDR knows of that; else of the language.

    Of the source language where CLDR has none. Arabic in Morocco has months and numbers of its own.
    """
    code = language_code.replace("-", "_")
    for name in (BRITISH.get(code, f"{code}_{TERRITORY}"), code, SOURCE_LANGUAGE):
        try:
            return CLDR.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    raise UnknownLocaleError(language_code)


def introduce_languages() -> None:
    """Tell Django of the site's languages that it does not know (Standard Moroccan Tamazight is one)."""
    for code, name in settings.LANGUAGES:
        if code not in LANG_INFO:
            LANG_INFO[code] = {
                "bidi": direction(code) == "rtl",
                "code": code,
                "name": CLDR.parse(code.replace("-", "_")).english_name,
                "name_local": name,
            }


def language_name(code: str, in_language: str | None = None) -> str:
    """The name of a language, in the active language or the one given: ("de", "fr") -> "allemand".

    Where CLDR has none, that of our catalogues for its English name (site/words_of_libraries).
    """
    in_language = in_language or get_language() or SOURCE_LANGUAGE
    if name := cldr(in_language).languages.get(code):
        return name
    with override(in_language):
        return gettext(cldr("en").languages.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of every language with a two-letter code and those of Morocco, by name."""
    return list(_language_choices(get_language() or SOURCE_LANGUAGE))


@cache
def _language_choices(in_language: str) -> tuple[tuple[str, str], ...]:
    known = map(str, cldr("en").languages)
    codes = [code for code in known if len(code) == 2] + list(MOROCCAN_LANGUAGES)
    named = ((code, language_name(code, in_language)) for code in codes)
    return tuple(sorted(named, key=lambda choice: alphabetical(choice[1])))


def direction(language_code: str) -> str:
    """ "rtl" for languages written from right to left, "ltr" for the others."""
    return cldr(language_code).text_direction


def words_attributes(language_code: str) -> str:
    """The attributes of an element whose words are in another language than the page's; "" for none."""
    if not language_code:
        return ""
    return format_html(' lang="{}" dir="{}"', language_code, direction(language_code))


def site_language_choices() -> list[tuple[str, str]]:
    """(code, own name) of every language of the site, as a field's choices."""
    return [(code, native_name(code)) for code, _name in settings.LANGUAGES]


def native_name(language_code: str) -> str:
    """A site language's own name for itself, as settings spell it."""
    names = dict(settings.LANGUAGES)
    return names.get(language_code) or get_language_info(language_code)["name_local"]
