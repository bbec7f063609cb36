"""What an editor sees of an update: piece by piece, live and proposed, and what else is proposed there."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text

from core.languages import SOURCE_LANGUAGE, language_name

from ...browsing.world_map import box_around, projected
from ...choices import Family
from ..description import Description
from ..listing_form import ListingForm, ListingRowsFormSet
from ..listing_values import Patch, Values, values_of
from ..models import Kind, ListingUpdate, ProposedLogo
from ..outcomes import PieceOutcome, outcomes_of
from ..pieces import FIELDS, PIECES, POINTS, ROWS, ListingPiece, is_filled
from ..states import OPEN
from ..verdicts import Reading
from .outcome import Decision, FilledIn, OutcomeForm


def marked_difference(piece: ListingPiece, before: list[str], after: list[str]) -> SafeString:
    """The difference of two lists of lines as HTML: words for texts, item by item for lists."""
    if any(name in ROWS or name in POINTS for name in piece.fields):
        lines = []
        for line in difflib.ndiff(before, after):
            kind = {"+ ": "addition", "- ": "deletion", "  ": ""}.get(line[:2])
            if kind is not None:
                lines.append((kind, line[2:]))
        return format_html_join("", '<div class="comparison__child-object {}" dir="auto">{}</div>', lines)
    return format_html('<div dir="auto">{}</div>', diff_text("\n".join(before), "\n".join(after)).to_html())


@dataclass(frozen=True)
class ReviewedPiece:
    """One piece of the listing that an update wants to change, in words."""

    piece: ListingPiece
    when_proposed: list[str]
    live: list[str]
    when_read: list[str] | None  # what was proposed when the editor opened the page, where that has changed
    after: list[str]
    difference: SafeString
    moved: bool
    others: list[tuple[ListingUpdate, list[str]]]  # updates that propose something for the same piece
    fields: list[BoundField]
    rows: list[tuple[str, ListingRowsFormSet]]
    decision: Decision | None
    words: str
    places: list[dict]  # of the coordinates, for the map

    @property
    def is_text(self) -> bool:
        return self.piece.name in ("title", "summary", "notice", *POINTS)


class Review:
    """An update as the review view shows it; with `data`, what the editor has filled in.

    `stale` is what an editor had filled in before the update moved: their words to the sender are kept, and
    nothing else, because it was about something else.
    """

    def __init__(
        self,
        update: ListingUpdate,
        data: QueryDict | None = None,
        stale: Mapping[str, str] | None = None,
    ) -> None:
        self.update, self.filled_in, self.stale = update, FilledIn(data or {}), stale
        self.page = update.network.specific if update.network else None
        self.live: Values = values_of(self.page) if self.page else {}
        self.proposed = update.patch.onto(self.live)
        self.changed = self._changed_pieces()
        start = self.proposed | {"logo": self.live.get("logo")}
        names = [piece.name for piece in self.changed if piece.name != "logo"]
        self.form = ListingForm(start, pieces=names, data=data) if names else None
        kept = {name: stale.get(name, "") for name in ("sentence", "words")} if stale else None
        self.outcome = OutcomeForm(data, initial=kept)
        self.reading = Reading.of(update)
        self.errors: list[str] = []

    def _changed_pieces(self) -> list[ListingPiece]:
        """What would change on the site; of a new network, what is said of it."""
        changed = Patch.between(self.live, self.update.proposal).pieces
        if self.page:
            return changed
        said = dict.fromkeys(FIELDS) | self.proposed
        return [piece for piece in changed if is_filled(piece, said)]

    @cached_property
    def describe(self) -> Description:
        return Description(translation.get_language())

    @cached_property
    def others(self) -> list[ListingUpdate]:
        """Other open proposals for the same listing."""
        if not self.page:
            return []
        same = ListingUpdate.objects.open().filter(network=self.page).exclude(pk=self.update.pk)
        return list(same.exclude(kind=Kind.CONFIRMATION))

    @property
    def has_moved(self) -> bool:
        """Whether something on the site has changed since the sender saw it, in what they want to change."""
        return self.update.state in OPEN and any(piece.moved for piece in self.pieces)

    @property
    def outcomes(self) -> list[PieceOutcome]:
        """What has become of each piece, once nothing waits any more."""
        return [] if self.update.state in OPEN else outcomes_of(self.update, self.describe)

    @property
    def foreign_language(self) -> str:
        """The name of the language that the proposed texts are in, where that is not French; "" else."""
        code = self.update.text_language
        says = any(self.update.proposal.get(name) for name in ("title", "summary", "notice", *POINTS))
        if not says or code == SOURCE_LANGUAGE:
            return ""
        known = code in dict(settings.LANGUAGES)
        return language_name(code) if known else str(_("another language"))

    @property
    def family(self) -> str:
        """Of a proposed network."""
        family = self.update.proposal.get("family")
        return str(Family(family).label) if family in Family.values else ""

    @property
    def is_contested(self) -> bool:
        return any(piece.others for piece in self.pieces)

    @cached_property
    def proposal_read(self) -> Values | None:
        """What was proposed when the editor opened the page, where the sender has changed it since."""
        version = self.stale.get("proposal_version", "") if self.stale else ""
        if not version.isdecimal():
            return None
        event = self.update.events.filter(version=int(version) + 1, details__has_key="before").first()
        return event.details["before"] if event else None

    @cached_property
    def pieces(self) -> list[ReviewedPiece]:
        sections = {piece.name: found for piece, *found in self.form.sections} if self.form else {}
        return [self._reviewed(piece, *sections.get(piece.name, ([], []))) for piece in self.changed]

    def _reviewed(
        self, piece: ListingPiece, fields: list[BoundField], rows: list[tuple[str, ListingRowsFormSet]]
    ) -> ReviewedPiece:
        live = self.describe.of_piece(piece, self.live)
        after = self.describe.of_piece(piece, self.proposed)
        proposal_read = self.update.proposal if self.proposal_read is None else self.proposal_read
        read = self.describe.of_piece(piece, self.live | proposal_read)
        return ReviewedPiece(
            piece=piece,
            when_proposed=self.describe.of_piece(piece, self.update.base),
            live=live,
            when_read=read if read != after else None,
            after=after,
            difference=marked_difference(piece, live, after),
            moved=bool(self.page) and self.update.patch.has_moved(piece, self.live),
            others=[
                (other, self.describe.of_piece(piece, other.proposal))
                for other in self.others
                if other.patch.touches(piece)
            ],
            fields=fields,
            rows=rows,
            decision=self.filled_in.decision_on(piece),
            words=self.filled_in.words_on(piece),
            places=self.places if piece.name == "coordinates" else [],
        )

    @property
    def places(self) -> list[dict]:
        """The points of the map: where the network is now, and where it would be."""
        labels = {"now": _("On the site now"), "proposed": _("Proposed")}
        points = []
        for name, values in (("now", self.live), ("proposed", self.proposed)):
            if values.get("latitude") and values.get("longitude"):
                x, y = projected(float(values["longitude"]), float(values["latitude"]))
                points.append({"name": name, "label": labels[name], "x": round(x), "y": round(y)})
        return points

    @property
    def map_box(self) -> str:
        """The part of the map around these points, as an SVG viewBox."""
        return box_around([(point["x"], point["y"], point["x"], point["y"]) for point in self.places])

    @property
    def confirmed(self) -> list[tuple[ListingPiece, list[str]]]:
        """What a “nothing has changed” is about."""
        if self.update.kind != Kind.CONFIRMATION:
            return []
        lines = [(piece, self.describe.of_piece(piece, self.update.base)) for piece in PIECES.values()]
        return [(piece, text) for piece, text in lines if text]

    @property
    def translations(self) -> list[tuple[str, str, str]]:
        return self.update.proposed_texts

    @property
    def logo(self) -> ProposedLogo | None:
        new = self.update.proposal.get("logo")
        return self.update.logos.filter(pk=new["upload"]).first() if isinstance(new, dict) else None
