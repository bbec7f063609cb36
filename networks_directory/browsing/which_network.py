"""“Which network is for me?”: where do you live, what do you do; nothing of the answers is kept.

What one does is a field of activity (`field`, from a link), or typed as people say it (`q`): a profession, a
speciality. Typed words are understood as the search understands them: into fields, then as text.
"""

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_, or_
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.alphabet import alphabetical
from core.countries import country_name, country_names
from core.frame import Frame

from ..choices import Family
from ..index.collation import by_title
from ..index.facets import BASED, EVERY_FIELD, WORLDWIDE, Bitmaps
from ..models.fields_of_activity import field_names, field_words, name_in, names_of
from ..models.listing_index import IndexedName
from .asked import LONGEST_QUERY
from .cards import Card, cards_of
from .choices import Choice, by_name
from .proposals import proposal_url
from .results import among
from .search import Known, Search
from .understanding import Term
from .vocabulary import vocabulary

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
        self.typed = parameters.get("q", "").strip()[:LONGEST_QUERY]
        self.literal = parameters.get("literal") == "yes"
        self._words = field_words() if self.typed else ()
        self.names = names_of(self._words) if self.typed else field_names()
        country = parameters.get("country", "").upper()[:2]
        self.country = country if country in country_names(self.language_code) else self._typed_country
        field = parameters.get("field", "")
        self.field = field if field in self.names else ""

    # What was typed

    @cached_property
    def search(self) -> Search:
        known = Known(self._bitmaps, vocabulary(self._words), self._bitmaps.listed(self.language_code))
        return Search(self.typed, known, literal=self.literal)

    @cached_property
    def _bitmaps(self) -> Bitmaps:
        """Those that the answers ask for, which typed words may be any. One query."""
        wanted = Q(facet__in=[WORLDWIDE, "family", *(["country", BASED, "field"] if self.typed else [])])
        if not self.typed:
            wanted |= Q(facet="country", value=self.country)
            wanted |= Q(facet="field", value__in=[self.field, EVERY_FIELD])
        return Bitmaps.load(wanted)

    @cached_property
    def _terms(self) -> list[Term]:
        return self.search.terms if self.typed else []

    @property
    def _typed_country(self) -> str:
        """The country of what was typed, where none was chosen."""
        meant = (code for term in self._terms for code in term.values("country") + term.values("city"))
        return next(meant, "")

    @cached_property
    def meant(self) -> list[str]:
        """The fields that are asked for: the one chosen, or those that the typed words mean."""
        if self.field:
            return [self.field]
        return list(dict.fromkeys(code for term in self._terms for code in term.values("field")))

    @cached_property
    def _in_words(self) -> int:
        """The networks whose listings have the words that mean no field and no country; 0 for none."""
        texts = [self.search.by_text(term) for term in self._terms if term.meant and not term.narrow_meanings]
        return reduce(and_, texts) if texts else 0

    @property
    def is_known(self) -> bool:
        """Whether what was typed says something about what one does."""
        return bool(self.meant or self._in_words)

    @property
    def understood(self) -> list[str]:
        """What the typed words were taken for: ["Health: “cardiologue”"]."""
        understood = []
        for term in self._terms:
            fields = [name_in(self.names[code], self.language_code) for code in term.values("field")]
            countries = [country_name(code) for code in term.values("country") + term.values("city")]
            if what := _("; ").join(fields or countries[:1]):
                word = self.search.known.vocabulary.written(term.typed, term.meanings[0]) or term.typed
                understood.append(_("%(what)s: “%(word)s”") % {"what": what, "word": word})
        return understood

    @property
    def corrected(self) -> str:
        """What was understood instead of what was typed."""
        return self.search.corrected_text if self.typed else ""

    @property
    def literal_url(self) -> str:
        return self._url(literal="yes")

    @property
    def offers(self) -> list[tuple[str, str]]:
        """(words, address) of what may have been meant instead."""
        return [(text, self._url(q=text)) for text in self.search.offered] if self.typed else []

    @property
    def fields_to_choose(self) -> list[tuple[str, str]]:
        """(name, address) of the fields between which the typed words leave the choice: all, where none."""
        if not self.typed or self.field or len(self.meant) == 1 or (self._in_words and not self.meant):
            return []
        codes = self.meant or list(self.names)
        named = ((name_in(self.names[code], self.language_code), self._url(field=code)) for code in codes)
        return sorted(named, key=lambda choice: alphabetical(choice[0]))

    def _url(self, **changes: str) -> str:
        answers = {"country": self.country, "q": self.typed, "field": self.field} | changes
        return f"?{urlencode({name: value for name, value in answers.items() if value})}"

    # What is asked

    @property
    def answered(self) -> bool:
        return bool(self.country or self.field or self.is_known)

    @property
    def written(self) -> str:
        """What stands in the box: what was typed, or the name of the chosen field."""
        return self.typed or (name_in(self.names[self.field], self.language_code) if self.field else "")

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
            Choice(code, name_in(names, self.language_code), 0) for code, names in self.names.items()
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
        bitmaps = self._bitmaps
        serving = bitmaps.listed(self.language_code)
        if self.country:
            serving &= bitmaps.serving(self.country)
        found = {}
        for family in Family:
            found[family] = serving & bitmaps["family", family]
            if self.meant:
                named = reduce(or_, (bitmaps["field", code] for code in self._fields_of(family)))
                found[family] &= named | self._named_so
            elif self._in_words:
                found[family] &= self._in_words
        return found

    @property
    def _named_so(self) -> int:
        """The networks whose listings have the word of a field: nurses may have named themselves only."""
        terms = [] if self.field else [term for term in self._terms if term.values("field")]
        return reduce(or_, map(self.search.by_text, terms), 0)

    def _fields_of(self, family: Family) -> list[str]:
        """The fields that answer: a geographic network that names none is open to all."""
        return [*self.meant, *([EVERY_FIELD] if self.meant and family == Family.GEOGRAPHIC else [])]

    def _query(self, family: Family) -> str:
        """The parameters with which the directory lists what is found of a family."""
        answers = {"country": self.country, "family": family, "field": self._fields_of(family)}
        if self._in_words and not self.meant:
            answers["q"] = self.typed
        return urlencode({name: value for name, value in answers.items() if value}, doseq=True)

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
        if fields := [tag.label for tag in card.fields if tag.code in self.meant]:
            reasons.append(_("It is active in your field: %(field)s.") % {"field": fields[0]})
        elif self.meant and not card.fields:
            reasons.append(_("It is open to every field."))
        elif self.is_known:
            reasons.append(_("Its listing has what you typed: “%(words)s”.") % {"words": self.typed})
        return tuple(reasons)

    @property
    def proposal_url(self) -> str:
        """The form that proposes a network, beginning with the answers."""
        answers = {"country": self.country, "field": next(iter(self.meant), "")}
        return proposal_url(**{name: value for name, value in answers.items() if value})
