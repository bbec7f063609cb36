"""What the directory lists: networks by country, by field, by words. The URL is the whole state."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.utils.functional import cached_property
from django_countries import countries as all_countries

from core.languages import SOURCE_LANGUAGE
from core.one_query import fetch_in_one_query
from core.search_text import normalise
from core.translations import is_translation

from .choices import Family
from .models import NetworkCountry, NetworkField, NetworkPage
from .models.fields_of_activity import field_label

PER_PAGE = 24
LONGEST_QUERY = 200  # characters; nobody types more, and a machine gets no more work out of us


@dataclass
class Choice:
    """One value of a filter, with the number of networks that have it."""

    value: str
    label: str
    count: int


def _live_networks(language_code):
    return NetworkPage.objects.live().in_language(language_code)


def _by_name(choices):
    return sorted(choices, key=lambda choice: normalise(choice.label))


def country_choices(language_code):
    """Countries that live networks are based in or serve, by name. One query."""
    rows = NetworkCountry.objects.filter(network__in=_live_networks(language_code).values("pk"))
    counts = rows.order_by().values_list("country").annotate(Count("pk"))
    return _by_name(Choice(code, all_countries.name(code), count) for code, count in counts)


def field_choices(language_code):
    """Fields of activity of live networks, named in the reader's language. One query."""
    rows = NetworkField.objects.filter(network__in=_live_networks(language_code).values("pk"))
    labelled = rows.annotate(label=field_label("field__", language_code))
    counts = labelled.order_by().values_list("field__code", "label").annotate(Count("pk"))
    return _by_name(Choice(code, label, count) for code, label, count in counts)


def add_card_facts(networks, language_code):
    """Give each network the names its card shows: `country_names` and `field_names`. One query."""
    rows = fetch_in_one_query({
        "countries": (
            NetworkCountry.objects.filter(network__in=networks).order_by("sort_order"),
            {"network": "network_id", "country": "country"},
        ),
        "fields": (
            NetworkField.objects.filter(network__in=networks).order_by("sort_order"),
            {"network": "network_id", "label": field_label("field__", language_code)},
        ),
    })  # fmt: skip
    for network in networks:
        network.country_names = [
            all_countries.name(row["country"]) for row in rows["countries"] if row["network"] == network.pk
        ]
        network.field_names = [row["label"] for row in rows["fields"] if row["network"] == network.pk]


class Browsing:
    """The networks a request asks for, and the words that say which."""

    def __init__(self, parameters, frame, family=""):
        self.frame = frame
        self.language_code = frame.language_code
        asked_family = parameters.get("family", "")
        self.chosen_family = asked_family if asked_family in Family.values else ""
        self.family = family or self.chosen_family
        self.words = parameters.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        self._asked_country = parameters.get("country", "")[:LONGEST_QUERY]
        self._asked_field = parameters.get("field", "")[:LONGEST_QUERY]
        self._asked_page = parameters.get("page", "1")

    @cached_property
    def countries(self):
        return country_choices(self.language_code)

    @cached_property
    def fields(self):
        return field_choices(self.language_code)

    @cached_property
    def country(self):
        """The chosen country, if any network is there."""
        return next((c for c in self.countries if c.value == self._asked_country.upper()), None)

    @cached_property
    def field(self):
        """The chosen field of activity, if any network is in it."""
        return next((f for f in self.fields if f.value == self._asked_field), None)

    @property
    def ignored(self):
        """Values of the address that name nothing here; the page says that it left them out."""
        asked = [(self._asked_country, self.country), (self._asked_field, self.field)]
        return [value for value, choice in asked if value and choice is None]

    @property
    def is_filtered(self):
        return bool(self.words or self.country or self.field)

    @cached_property
    def networks(self):
        networks = _live_networks(self.language_code)
        if self.family:
            networks = networks.of_family(self.family)
        if self.country:
            networks = networks.connected_to(self.country.value)
        if self.field:
            networks = networks.in_field(self.field.value)
        if self.words:
            networks = networks.filter(pk__in=self._found())
        networks = networks.annotate(revision_of=F("live_revision__object_id"))
        return networks.order_by("family", "path")

    def _found(self):
        """The networks that have the words, in any language; punctuation alone finds none."""
        query = normalise(self.words)
        if not query:
            return []
        found = NetworkPage.objects.live().search(query, operator="and")
        return [network.pk for network in found]

    @cached_property
    def page(self):
        """The page of results asked for, or the nearest there is."""
        page = Paginator(self.networks, PER_PAGE).get_page(self._asked_page)
        page.object_list = list(page.object_list)
        add_card_facts(page.object_list, self.language_code)
        for network in page.object_list:
            # A stand-in for a translation is read aloud in the language its words are in.
            network.language_code = self.language_code
            network.words_in = "" if is_translation(network) else SOURCE_LANGUAGE
            network.url_here = self.frame.url_of(network.url_path)
        return page

    @property
    def count(self):
        return self.page.paginator.count

    @property
    def groups(self):
        """This page's networks by family: [(label, networks)], in the order of the families."""
        return [
            (
                Family(family).label,
                [n for n in self.page.object_list if n.family == family],
            )
            for family in Family.values
            if any(n.family == family for n in self.page.object_list)
        ]
