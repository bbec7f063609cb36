"""Ways into the directory: countries and fields that have networks, with their numbers and addresses."""

from typing import Any

from django.db.models import Q

from core.countries import country_name

from ..choices import Family
from ..index.facets import WORLDWIDE, Bitmaps
from ..models.fields_of_activity import field_names, name_in
from .addresses import country_path, field_slugs, sub_path
from .choices import Choice, by_name


def country_choices(bitmaps: Bitmaps, language_code: str) -> list[Choice]:
    """Countries that networks are based in or serve by name, as Choices with the path of their page.

    A network that serves the whole world counts in every one of them: their pages list it too.
    """
    listed = bitmaps.listed(language_code)
    return by_name(
        Choice(
            code,
            country_name(code),
            (bitmaps.serving(code) & listed).bit_count(),
            path=country_path(code, language_code),
        )
        for code in bitmaps.values_of("country")
        if bitmaps["country", code] & listed
    )


def field_choices(bitmaps: Bitmaps, names: dict[str, dict[str, str]], language_code: str) -> list[Choice]:
    """Fields of activity of networks, by name, as Choices with the path of their page."""
    listed = bitmaps.listed(language_code)
    slugs = field_slugs(names, language_code)
    counts = {code: (bitmaps["field", code] & listed).bit_count() for code in names}
    return by_name(
        Choice(
            code,
            name_in(names[code], language_code),
            count,
            path=sub_path(language_code, "field", slugs[code]),
        )
        for code, count in counts.items()
        if count
    )


def load_entrances() -> Bitmaps:
    """The bitmaps of families, countries and fields. One query."""
    return Bitmaps.load(Q(facet__in=[WORLDWIDE, "family", "country", "field"]))


def family_counts(bitmaps: Bitmaps, language_code: str) -> dict[str, int]:
    """The number of networks of each family."""
    listed = bitmaps.listed(language_code)
    return {family: (bitmaps["family", family] & listed).bit_count() for family in Family.values}


def entrances(bitmaps: Bitmaps, language_code: str) -> dict[str, Any]:
    """Ways into the directory from the home page: the further views, and fields of activity. One query."""
    fields = field_choices(bitmaps, field_names(), language_code)
    return further_views(bitmaps, language_code) | {"fields": fields}


def further_views(bitmaps: Bitmaps, language_code: str) -> dict[str, Any]:
    """What the directory's templates link to beside the list: countries, coverage, two questions."""
    return {
        "countries": country_choices(bitmaps, language_code),
        "worldwide": bool(bitmaps[WORLDWIDE, "yes"] & bitmaps.listed(language_code)),
        "coverage_path": sub_path(language_code, "coverage"),
        "which_path": sub_path(language_code, "which_network"),
    }
