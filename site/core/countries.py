"""The names of countries, by CLDR and ISO 3166-1 through django-countries, read once for each language."""

import gettext
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django_countries
from django.utils.translation import get_language, override, to_locale
from django_countries import countries

from .languages import SOURCE_LANGUAGE, cldr

CATALOGUES = Path(django_countries.__file__).parent / "locale"


@cache
def country_names(language_code: str) -> dict[str, str]:
    """The name of every country in a language: {ISO 3166-1 alpha-2 code: name}.

    Where django-countries has no catalogue for the language, CLDR's names, and where it has none, the
    source language's.
    """
    if language_code != "en" and not gettext.find("django", CATALOGUES, [to_locale(language_code)]):
        return country_names(SOURCE_LANGUAGE) | {
            code: name
            for code, name in cldr(language_code).territories.items()
            if code in country_names(SOURCE_LANGUAGE)
        }
    with override(language_code):
        return dict(countries)


class NamedCountry(NamedTuple):
    """A country, and its name in the language of the reader."""

    code: str
    name: str


def named_country(code: object) -> NamedCountry:
    """The NamedCountry of a code, in the active language."""
    return NamedCountry(str(code), country_name(str(code)))


def country_name(code: str) -> str:
    """The name of a country in the active language; the code itself where nobody knows it."""
    return country_names(get_language() or SOURCE_LANGUAGE).get(code, code)
