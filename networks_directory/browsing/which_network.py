"""“Which network is for me?”: where do you live, what is your field; nothing of the answers is kept."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.countries import country_name, country_names
from core.frame import Frame

from ..choices import Family
from ..index.collation import by_title
from ..index.facets import EVERY_FIELD, WORLDWIDE, Bitmaps
from ..models.fields_of_activity import field_names, name_in
from ..models.listing_index import IndexedName
from .cards import Card, cards_of
from .choices import Choice, by_name
from .proposals import proposal_url
from .results import among

MOST_NETWORKS = 12  # of a family; the directory lists the others


@dataclass(frozen=True)
class FamilyFound:
    """The networks of a family that serve a visitor: the first as cards, how many, what lists them all."""

    family: Family
    cards: list[Card]
    count: int
    query: str


class WhichNetwork:
    """The answers of a request, and the networks that serve whoever gave them, with the reasons."""

    def __init__(self, parameters: QueryDict, frame: Frame) -> None:
        self.frame = frame
        self.language_code = frame.language_code
        self.names = field_names()
        country = parameters.get("country", "").upper()[:2]
        self.country = country if country in country_names(self.language_code) else ""
        field = parameters.get("field", "")
        self.field = field if field in self.names else ""
        self.answered = bool(self.country or self.field)

    @property
    def countries(self) -> list[Choice]:
        """Every country of the world, by name: a network may serve whoever lives there."""
        return by_name(
            Choice(code, name, 0, code == self.country)
            for code, name in country_names(self.language_code).items()
            if code != "MA"
        )

    @property
    def fields(self) -> list[Choice]:
        return by_name(
            Choice(code, name_in(names, self.language_code), 0, code == self.field)
            for code, names in self.names.items()
        )

    def families(self) -> list[FamilyFound]:
        """The families with a network for this visitor. Three queries."""
        found = self._found()
        names = IndexedName.objects.filter(language_code=self.language_code)
        ordering = ("comes_last", by_title(self.language_code), "page")
        first = Q()
        for bits in found.values():
            of_family = among(names, bits).order_by(*ordering)
            first |= Q(pk__in=of_family.values("pk")[:MOST_NETWORKS])
        names = names.filter(first).order_by(*ordering)
        cards = [
            replace(card, reasons=self._reasons(card))
            for card in cards_of(names, self.frame, self.names, first_country=self.country)
        ]
        return [
            FamilyFound(
                family,
                [card for card in cards if card.family == family],
                bits.bit_count(),
                self._query(family),
            )
            for family, bits in found.items()
            if bits
        ]

    def _found(self) -> dict[Family, int]:
        """The networks of each family that serve this visitor, as bitmaps. One query."""
        wanted = Q(facet__in=[WORLDWIDE, "family"]) | Q(facet="country", value=self.country)
        bitmaps = Bitmaps.load(wanted | Q(facet="field", value__in=[self.field, EVERY_FIELD]))
        serving = bitmaps.listed(self.language_code)
        if self.country:
            serving &= bitmaps.serving(self.country)
        found = {}
        for family in Family:
            found[family] = serving & bitmaps["family", family]
            if self.field:
                found[family] &= reduce(or_, (bitmaps["field", code] for code in self._fields_of(family)))
        return found

    def _fields_of(self, family: Family) -> list[str]:
        """The fields that answer: a geographic network that names none is open to all."""
        open_to_all = [EVERY_FIELD] if family == Family.GEOGRAPHIC else []
        return [self.field, *open_to_all] if self.field else []

    def _query(self, family: Family) -> str:
        """The parameters with which the directory lists what is found of a family."""
        answers = self._answers | {"family": family, "field": self._fields_of(family)}
        return urlencode(answers, doseq=True)

    def _reasons(self, card: Card) -> tuple[str, ...]:
        """Why a network is for this visitor, in sentences."""
        reasons = []
        country = {"country": country_name(self.country)} if self.country else {}
        if self.country in [tag.code for tag in card.based_in]:
            reasons.append(_("It is based where you live: %(country)s.") % country)
        if self.country in [tag.code for tag in card.serves]:
            reasons.append(_("It serves people who live there: %(country)s.") % country)
        if card.serves_worldwide:
            reasons.append(_("It serves the whole world."))
        if self.field in [tag.code for tag in card.fields]:
            field = name_in(self.names[self.field], self.language_code)
            reasons.append(_("It is active in your field: %(field)s.") % {"field": field})
        elif self.field and not card.fields:
            reasons.append(_("It is open to every field."))
        return tuple(reasons)

    @property
    def proposal_url(self) -> str:
        """The form that proposes a network, beginning with the answers."""
        return proposal_url(**self._answers)

    @property
    def _answers(self) -> dict[str, str]:
        answers = {"country": self.country, "field": self.field}
        return {name: value for name, value in answers.items() if value}
