"""“Which network is for me?”: where do you live, what is your field; nothing of the answers is kept."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.countries import country_name, country_names

from ..choices import Family
from ..index.collation import by_title
from ..index.facets import EVERY_FIELD, LIVE, WORLDWIDE, Bitmaps, numbers_in
from ..models.fields_of_activity import field_names, name_in
from ..models.listing_index import IndexedName
from .cards import add_card_facts, network_pages
from .choices import Choice, by_name

MOST_NETWORKS = 12  # of a family; the directory lists the others


class WhichNetwork:
    """The answers of a request, and the networks that serve whoever gave them, with the reasons."""

    def __init__(self, parameters, frame):
        self.frame = frame
        self.language_code = frame.language_code
        self.names = field_names()
        country = parameters.get("country", "").upper()[:2]
        self.country = country if country in country_names(self.language_code) else ""
        field = parameters.get("field", "")
        self.field = field if field in self.names else ""
        self.answered = bool(self.country or self.field)

    @property
    def countries(self):
        """Every country of the world, by name: a network may serve whoever lives there."""
        return by_name(
            Choice(code, name, 0, code == self.country)
            for code, name in country_names(self.language_code).items()
            if code != "MA"
        )

    @property
    def fields(self):
        return by_name(
            Choice(code, name_in(names, self.language_code), 0, code == self.field)
            for code, names in self.names.items()
        )

    def families(self):
        """[(family, networks, how many there are)] for the families with a network. Three queries."""
        wanted = Q(facet__in=[LIVE, WORLDWIDE, "family"]) | Q(facet="country", value=self.country)
        bitmaps = Bitmaps.load(wanted | Q(facet="field", value__in=[self.field, EVERY_FIELD]))
        serving = bitmaps[LIVE, self.language_code]
        if self.country:
            serving &= bitmaps.serving(self.country)
        found = {}
        for family in Family:
            bits = serving & bitmaps["family", family]
            if self.field:
                open_to_all = bitmaps["field", EVERY_FIELD] if family == Family.GEOGRAPHIC else 0
                bits &= bitmaps["field", self.field] | open_to_all
            found[family] = bits
        numbers = [n for bits in found.values() for n in numbers_in(bits)[:MOST_NETWORKS]]
        names = IndexedName.objects.filter(language_code=self.language_code, network__in=numbers)
        networks = network_pages(names.order_by(by_title(self.frame.language_code), "page"), self.frame)
        add_card_facts(networks, self.names, self.language_code, first_country=self.country)
        for network in networks:
            network.reasons = self._reasons(network)
        return [
            (family.label, [n for n in networks if n.family == family], bits.bit_count(), family.value)
            for family, bits in found.items()
            if bits
        ]

    def _reasons(self, network):
        """Why a network is for this visitor, in sentences."""
        reasons = []
        country = country_name(self.country) if self.country else ""
        if country and country in [tag.label for tag in network.based_in]:
            reasons.append(_("It is based where you live: %(country)s.") % {"country": country})
        if country and country in [tag.label for tag in network.serves]:
            reasons.append(_("It serves people who live there: %(country)s.") % {"country": country})
        if network.serves_worldwide:
            reasons.append(_("It serves the whole world."))
        if self.field:
            field = name_in(self.names[self.field], self.language_code)
            if field in [tag.label for tag in network.fields]:
                reasons.append(_("It is active in your field: %(field)s.") % {"field": field})
            elif not network.fields:
                reasons.append(_("It is open to every field."))
        return reasons

    @property
    def query(self):
        """The answers as parameters of the directory."""
        parts = [("country", self.country), ("field", self.field)]
        return "&".join(f"{name}={value}" for name, value in parts if value)
