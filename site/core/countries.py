"""The names of countries by CLDR, in the alphabetical order of their language; read once for each language.

Which countries there are, django-countries says (ISO 3166-1 without COUNTRIES_OVERRIDE). The names it has for
them are older ones: addresses are made of them, and search finds by them too.
"""

import gettext
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django_countries
from django.utils.translation import get_language, override, to_locale
from django.utils.translation import gettext_lazy as _
from django_countries import Countries, CountryTuple, countries

from .alphabet import alphabetical
from .languages import SOURCE_LANGUAGE, TERRITORY, cldr

CATALOGUES = Path(django_countries.__file__).parent / "locale"
# The short names of CLDR, for those whose other name does not fit into a list: Babel leaves them out.
SHORT_NAMES = {"HK": _("Hong Kong"), "MO": _("Macao"), "PS": _("Palestine")}


@cache
def country_names(language_code: str) -> dict[str, str]:
    """The name of every country in a language, by name: {ISO 3166-1 alpha-2 code: name}.

    Where CLDR has none in that language, its name in the source language.
    """
    known = {**cldr(SOURCE_LANGUAGE).territories, **cldr(language_code).territories}
    with override(language_code):
        names = {code: str(SHORT_NAMES.get(code, known[code])) for code in countries.countries}
    return dict(sorted(names.items(), key=lambda country: alphabetical(country[1])))


@cache
def older_names(language_code: str) -> dict[str, str]:
    """The name of every country by django-countries, {code: name}; by CLDR where that lacks the language."""
    if language_code == "en" or gettext.find("django", CATALOGUES, [to_locale(language_code)]):
        with override(language_code):
            return dict(countries)
    known, names = cldr(language_code).territories, older_names(SOURCE_LANGUAGE)
    return {code: known.get(code, name) for code, name in names.items()}


def all_names(code: str, language_code: str) -> list[str]:
    """What a country is called in a language, its usual name first: whatever somebody may look for."""
    named = country_names(language_code).get(code, ""), older_names(language_code).get(code, "")
    return list(dict.fromkeys(filter(None, named)))


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


class CountriesByName(Countries):
    """Those of django-countries, by our names and in our order: what a CountryField offers."""

    def __iter__(self) -> Iterator[CountryTuple]:
        names = country_names(get_language() or SOURCE_LANGUAGE)
        return (CountryTuple(code, name) for code, name in names.items())

    def translate_pair(self, code: str, name: object = None) -> CountryTuple:
        return CountryTuple(code, country_name(code))


class CountriesAbroad(CountriesByName):
    """All but Morocco: a field that offers these refuses it."""

    def __iter__(self) -> Iterator[CountryTuple]:
        return (country for country in super().__iter__() if country.code != TERRITORY)
