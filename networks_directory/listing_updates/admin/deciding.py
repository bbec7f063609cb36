"""From what an editor has filled in to what they say. What is missing is put into the review's errors."""

from django.utils.translation import gettext as _

from ..listing_values import Values, values_in
from ..models import Kind
from ..pieces import ListingPiece
from ..verdicts import Verdict
from .outcome import Decision, Sentence
from .reviewing import Review


def words_for(review: Review, decision: Decision) -> dict[str, str]:
    """{piece: words} of the pieces with a decision; a missing word is an error."""
    words = {}
    for piece in _with_decision(review, decision):
        words[piece.name] = review.filled_in.words_on(piece)
        if not words[piece.name]:
            review.errors.append(_("%(part)s: say why, the sender reads it.") % {"part": piece.label})
    return words


def verdict_of(review: Review) -> Verdict | None:
    """The Verdict of an editor who accepts; None where something is missing."""
    asked = _with_decision(review, Decision.ASK)
    accepted = _with_decision(review, Decision.ACCEPT)
    if asked:
        review.errors.append(
            _("You ask the sender about a field: send the update back, or decide on the field.")
        )
    left_out = words_for(review, Decision.LEAVE)
    if review.changed and not accepted and not asked:
        review.errors.append(_("You would accept nothing of it: refuse the update instead."))
    valid = review.outcome.is_valid()
    contested = any(shown.others for shown in review.pieces if shown.piece in accepted)
    if contested and not (valid and review.outcome.cleaned_data["others_seen"]):
        review.errors.append(
            _("Somebody else proposes something for the same field. Look at it, then tick the box.")
        )
    if accepted and review.form and not review.form.is_valid():
        review.errors += [f"{label}: {error}" for _id, label, error in review.form.errors]
    if review.errors or not valid:
        return None
    default = Sentence.THANKS if review.update.kind == Kind.UPDATE else Sentence.HELP
    message = review.outcome.message(review.update.language, default)
    return Verdict(_accepted_values(review, accepted), left_out, message)


def _with_decision(review: Review, decision: Decision) -> list[ListingPiece]:
    return [piece for piece in review.changed if review.filled_in.decision_on(piece) == decision]


def _accepted_values(review: Review, accepted: list[ListingPiece]) -> Values:
    """The values to set, as the editor has left them; a logo and a family are taken or not, never edited."""
    values = values_in(review.form.values() if review.form else {}, accepted)
    proposal = review.update.proposal
    if "logo" in proposal and any(piece.name == "logo" for piece in accepted):
        values["logo"] = proposal["logo"]
    if review.update.kind == Kind.NEW_NETWORK:
        values["family"] = proposal["family"]
    return values
