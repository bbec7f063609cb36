"""The coverage grid: how many networks answer for each field of activity in each country."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from core.alphabet import alphabetical
from core.countries import country_name

from ..index.facets import EVERY_FIELD, Bitmaps
from ..models.fields_of_activity import field_names, name_in
from ..models.host_countries import host_countries
from .choices import Choice, by_name
from .entrances import country_choices, load_entrances
from .proposals import proposal_url

COUNTRIES_AT_ONCE = 12


@dataclass(frozen=True)
class CoverageColumn:
    """A country of the grid; `proposal_url` is the form for its first network, "" where it has one."""

    code: str
    name: str
    proposal_url: str


@dataclass(frozen=True)
class CoverageCell:
    """How many networks of a field are in a country, the parameters that list them, the form for one more.

    `open_count` are those that are open to every field, `open_query` lists them.
    """

    country: str
    count: int
    query: str
    open_count: int
    open_query: str
    proposal_url: str


def coverage(language_code: str, asked_page: str | None) -> dict[str, Any]:
    """The grid: {"countries": page of CoverageColumns, "rows": [(field, [CoverageCell])]}. Three queries.

    A network that serves the whole world counts in every country, as it does when a country is chosen.
    """
    bitmaps, names = load_entrances(), field_names()
    columns = country_columns(country_choices(bitmaps, language_code), host_countries())
    page = Paginator(columns, COUNTRIES_AT_ONCE).get_page(asked_page)
    here = {column: bitmaps.serving(column.code) & bitmaps.listed(language_code) for column in page}
    fields = [(name_in(name, language_code), code) for code, name in names.items()]
    fields.sort(key=lambda field: alphabetical(field[0]))
    rows = [
        (label, [coverage_cell(bitmaps, code, column, here[column]) for column in page])
        for label, code in [*fields, (_("Several fields"), EVERY_FIELD)]
    ]
    return {"countries": page, "rows": rows, "proposal_url": proposal_url()}


def coverage_cell(bitmaps: Bitmaps, field: str, column: CoverageColumn, here: int) -> CoverageCell:
    """The cell of a field in a country, where the networks in `here` answer."""
    open_to_all = here & bitmaps["field", EVERY_FIELD] if field != EVERY_FIELD else 0
    return CoverageCell(
        country=column.name,
        count=(here & bitmaps["field", field]).bit_count(),
        query=f"?field={field}&country={column.code}",
        open_count=open_to_all.bit_count(),
        open_query=f"?field={EVERY_FIELD}&country={column.code}",
        proposal_url=proposal_url(field=field, country=column.code),
    )


def country_columns(there: Iterable[Choice], wanted: Iterable[str]) -> list[CoverageColumn]:
    """The countries that have a network and those that the ministry wants to see, by name."""
    with_networks = {choice.value: choice for choice in there}
    others = (Choice(code, country_name(code), 0) for code in wanted if code not in with_networks)
    return [
        CoverageColumn(choice.value, choice.label, "" if choice.count else proposal_url(country=choice.value))
        for choice in by_name([*with_networks.values(), *others])
    ]
