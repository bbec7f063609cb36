"""Ways into the directory: countries and fields that have networks, with their numbers and addresses."""

from django.db.models import Q

from core.countries import country_name

from ..choices import Family
from ..index.facets import LIVE, WORLDWIDE, Bitmaps
from ..models.fields_of_activity import field_names, name_in
from .addresses import country_path, field_slugs, sub_path
from .choices import Choice, by_name


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
