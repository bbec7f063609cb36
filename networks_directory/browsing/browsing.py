"""What the directory lists: the networks an address asks for, and the words that say which.

The address is the whole state: `?q=&family=&country=&field=&language=&city=&status=&modules=&sort=&page=`.
Several values of one filter mean "or", different filters mean "and".
"""

from functools import reduce
from operator import and_, or_
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import BinaryField, Case, F, Func, IntegerField, Q, Value, When
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.countries import country_names
from core.search_text import normalise

from ..index.collation import by_title
from ..index.facets import EVERY_FIELD, LIVE, Bitmaps, all_facets, bitmap_of, largest, numbers_in
from ..models.fields_of_activity import field_names, name_in
from ..models.listing_index import IndexedName
from .cards import add_card_facts, excerpt, matches, network_pages, points_of
from .choices import Choice, Filter, Part
from .search import Search

PER_PAGE = 24
LONGEST_QUERY = 200  # characters; nobody types more, and a machine gets no more work out of us
MOST_VALUES = 20  # of one filter; the others are left out, and the page says so
MOST_IGNORED = 10  # values that the page says it has left out
MOST_CITIES = 40
FEW_NETWORKS = 300  # asked for by their numbers; more of them by their bitmap
SORTS = {
    "relevance": _("Best match first"),
    "name": _("By name"),
    "updated": _("Recently updated first"),
}


def in_bitmap(bitmap):
    """A condition on IndexedName: its network's bit is set. PostgreSQL's get_bit(), and ours on SQLite."""
    data = bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")
    bit = Func(
        Value(data, output_field=BinaryField()),
        F("network_id"),
        function="get_bit",
        output_field=IntegerField(),
    )
    return Case(When(network__lt=len(data) * 8, then=bit), default=0, output_field=IntegerField())


class Browsing:
    """The networks a request asks for. `fixed` are values the page itself gives: {"country": "DE"}."""

    def __init__(self, parameters, frame, fixed=None):
        self.frame = frame
        self.language_code = frame.language_code
        self.fixed = fixed or {}
        self.facets = all_facets()
        self.words = parameters.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        self._asked = {
            facet.name: [
                value[:LONGEST_QUERY]
                for value in dict.fromkeys(parameters.getlist(facet.name))
                if value and facet.name not in self.fixed
            ]
            for facet in self.facets
        }
        self._asked_sort = parameters.get("sort", "")[:LONGEST_QUERY]
        self._asked_page = parameters.get("page", "1")

    # What there is

    @cached_property
    def field_names(self):
        return field_names()

    @cached_property
    def bitmaps(self):
        """The bitmaps of every facet; of cities, those of the countries asked about, else the largest."""
        asked = [city for city in self._asked["city"] if "\x00" not in city]  # PostgreSQL refuses it
        cities = Q(value__in=asked[:MOST_VALUES])
        countries = {self.fixed.get("country", ""), *(country.upper() for country in self._asked["country"])}
        countries &= country_names(self.language_code).keys()
        for country in sorted(countries)[:MOST_VALUES]:
            cities |= Q(value__endswith=f"-{country.lower()}")
        if not countries:
            cities |= Q(pk__in=largest("city", MOST_CITIES))
        return Bitmaps.load(~Q(facet="city") | cities)

    def _bits(self, name, value):
        """The networks that have a value."""
        return self.bitmaps.serving(value) if name == "country" else self.bitmaps[name, value]

    @cached_property
    def _listed(self):
        """The networks of this page of the site, before any filter is chosen."""
        fixed = (self._bits(name, value) for name, value in self.fixed.items())
        return reduce(and_, fixed, self.bitmaps[LIVE, self.language_code])

    # What is asked

    def _known(self, facet):
        """The values of a filter that mean something here, whether or not a network has them."""
        if facet.name == "field":
            return [*self.field_names, EVERY_FIELD]
        return dict.fromkeys([*self.bitmaps.values_of(facet.name), *facet.values])

    @cached_property
    def chosen(self):
        """{filter: [values]} of what was asked, as far as it means something."""
        chosen = {}
        for facet in self.facets:
            asked = self._asked[facet.name]
            if facet.name == "country":
                values, known = [value.upper() for value in asked], country_names(self.language_code)
            else:
                values, known = asked, set(self._known(facet))
            chosen[facet.name] = [value for value in dict.fromkeys(values) if value in known][:MOST_VALUES]
        return chosen

    @property
    def proposal_query(self):
        """What the form that proposes a network starts from: the country and the field looked for."""
        asked = {name: values[0] for name, values in self.chosen.items() if values} | self.fixed
        said = {name: asked[name] for name in ("country", "field") if name in asked}
        return f"?{urlencode(said)}" if said else ""

    @cached_property
    def ignored(self):
        """Values of the address that mean nothing here; the page says that it left them out."""
        ignored = []
        for name, values in self._asked.items():
            kept = {value.upper() for value in self.chosen[name]}
            ignored += [value for value in values if value.upper() not in kept]
        if self._asked_sort and self._asked_sort not in SORTS:
            ignored.append(self._asked_sort)
        ignored += self.search.left_out
        return ignored[:MOST_IGNORED] + ["…"] * (len(ignored) > MOST_IGNORED)

    @cached_property
    def search(self):
        return Search(self.words, self._listed.bit_count())

    @cached_property
    def sort(self):
        if self._asked_sort in SORTS and (self.words or self._asked_sort != "relevance"):
            return self._asked_sort
        return self._default_sort

    @property
    def _default_sort(self):
        return "relevance" if self.words else "name"

    @property
    def sorts(self):
        """(value, label, chosen) of every order that means something.

        The usual one has no value: a form sent with it does not ask for any order.
        """
        return [
            ("" if value == self._default_sort else value, label, value == self.sort)
            for value, label in SORTS.items()
            if self.words or value != "relevance"
        ]

    @property
    def is_filtered(self):
        return bool(self.words or any(self.chosen.values()))

    @property
    def filter_count(self):
        """How many values are chosen, for the button that opens the filters on a phone."""
        return sum(map(len, self.chosen.values()))

    # What is found

    @cached_property
    def _with_words(self):
        """The networks listed here that have the words."""
        bitmap = self.search.bitmap if self.words else None
        return self._listed if bitmap is None else self._listed & bitmap

    @cached_property
    def _by_filter(self):
        """The networks that each chosen filter leaves."""
        return {
            name: reduce(or_, (self._bits(name, value) for value in values))
            for name, values in self.chosen.items()
            if values
        }

    def _left(self, without=""):
        """The networks that every chosen filter leaves, but for one filter."""
        others = (bits for name, bits in self._by_filter.items() if name != without)
        start = self._listed if without == "q" else self._with_words
        return reduce(and_, others, start)

    @cached_property
    def found(self):
        """The networks asked for, as a bitmap."""
        return self._left()

    @cached_property
    def count(self):
        return self.found.bit_count()

    @cached_property
    def filters(self):
        """The filters of the form, with what each choice would leave given the other filters."""
        filters = []
        for facet in self.facets:
            if facet.name in self.fixed:
                continue
            left = self._left(without=facet.name)
            chosen = self.chosen[facet.name]
            choices = [
                Choice(
                    value,
                    self.label_of(facet, value),
                    (self._bits(facet.name, value) & left).bit_count(),
                    value in chosen,
                )
                for value in dict.fromkeys([*self._known(facet), *chosen])
            ]
            choices.sort(key=lambda choice: (not choice.chosen, -choice.count, normalise(choice.label)))
            if facet.name == "city":
                choices = [c for c in choices if c.count or c.chosen][:MOST_CITIES]
            if choices:
                filters.append(Filter(facet.name, facet.label, facet.help_text, choices))
        return filters

    def label_of(self, facet, value):
        """The name of a facet's value in the reader's language."""
        if facet.name == "field" and value in self.field_names:
            return name_in(self.field_names[value], self.language_code)
        return self.bitmaps.labels.get((facet.name, value)) or str(facet.label_of(value))

    @cached_property
    def parts(self):
        """What was asked, in removable parts: [(label of the filter, [Part])]."""
        groups = []
        if self.words:
            without = self._left(without="q").bit_count()
            groups.append((_("Words"), [Part("q", self.words, self.url_with(q=""), without)]))
        for facet in self.facets:
            values = self.chosen[facet.name]
            parts = []
            for value in values:
                rest = [other for other in values if other != value]
                left = self._left(without=facet.name)
                if rest:
                    left &= reduce(or_, (self._bits(facet.name, other) for other in rest))
                url = self.url_with(**{facet.name: rest})
                parts.append(Part(facet.name, self.label_of(facet, value), url, left.bit_count()))
            if parts:
                groups.append((facet.label, parts))
        return groups

    @property
    def ways_out(self):
        """The parts without which something would be found, the most promising first."""
        parts = [part for _label, group in self.parts for part in group if part.count_without]
        return sorted(parts, key=lambda part: -part.count_without)

    def url_with(self, **changes):
        """The address of this state with some parameters changed, on the first page of results."""
        sort = "" if self.sort == self._default_sort else self.sort
        state = {"q": self.words} | self.chosen | {"sort": sort} | changes
        query = QueryDict(mutable=True)
        for name, value in state.items():
            query.setlist(name, [v for v in (value if isinstance(value, list) else [value]) if v])
        encoded = query.urlencode(safe="")
        return f"?{encoded}" if encoded else self.frame.path

    # The page of results

    @cached_property
    def page(self):
        """The page of results asked for, or the nearest there is, with its networks. Two queries."""
        page = Paginator(range(self.count), PER_PAGE).get_page(self._asked_page)
        page.object_list = self._networks(page.start_index() - 1 if self.count else 0)
        return page

    @property
    def networks(self):
        return self.page.object_list

    def _networks(self, offset):
        here = IndexedName.objects.filter(language_code=self.language_code)
        first = self._first
        others = self.found & ~bitmap_of(first)
        names = here
        if self.count <= FEW_NETWORKS:
            names = names.filter(network__in=numbers_in(others))
        elif others != self.bitmaps[LIVE, self.language_code]:
            names = names.alias(is_found=in_bitmap(others)).filter(is_found=1)
        # The page of results is chosen from the index alone; only its rows are then read in full.
        end = offset + PER_PAGE
        chosen = names.order_by(*self._ordering)[max(0, offset - len(first)) : max(0, end - len(first))]
        of_page = here.filter(Q(pk__in=chosen.values("pk")) | Q(network__in=first[offset:end]))
        networks = network_pages(of_page.order_by(*self._ordering), self.frame)
        networks.sort(key=lambda network: network.number not in first)
        country = next(iter([*self.chosen["country"], self.fixed.get("country", "")]), "")
        matched = self.search.matched if self.words else frozenset()
        add_card_facts(networks, self.field_names, self.language_code, matched, country)
        self._add_excerpts(networks, matched)
        return networks

    @cached_property
    def _first(self):
        """Of very many networks, those that come first: named just what was searched for."""
        if self.sort != "relevance" or self.count <= FEW_NETWORKS:
            return []
        return sorted(number for number in set(self.search.named) if self.found >> number & 1)

    @cached_property
    def _ordering(self):
        # What nobody has confirmed for long comes last.
        by_name = ("is_stale", by_title(self.language_code), "page")
        if self.sort == "updated":
            return ("-updated_at", by_title(self.language_code), "page")
        # Among very many, to look for the words in every name takes long and tells little; see _first.
        if self.sort == "name" or not self.search.words or self.count > FEW_NETWORKS:
            return by_name
        in_title = Q()
        for word in self.search.words:
            in_title &= Q(network__title__contains=(word.meant or [word.typed])[0])
        named = When(network__in=self.search.named or [0], then=0)
        return (Case(named, When(in_title, then=1), default=2), *by_name)

    def _add_excerpts(self, networks, matched):
        """Give a network a text with a searched word, where its card shows none: `excerpt`, `excerpt_in`.

        One of its points; or else of its texts in another language, which is then marked as in that one.
        """
        for network in networks:
            network.excerpt, network.excerpt_in = "", network.words_in
            tags = [*network.based_in, *network.serves, *network.fields]
            visible = " ".join([network.title, network.acronym, network.summary])
            if not matched or any(tag.matches for tag in tags) or matches(visible, matched):
                continue
            own = [(network.words_in, points_of(network))]
            for language_code, texts in own + network.other_texts:
                if not network.excerpt:
                    network.excerpt, network.excerpt_in = excerpt(texts, matched), language_code

    @property
    def previous_url(self):
        return self.url_with(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_url(self):
        return self.url_with(page=str(self.page.number + 1)) if self.page.has_next() else ""

    # For search engines

    @property
    def only_choice(self):
        """(filter, value) where nothing but one value of one filter is asked, else None."""
        chosen = [(name, value) for name, values in self.chosen.items() for value in values]
        plain = not self.words and self.page.number == 1
        return chosen[0] if plain and len(chosen) == 1 else None
