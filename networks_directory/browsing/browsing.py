"""What a page that lists networks shows: filters, what was asked, a page of cards.

An address is `Asked` (asked.py); what of it means something is known from the `FacetValues` (values.py);
the networks that answer are `Found` (found.py), a page of them `Results` (results.py), each a `Card`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.frame import Frame

from ..index.facets import Facet, all_facets
from .addresses import sub_path
from .asked import SORTS, Asked
from .cards import NOTHING, Card, Sought, cards_of
from .choices import AskedValue, Choice, Filter, by_name
from .elsewhere import KindFound, found_elsewhere
from .found import Found
from .proposals import proposal_url
from .reasons import reason_of
from .results import Results
from .search import Search
from .values import MOST_CITIES, FacetValues

MOST_IGNORED = 10  # values that the page says it has left out


class Browsing:
    """The networks a request asks for, as templates show them.

    `fixed` are values the page itself gives: {"country": "DE"}; `names` are field_names(), where they have
    been read already.
    """

    def __init__(
        self,
        parameters: QueryDict,
        frame: Frame,
        fixed: Mapping[str, str] | None = None,
        names: dict[str, dict[str, str]] | None = None,
    ) -> None:
        self.frame = frame
        self.language_code = frame.language_code
        self.fixed = dict(fixed or {})
        facets = all_facets()
        self._address = Asked.of(parameters, [f.name for f in facets if f.name not in self.fixed])
        self.values = FacetValues(facets, self._address, self.fixed, self.language_code, names)
        self.asked = self._address.with_meaning(self.values.meant(self._address))

    per_page = 0  # as many cards as a list has

    def known_elsewhere(self) -> Collection[str]:
        """Words that are known though no listing may have them: those are no slips."""
        return ()

    @cached_property
    def found(self) -> Found:
        return Found(self.asked, self.values, self.known_elsewhere())

    # What is asked

    @property
    def words(self) -> str:
        return self.asked.words

    @property
    def search(self) -> Search:
        return self.found.search

    @property
    def is_filtered(self) -> bool:
        return self.asked.is_anything

    @property
    def asks_words_alone(self) -> bool:
        """Whether words are asked for and nothing else: what is found tells what they are worth."""
        plain = self.page.number == 1 and not self.asked.sort
        return bool(self.words) and plain and not any(self.asked.values.values())

    @property
    def filter_count(self) -> int:
        """How many values are chosen, for the button that opens the filters on a phone."""
        return sum(map(len, self.asked.values.values()))

    @cached_property
    def ignored(self) -> list[str]:
        """Values of the address that mean nothing here; the page says that it left them out."""
        ignored = self._address.without_meaning(self.asked) + self.search.left_out
        return ignored[:MOST_IGNORED] + ["…"] * (len(ignored) > MOST_IGNORED)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of every order that means something.

        The usual one has no value: a form sent with it does not ask for any order.
        """
        return [
            ("" if sort == self.asked.usual_sort else sort, str(SORTS[sort]), sort == self.asked.order)
            for sort in self.asked.sorts
        ]

    @cached_property
    def asked_values(self) -> list[tuple[str, list[AskedValue]]]:
        """What was asked, each value with the way out of it: [(label of the filter, [AskedValue])]."""
        groups = []
        if self.words:
            url, count = self.url_with(q=""), self.found.count_without("q")
            groups.append((str(_("Words")), [AskedValue("q", self.words, url, count)]))
        for facet in self.values.facets:
            if chosen := self.asked.values[facet.name]:
                groups.append((str(facet.label), [self._asked_value(facet, value) for value in chosen]))
        return groups

    def _asked_value(self, facet: Facet, value: str) -> AskedValue:
        rest = [other for other in self.asked.values[facet.name] if other != value]
        return AskedValue(
            facet.name,
            self.values.label(facet, value),
            self.url_with(**{facet.name: rest}),
            self.found.count_without(facet.name, value),
        )

    @property
    def ways_out(self) -> list[AskedValue]:
        """The values without which something would be found, the most promising first."""
        values = [value for _label, group in self.asked_values for value in group if value.count_without]
        return sorted(values, key=lambda value: -value.count_without)

    def url_with(self, **changes: str | list[str]) -> str:
        """The address of this state with some parameters changed, on the first page of results."""
        return self.asked.query(**changes) or self.frame.path

    @property
    def proposal_url(self) -> str:
        """The form that proposes a network, beginning with what was looked for."""
        words = {"title": self.words} if self.words else {}
        return proposal_url(**self._looked_for | words)

    @property
    def which_path(self) -> str:
        """The two questions, below the directory's address, beginning with what was looked for."""
        path = sub_path(self.language_code, "which_network")
        return f"{path}?{urlencode(self._looked_for)}" if self._looked_for else path

    @cached_property
    def _looked_for(self) -> dict[str, str]:
        """The country and the field that were asked for, by words, a filter or the page itself."""
        asked: dict[str, str] = {}
        for kind, value in self.search.meant if self.words else ():
            asked.setdefault(kind, value)
        asked |= {name: values[0] for name, values in self.asked.values.items() if values} | self.fixed
        return {name: asked[name] for name in ("country", "field") if name in asked}

    @property
    def literal_url(self) -> str:
        """The same words, none of them corrected."""
        return self.url_with(literal="yes")

    @property
    def each_word(self) -> list[AskedValue]:
        """What each word alone would find, where there are several."""
        terms = self.search.narrowing if self.words else []
        found = [
            AskedValue("q", term.typed, self.url_with(q=term.typed), self.found.count_of(term))
            for term in terms
        ]
        return [value for value in found if value.count_without] if len(found) > 1 else []

    @property
    def offers(self) -> list[tuple[str, str]]:
        """(words, address) of what may have been meant instead."""
        texts = self.search.offered + ([] if self.count else self.search.nearest)
        return [(text, self.url_with(q=text)) for text in dict.fromkeys(texts)]

    @cached_property
    def elsewhere(self) -> list[KindFound]:
        """The same words among what is no network; asked for where no network is found. Two queries."""
        return found_elsewhere(self.search, self.frame) if self.words else []

    # What is found

    @property
    def count(self) -> int:
        return self.found.count

    @cached_property
    def filters(self) -> list[Filter]:
        """The filters of the form, with what each choice would leave given the other filters."""
        filters = []
        for facet in self.values.facets:
            if facet.name in self.fixed:
                continue
            found = Filter(facet.name, str(facet.label), str(facet.help_text), self._choices(facet))
            if found.separates(self.count) if facet.only_where_it_separates else found.choices:
                filters.append(found)
        return filters

    def _choices(self, facet: Facet) -> list[Choice]:
        """In an order that no choice changes: what most networks have comes first."""
        chosen = self.asked.values[facet.name]
        counts = self.found.counts(facet.name, [*self.values.of(facet), *chosen])
        choices = [
            Choice(value, self.values.label(facet, value), count, value in chosen)
            for value, count in counts.items()
        ]
        if facet.name != "city":
            return by_name(choices)
        in_all = self.found.counts_of_all(facet.name, counts)
        choices = sorted(by_name(choices), key=lambda choice: -in_all[choice.value])
        there = [choice for choice in choices if not choice.disabled]
        return there[:MOST_CITIES] + [choice for choice in there[MOST_CITIES:] if choice.chosen]

    # The page of results

    @cached_property
    def _results(self) -> Results:
        return Results(self.found, self.language_code, self.per_page)

    @property
    def page(self) -> Page[int]:
        return self._results.page

    @cached_property
    def cards(self) -> list[Card]:
        """The networks of this page of results."""
        countries = [*self.asked.values["country"], self.fixed.get("country", "")]
        sought = NOTHING
        if self.words:
            sought = Sought(frozenset(self.search.matched), frozenset(self.search.meant))
        names = self._results.names()
        cards = cards_of(names, self.frame, self.values.field_names, sought, countries[0])
        cards.sort(key=lambda card: self._results.tier_of(card.number))
        return [replace(card, reasons=reason_of(card, self.search)) for card in cards]

    @property
    def previous_url(self) -> str:
        return self.url_with(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.url_with(page=str(self.page.number + 1)) if self.page.has_next() else ""

    # For search engines

    @property
    def only_choice(self) -> tuple[str, str] | None:
        """(filter, value) where nothing but one value of one filter is asked, else None."""
        chosen = [(name, value) for name, values in self.asked.values.items() for value in values]
        plain = not self.words and self.page.number == 1
        return chosen[0] if plain and len(chosen) == 1 else None
