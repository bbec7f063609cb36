"""The coverage grid: how many networks answer for each field of activity in each country."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from core.alphabet import alphabetical

from ..index.facets import EVERY_FIELD
from ..models.fields_of_activity import field_names, name_in
from .entrances import country_choices, load_entrances
from .proposals import proposal_url

COUNTRIES_AT_ONCE = 12


@dataclass(frozen=True)
class CoverageCell:
    """How many networks of a field are in a country, the parameters that list them, the form for one more."""

    country: str
    count: int
    query: str
    proposal_url: str


def coverage(language_code: str, asked_page: str | None) -> dict[str, Any]:
    """The grid: {"countries": page of Choices, "rows": [(field's name, [CoverageCell])]}. Two queries.

    A network that serves the whole world counts in every country, as it does when a country is chosen.
    """
    bitmaps, names = load_entrances(), field_names()
    listed = bitmaps.listed(language_code)
    page = Paginator(country_choices(bitmaps, language_code), COUNTRIES_AT_ONCE).get_page(asked_page)
    fields = [(name_in(name, language_code), code) for code, name in names.items()]
    fields.sort(key=lambda field: alphabetical(field[0]))
    form = proposal_url()
    rows = []
    for label, code in [*fields, (_("Several fields"), EVERY_FIELD)]:
        of_field = bitmaps["field", code] & listed
        cells = []
        for country in page:
            count = (of_field & bitmaps.serving(country.value)).bit_count()
            query = f"?field={code}&country={country.value}"
            cells.append(CoverageCell(country.label, count, query, form and form + query))
        rows.append((label, cells))
    return {"countries": page, "rows": rows, "proposal_url": form}
