"""What has become of each piece of an update: what was proposed, what was decided, with which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .description import Description
from .models import ListingUpdate
from .pieces import ListingPiece
from .states import State


class Became(models.TextChoices):
    """What has become of a piece."""

    OPEN = "open", _("Not decided yet")
    ACCEPTED = "accepted", _("Accepted")
    EDITED = "edited", _("Accepted as edited by the ministry")
    PERHAPS_EDITED = "perhaps_edited", _("Accepted (whether it was edited is not recorded)")
    LEFT = "left", _("Left as it is on the site")
    ALREADY = "already", _("On the site already")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn before a decision")
    NOT_RECORDED = "not_recorded", _("What was decided is not recorded")


@dataclass(frozen=True)
class PieceOutcome:
    """One piece of an update, in words."""

    piece: ListingPiece
    before: list[str]  # what its author saw
    proposed: list[str]
    became: Became
    on_site: list[str]  # what was set instead of what was proposed
    words: str  # the editor's

    @property
    def label(self) -> str:
        return str(self.piece.label)


def outcomes_of(update: ListingUpdate, describe: Description) -> list[PieceOutcome]:
    """Each piece that an update wants to change, and what has become of it. Reads its events."""
    details = update.decision.details if update.decision else {}
    proposed = update.patch.onto(update.base)
    was_set = proposed | details.get("set", {})
    outcomes = []
    for piece in update.patch.pieces:
        became = _became(update, details, piece.name)
        on_site = describe.of_piece(piece, was_set) if became == Became.EDITED else []
        outcome = PieceOutcome(
            piece=piece,
            before=describe.of_piece(piece, update.base),
            proposed=describe.of_piece(piece, proposed),
            became=became,
            on_site=on_site,
            words=details.get("parts", {}).get(piece.name, ""),
        )
        if outcome.before or outcome.proposed:  # of a new network, some things are left empty
            outcomes.append(outcome)
    return outcomes


NOT_ACCEPTED = {State.REFUSED: Became.REFUSED, State.WITHDRAWN: Became.WITHDRAWN}


def _became(update: ListingUpdate, details: dict[str, Any], name: str) -> Became:
    """What has become of a piece; `details` are those of the event with which it was decided."""
    if update.state != State.ACCEPTED:
        return NOT_ACCEPTED.get(State(update.state), Became.OPEN)
    if name in details.get("accepted", []):
        if "edited" not in details:
            return Became.PERHAPS_EDITED
        return Became.EDITED if name in details["edited"] else Became.ACCEPTED
    if name in details.get("left", details.get("parts", {})):
        return Became.LEFT
    return Became.ALREADY if name in details.get("already", []) else Became.NOT_RECORDED


def in_words(outcomes: Iterable[PieceOutcome]) -> list[tuple[str, str]]:
    """[(label, what has become of it and why)], for an e-mail."""
    return [
        (outcome.label, ". ".join(filter(None, [str(outcome.became.label), outcome.words])))
        for outcome in outcomes
    ]
