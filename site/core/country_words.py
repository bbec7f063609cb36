"""What people call a country and those who live there, in whichever language they write."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.core import get_global
from django.conf import settings

from .countries import all_names, country_names
from .languages import SOURCE_LANGUAGE, cldr

OURS = Path(__file__).with_name("country_words.toml")
# Every site is read by people of these, whichever languages it is written in.
LANGUAGES = ("fr", "en", "ar", "es")


class CountryWords(NamedTuple):
    """The names of a country, and what its people and things are called."""

    names: frozenset[str]
    people: frozenset[str]
    cities: tuple[tuple[str, ...], ...]  # each by its names, the largest first


class RegionWords(NamedTuple):
    """The names of a part of the world, and the codes of its countries."""

    names: tuple[str, ...]
    countries: tuple[str, ...]


@cache
def region_words() -> tuple[RegionWords, ...]:
    """The parts of the world that people name."""
    regions = tomllib.loads(OURS.read_text())["regions"].values()
    return tuple(RegionWords(tuple(region["names"]), tuple(region["countries"])) for region in regions)


@cache
def country_words() -> dict[str, CountryWords]:
    """{ISO 3166-1 alpha-2 code: CountryWords}, as written: CLDR's, the site's and a short list of ours."""
    ours = tomllib.loads(OURS.read_text())
    languages = {*LANGUAGES, *(code for code, _name in settings.LANGUAGES)}
    words, known_cities = {}, _cities()
    for code in country_names(SOURCE_LANGUAGE):
        names = {cldr(language).territories.get(code, "") for language in languages}
        names |= {name for language in languages for name in all_names(code, language)}
        of_ours = ours.get(code, {"names": [], "people": []})
        names |= set(of_ours["names"])
        cities = [tuple(city.split("/")) for city in of_ours.get("cities", ())]
        cities += sorted(known_cities.get(code, ()))
        words[code] = CountryWords(
            frozenset(filter(None, names)),
            frozenset(of_ours["people"]),
            tuple(city for city in cities if names.isdisjoint(city)),
        )
    return words


def _cities() -> dict[str, set[tuple[str, ...]]]:
    """{code: cities after which CLDR names time zones}: capitals mostly, by the names people write."""
    cities: dict[str, set[tuple[str, ...]]] = {}
    for zone, code in get_global("zone_territories").items():
        own = zone.rpartition("/")[2].replace("_", " ")
        names = {cldr(language).time_zones.get(zone, {}).get("city") or own for language in LANGUAGES}
        cities.setdefault(code, set()).add(tuple(sorted(names | {own})))
    return cities
