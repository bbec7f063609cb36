"""What an editor sees of an update: field by field, live and proposed, and what else is proposed there."""

import difflib
from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text

from core.languages import native_name

from ...browsing.world_map import box_around, place
from ..acceptance import Reading, Verdict
from ..description import Description
from ..listing_form import ListingForm
from ..models import Kind, ListingUpdate
from ..pieces import FIELDS, PIECES, POINTS, ROWS, ListingPiece, changed_pieces, is_filled, values_of


class Decision(models.TextChoices):
    ACCEPT = "accept", _("Accept (with your edits, if any)")
    LEAVE = "leave", _("Leave as it is on the site")
    ASK = "ask", _("Ask the sender")


class Sentence(models.TextChoices):
    """Sentences the sender reads in their own language, whoever the editor is."""

    THANKS = "thanks", _("Thank you: what you sent is now on the site.")
    HELP = "help", _("Thank you for your help.")
    SOURCE = "source", _("Please tell us where this can be checked.")
    UNCLEAR = "unclear", _("We do not quite understand what should change. Please explain.")
    NOT_CHECKED = "not_checked", _("We could not check this, so the listing stays as it is.")
    DUPLICATE = "duplicate", _("This is on the site already.")
    OUT_OF_SCOPE = "out_of_scope", _("The directory lists networks of Moroccan competencies abroad only.")


class OutcomeForm(forms.Form):
    """What the sender is told, and who takes care of the update."""

    sentence = forms.ChoiceField(
        label=_("A sentence in the sender's language"),
        choices=[("", "---------"), *Sentence.choices],
        required=False,
        help_text=_("Translated for the sender. Add your own words below if it does not say enough."),
    )
    words = forms.CharField(
        label=_("Your own words to the sender"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sent as you write them: write in the sender's language if you can."),
    )
    others_seen = forms.BooleanField(
        label=_("I have looked at the other proposals for the same fields"),
        required=False,
        help_text=_("They stay in the queue and will be compared with what you accept now."),
    )

    def message(self, language, default=""):
        """What the sender reads, in their language."""
        with translation.override(language):
            sentence = self.cleaned_data["sentence"] or default
            said = [str(Sentence(sentence).label) if sentence else "", self.cleaned_data["words"].strip()]
        return "\n".join(filter(None, said))


def marked_difference(piece, before, after):
    """The difference of two lists of lines as HTML: words for texts, item by item for lists."""
    if any(name in ROWS or name in POINTS for name in piece.fields):
        lines = []
        for line in difflib.ndiff(before, after):
            kind = {"+ ": "addition", "- ": "deletion", "  ": ""}.get(line[:2])
            if kind is not None:
                lines.append((kind, line[2:]))
        return format_html_join("", '<div class="comparison__child-object {}" dir="auto">{}</div>', lines)
    return format_html('<div dir="auto">{}</div>', diff_text("\n".join(before), "\n".join(after)).to_html())


@dataclass
class ReviewedPiece:
    """One piece of the listing that an update wants to change, in words."""

    piece: ListingPiece
    when_proposed: list
    live: list
    when_read: list | None  # what was proposed when the editor opened the page, where that has changed
    after: list
    difference: str
    moved: bool
    others: list  # [(ListingUpdate, lines)] that propose something for the same piece
    fields: list
    rows: list
    decision: str
    words: str
    places: list  # of the coordinates, for the map


class Review:
    """An update as the review view shows it; with `data`, what the editor has filled in.

    `stale` is what an editor had filled in before the update moved: their words to the sender are kept, and
    nothing else, because it was about something else.
    """

    def __init__(self, update, user, data=None, stale=None):
        self.update, self.user, self.data, self.stale = update, user, data, stale
        self.page = update.network.specific if update.network else None
        self.live = values_of(self.page) if self.page else {}
        self.proposal = update.proposal
        self.changed = changed_pieces(self.live, self.proposal)
        if not self.page:  # a new network: only what is said of it
            said = dict.fromkeys(FIELDS) | self.proposal
            self.changed = [piece for piece in self.changed if is_filled(piece, said)]
        start = self.live | {name: value for name, value in self.proposal.items() if name != "logo"}
        names = [piece.name for piece in self.changed if piece.name != "logo"]
        self.form = ListingForm(start, pieces=names, data=data) if names else None
        kept = {name: stale.get(name, "") for name in ("sentence", "words")} if stale else None
        self.outcome = OutcomeForm(data, initial=kept)
        self.reading = Reading.of(update)
        self.errors = []

    @property
    def read(self):
        """The Reading the editor's form carries: what they had before them."""
        version = self.data.get("proposal_version", "")
        return Reading(int(version) if version.isdecimal() else 0, self.data.get("live_version", ""))

    @cached_property
    def others(self):
        """Other open proposals for the same listing."""
        if not self.page:
            return []
        same = ListingUpdate.objects.open().filter(network=self.page).exclude(pk=self.update.pk)
        return list(same.exclude(kind=Kind.CONFIRMATION))

    @property
    def has_moved(self):
        """Whether something on the site has changed since the sender saw it, in what they want to change."""
        return any(piece.moved for piece in self.pieces)

    @property
    def is_contested(self):
        return any(piece.others for piece in self.pieces)

    @cached_property
    def proposal_read(self):
        """What was proposed when the editor opened the page, where the sender has changed it since."""
        version = self.stale.get("proposal_version", "") if self.stale else ""
        if not version.isdecimal():
            return None
        event = self.update.events.filter(version=int(version) + 1, details__has_key="before").first()
        return event and event.details["before"]

    @cached_property
    def pieces(self):
        describe = Description(translation.get_language())
        sections = {piece.name: found for piece, *found in self.form.sections} if self.form else {}
        reviewed = []
        for piece in self.changed:
            live = describe.of_piece(piece, self.live)
            after = describe.of_piece(piece, self.live | self.proposal)
            fields, rows = sections.get(piece.name, ([], []))
            read = self.proposal_read and describe.of_piece(piece, self.live | self.proposal_read)
            reviewed.append(ReviewedPiece(
                piece=piece,
                when_proposed=describe.of_piece(piece, self.update.base),
                live=live,
                when_read=read if read != after else None,
                after=after,
                difference=marked_difference(piece, live, after),
                moved=bool(self.page) and any(
                    self.live.get(name) != self.update.base.get(name) for name in piece.fields
                ),
                others=[
                    (other, describe.of_piece(piece, other.proposal))
                    for other in self.others if any(name in other.proposal for name in piece.fields)
                ],
                fields=fields,
                rows=rows,
                decision=self.decision_on(piece),
                words=self.words_on(piece),
                places=self.places if piece.name == "coordinates" else [],
            ))  # fmt: skip
        return reviewed

    @property
    def places(self):
        """The points of the map: where the network is now, and where it would be."""
        labels = {"now": _("On the site now"), "proposed": _("Proposed")}
        points = []
        for name, values in (("now", self.live), ("proposed", self.live | self.proposal)):
            if values.get("latitude") and values.get("longitude"):
                x, y = place(float(values["longitude"]), float(values["latitude"]))
                points.append({"name": name, "label": labels[name], "x": round(x), "y": round(y)})
        return points

    @property
    def map_box(self):
        """The part of the map around these points, as an SVG viewBox."""
        return box_around([(point["x"], point["y"], point["x"], point["y"]) for point in self.places])

    @property
    def confirmed(self):
        """What a “nothing has changed” is about: [(piece, lines)]."""
        if self.update.kind != Kind.CONFIRMATION:
            return []
        describe = Description(translation.get_language())
        lines = [(piece, describe.of_piece(piece, self.update.base)) for piece in PIECES.values()]
        return [(piece, text) for piece, text in lines if text]

    @property
    def translations(self):
        """Texts proposed in other languages: [(language, label, text)]."""
        return [
            (native_name(code), ListingForm.label_of(path.split(".")[0]), text)
            for code, texts in self.update.translations.items()
            for path, text in texts.items()
        ]

    def decision_on(self, piece):
        said = self.data.get(f"decision-{piece.name}") if self.data else None
        return said if said in Decision.values else Decision.ACCEPT

    def words_on(self, piece):
        return (self.data.get(f"words-{piece.name}", "") if self.data else "").strip()[:1000]

    def words_for(self, decision):
        """{piece: words} of the pieces with a decision; a missing word is an error."""
        words = {}
        for piece in self.changed:
            if self.decision_on(piece) == decision:
                words[piece.name] = self.words_on(piece)
                if not words[piece.name]:
                    self.errors.append(
                        translation.gettext("%(part)s: say why, the sender reads it.") % {"part": piece.label}
                    )
        return words

    def verdict(self):
        """The Verdict of a form that accepts, or None with `errors` filled."""
        asked = [piece for piece in self.changed if self.decision_on(piece) == Decision.ASK]
        if asked:
            self.errors.append(
                translation.gettext(
                    "You ask the sender about a field: send the update back, or decide on the field."
                )
            )
        left_out = self.words_for(Decision.LEAVE)
        accepted = [piece for piece in self.changed if self.decision_on(piece) == Decision.ACCEPT]
        if self.changed and not accepted and not asked:
            self.errors.append(
                translation.gettext("You would accept nothing of it: refuse the update instead.")
            )
        contested = any(piece.others for piece in self.pieces if piece.piece in accepted)
        valid = self.outcome.is_valid()
        if contested and not (valid and self.outcome.cleaned_data["others_seen"]):
            self.errors.append(
                translation.gettext(
                    "Somebody else proposes something for the same field. Look at it, then tick the box."
                )
            )
        if accepted and self.form and not self.form.is_valid():
            self.errors += [f"{label}: {error}" for _id, label, error in self.form.errors]
        if self.errors or not valid:
            return None
        values = self.form.values() if self.form else {}
        values = {name: values[name] for piece in accepted for name in piece.fields if name in values}
        if "logo" in self.proposal and any(piece.name == "logo" for piece in accepted):
            values["logo"] = self.proposal["logo"]
        if self.update.kind == Kind.NEW_NETWORK:
            values |= {"family": self.proposal["family"]}
        default = Sentence.THANKS if self.update.kind == Kind.UPDATE else Sentence.HELP
        return Verdict(values, left_out, self.outcome.message(self.update.language, default))

    @property
    def logo(self):
        """The proposed logo, or None."""
        new = self.proposal.get("logo")
        return self.update.logos.filter(pk=new["upload"]).first() if isinstance(new, dict) else None
