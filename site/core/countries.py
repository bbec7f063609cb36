"""The names of countries, by CLDR and ISO 3166-1 through django-countries, read once for each language."""

from functools import cache

from django.utils.translation import get_language, override
from django_countries import countries

from .languages import SOURCE_LANGUAGE


@cache
def country_names(language_code):
    """The name of every country in a language: {ISO 3166-1 alpha-2 code: name}."""
    with override(language_code):
        return dict(countries)


def country_name(code):
    """The name of a country in the active language; the code itself where nobody knows it."""
    return country_names(get_language() or SOURCE_LANGUAGE).get(code, code)
