"""The coverage grid: how many networks answer for each field of activity in each country."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from ..index.facets import EVERY_FIELD, LIVE
from ..models.fields_of_activity import field_names, name_in
from .entrances import country_choices, load_entrances

COUNTRIES_AT_ONCE = 12


@dataclass
class Cell:
    """The number of networks of a field in a country, and the parameters that list them."""

    country: str
    count: int
    query: str


def coverage(language_code, asked_page):
    """The grid: {"countries": page of Choices, "rows": [(field's name, [Cell])]}. Two queries.

    A network that serves the whole world counts in every country, as it does when a country is chosen.
    """
    bitmaps, names = load_entrances(), field_names()
    live = bitmaps[LIVE, language_code]
    page = Paginator(country_choices(bitmaps, language_code), COUNTRIES_AT_ONCE).get_page(asked_page)
    fields = sorted((name_in(name, language_code), code) for code, name in names.items())
    rows = []
    for label, code in [*fields, (_("Several fields"), EVERY_FIELD)]:
        of_field = bitmaps["field", code] & live
        cells = []
        for country in page:
            here = of_field & bitmaps.serving(country.value)
            cells.append(Cell(country.label, here.bit_count(), f"?field={code}&country={country.value}"))
        rows.append((label, cells))
    return {"countries": page, "rows": rows}
