"""Pages of their own for every country and every field of activity that has networks.

They are views of the directory at an address below its own ("countries/germany/", "domaines/sante/"),
translated like everything else, so that a link to them can be read and kept.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.text import slugify

from core.countries import country_name, country_names

from .browsing import Browsing, Choice, by_name, field_names, name_in
from .choices import Family
from .facets import LIVE, WORLDWIDE, Bitmaps


def slug_of(name):
    """What stands for a name in an address; letters of other scripts stay as they are."""
    return slugify(name) or slugify(name, allow_unicode=True)


@cache
def country_slugs(language_code):
    """The slug of every country in a language: {code: slug}."""
    return {code: slug_of(name) for code, name in country_names(language_code).items()}


def field_slugs(names, language_code):
    """The slug of every field in a language, from field_names(): {code: slug}, no two the same."""
    slugs = {code: slug_of(name_in(name, language_code)) for code, name in names.items()}
    return {code: slug if list(slugs.values()).count(slug) == 1 else code for code, slug in slugs.items()}


def sub_path(language_code, route, *arguments):
    """The address of a view of the directory below the directory's own, in a language."""
    from .models import NetworksDirectoryPage  # its views import this module

    with translation.override(language_code):
        return NetworksDirectoryPage.get_resolver().reverse(route, *arguments)


@cache
def country_path(code, language_code):
    """ "DE" -> "countries/germany/"."""
    return sub_path(language_code, "country", country_slugs(language_code)[code])


def field_path(code, names, language_code):
    """ "health" -> "fields/health/"."""
    return sub_path(language_code, "field", field_slugs(names, language_code)[code])


def country_choices(bitmaps, language_code):
    """Countries that live networks are based in or serve, by name, as Choices."""
    live = bitmaps[LIVE, language_code]
    choices = [
        Choice(code, country_name(code), (bitmaps["country", code] & live).bit_count())
        for code in bitmaps.values_of("country")
    ]
    return by_name(choice for choice in choices if choice.count)


def field_choices(bitmaps, names, language_code):
    """Fields of activity of live networks, by name, as Choices."""
    live = bitmaps[LIVE, language_code]
    choices = [
        Choice(code, name_in(name, language_code), (bitmaps["field", code] & live).bit_count())
        for code, name in names.items()
    ]
    return by_name(choice for choice in choices if choice.count)


def load_entrances():
    """The bitmaps of languages, families, countries and fields. One query."""
    return Bitmaps.load(Q(facet__in=[LIVE, WORLDWIDE, "family", "country", "field"]))


def family_counts(bitmaps, language_code):
    """The number of live networks of each family."""
    live = bitmaps[LIVE, language_code]
    return {family: (bitmaps["family", family] & live).bit_count() for family in Family.values}


def entrances(bitmaps, language_code):
    """Ways into the directory: countries and fields with their paths, the two questions. One query."""
    names = field_names()
    fields = field_choices(bitmaps, names, language_code)
    slugs = field_slugs(names, language_code)
    for choice in fields:
        choice.path = sub_path(language_code, "field", slugs[choice.value])
    return {
        "countries": linked_countries(bitmaps, language_code),
        "fields": fields,
        "which_path": sub_path(language_code, "which_network"),
    }


def linked_countries(bitmaps, language_code):
    """country_choices(), each with the path of its page."""
    countries = country_choices(bitmaps, language_code)
    for choice in countries:
        choice.path = country_path(choice.value, language_code)
    return countries


def further_views(browsing):
    """What the directory's templates link to beside the list: countries, coverage, two questions."""
    language_code = browsing.language_code
    worldwide = browsing.bitmaps[WORLDWIDE, "yes"] & browsing.bitmaps[LIVE, language_code]
    return {
        "countries": linked_countries(browsing.bitmaps, language_code),
        "worldwide": worldwide.bit_count(),
        "coverage_path": sub_path(language_code, "coverage"),
        "which_path": sub_path(language_code, "which_network"),
    }


@dataclass
class Landing:
    """The page of a country or a field: its name, and its networks."""

    kind: str
    value: str
    name: str
    browsing: Browsing

    @property
    def country(self):
        """The country's code, "" for a field."""
        return self.value if self.kind == "country" else ""


def country_landing(slug, frame):
    """The Landing of the country with this slug in the reader's language; None if no network is there."""
    slugs = {slug: code for code, slug in country_slugs(frame.language_code).items()}
    code = slugs.get(slug)
    if code is None:
        return None
    browsing = Browsing(frame.request.GET, frame, {"country": code})
    languages = _languages_with(browsing.bitmaps, "country", code)
    if frame.language_code not in languages:
        return None
    frame.sub_paths = {language: country_path(code, language) for language in languages}
    return _landing("country", code, country_name(code), browsing)


def field_landing(slug, frame):
    """The Landing of the field with this slug in the reader's language; None if it has no network."""
    names = field_names()
    slugs = {slug: code for code, slug in field_slugs(names, frame.language_code).items()}
    code = slugs.get(slug)
    if code is None:
        return None
    browsing = Browsing(frame.request.GET, frame, {"field": code})
    browsing.field_names = names
    languages = _languages_with(browsing.bitmaps, "field", code)
    if frame.language_code not in languages:
        return None
    frame.sub_paths = {language: field_path(code, names, language) for language in languages}
    return _landing("field", code, name_in(names[code], frame.language_code), browsing)


def _languages_with(bitmaps, name, value):
    """The languages in which some live network has a value."""
    return [code for code, _name in settings.LANGUAGES if bitmaps[name, value] & bitmaps[LIVE, code]]


def _landing(kind, value, name, browsing):
    if browsing.frame.request.GET:
        browsing.frame.canonical_sub_paths = browsing.frame.sub_paths
    return Landing(kind, value, name, browsing)


def canonical_sub_paths(browsing):
    """Of a view of the whole directory with parameters: the addresses search engines should keep instead.

    One country or field is its own page; every other combination is the directory itself.
    """
    name, value = browsing.only_choice or ("", "")
    languages = _languages_with(browsing.bitmaps, name, value)
    if browsing.language_code in languages:
        if name == "country":
            return {language: country_path(value, language) for language in languages}
        if name == "field" and value in browsing.field_names:
            return {language: field_path(value, browsing.field_names, language) for language in languages}
    return {}
