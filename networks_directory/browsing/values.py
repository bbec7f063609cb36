"""The values of the filters: which there are, what they are called, which networks have them."""

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce
from operator import and_

from django.db.models import Q

from core.countries import country_names

from ..index.facets import EVERY_FIELD, Bitmaps, Facet, largest
from ..models.fields_of_activity import FieldWords, field_names, field_words, name_in, names_of
from .asked import MOST_VALUES, Asked
from .vocabulary import Vocabulary, vocabulary

MOST_CITIES = 40


def bitmaps_for(asked: Asked, countries: Iterable[str]) -> Bitmaps:
    """The bitmaps of every facet; of cities those of `countries` and those asked for. One query.

    Without any country, the largest cities.
    """
    cities = Q(value__in=asked.values.get("city", [])[:MOST_VALUES])
    countries = sorted(countries)[:MOST_VALUES]
    for country in countries:
        cities |= Q(value__endswith=f"-{country.lower()}")
    if not countries:
        cities |= Q(pk__in=largest("city", MOST_CITIES))
    return Bitmaps.load(~Q(facet="city") | cities)


class FacetValues:
    """What the directory knows of the values of its filters, in the reader's language.

    `fixed` are the values that the page itself gives, {"country": "DE"}; `names` are field_names(), for
    whoever has read them already.
    """

    def __init__(
        self,
        facets: list[Facet],
        asked: Asked,
        fixed: Mapping[str, str],
        language_code: str,
        names: dict[str, dict[str, str]] | None = None,
    ) -> None:
        self.facets = facets
        self.fixed = fixed
        self.language_code = language_code
        self.names = names
        self.has_words = bool(asked.words)
        countries = {fixed.get("country", ""), *map(str.upper, asked.values.get("country", []))}
        self.bitmaps = bitmaps_for(asked, countries & country_names(language_code).keys())

    @cached_property
    def field_names(self) -> dict[str, dict[str, str]]:
        """The name of every field of activity. No query of its own where words are asked: see vocabulary."""
        if self.names is not None:
            return self.names
        return names_of(self._field_words) if self.has_words else field_names()

    @cached_property
    def _field_words(self) -> tuple[FieldWords, ...]:
        return field_words()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What words mean here. One query."""
        return vocabulary(self._field_words)

    def of(self, facet: Facet) -> list[str]:
        """The values that mean something here, whether or not a network has them."""
        if facet.name == "field":
            return [*self.field_names, EVERY_FIELD]
        return list(dict.fromkeys([*self.bitmaps.values_of(facet.name), *facet.values]))

    def label(self, facet: Facet, value: str) -> str:
        """The name of a value in the reader's language."""
        if facet.name == "field" and value in self.field_names:
            return name_in(self.field_names[value], self.language_code)
        return str(self.bitmaps.labels.get((facet.name, value)) or facet.label_of(value))

    def bits(self, name: str, value: str) -> int:
        """The networks that have a value of the filter with this name."""
        return self.bitmaps.serving(value) if name == "country" else self.bitmaps[name, value]

    @cached_property
    def known(self) -> int:
        """The networks that this page of the site is about, those that no longer answer too."""
        fixed = (self.bits(name, value) for name, value in self.fixed.items())
        return reduce(and_, fixed, self.bitmaps.live(self.language_code))

    @property
    def listed(self) -> int:
        """Those of them that are listed while nothing is asked: those that answer."""
        return self.known & self.bitmaps.listed(self.language_code)

    def meant(self, asked: Asked) -> dict[str, list[str]]:
        """{filter: [values]} of what is asked for, as far as it means something."""
        meant = {}
        for facet in self.facets:
            values, known = asked.values.get(facet.name, []), set(self.of(facet))
            if facet.name == "country":  # any country of the world, written as it may be
                values, known = [value.upper() for value in values], set(country_names(self.language_code))
            meant[facet.name] = [value for value in dict.fromkeys(values) if value in known]
        return meant
