"""From what an editor has filled in to what they say. What is missing is put into the review's errors."""

from django.utils.translation import gettext as _

from core.formats import joined, labelled

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


def all_words(review: Review) -> dict[str, str]:
    """{piece: words} of every piece about which the editor has written something."""
    words = {piece.name: review.filled_in.words_on(piece) for piece in review.changed}
    return {name: said for name, said in words.items() if said}


def verdict_of(review: Review) -> Verdict | None:
    """The Verdict of an editor who accepts; None where something is missing."""
    accepted = _with_decision(review, Decision.ACCEPT)
    edited = _with_decision(review, Decision.EDIT)
    _check_decisions(review, accepted + edited)
    left_out = words_for(review, Decision.LEAVE)
    valid = review.outcome.is_valid()
    contested = any(shown.others for shown in review.pieces if shown.piece in accepted + edited)
    if contested and not (valid and review.outcome.cleaned_data["others_seen"]):
        review.errors.append(
            _("Somebody else proposes something for the same field. Look at it, then tick the box.")
        )
    if (accepted or edited) and review.form and not review.form.is_valid():
        review.errors += [labelled(label, error) for _id, label, error in review.form.errors]
    if review.errors or not valid:
        return None
    _check_edits(review, accepted)
    default = _default_sentence(review, whole=not (left_out or edited))
    if review.outcome.cleaned_data["sentence"] == Sentence.THANKS and left_out:
        review.errors.append(_("Not all of it will be on the site: choose another sentence."))
    if review.errors:
        return None
    remarks = {name: said for name, said in all_words(review).items() if name not in left_out}
    message = review.outcome.message(review.update.language, default)
    return Verdict(_values(review, accepted, edited), left_out, message, remarks)


def _check_decisions(review: Review, accepted: list[ListingPiece]) -> None:
    undecided = [str(piece.label) for piece in review.changed if review.filled_in.decision_on(piece) is None]
    if undecided:
        review.errors.append(
            _("Choose what becomes of each field. Not chosen yet: %(parts)s.") % {"parts": joined(undecided)}
        )
    asked = _with_decision(review, Decision.ASK)
    if asked:
        review.errors.append(
            _("You ask the sender about a field: send the update back, or decide on the field.")
        )
    if review.changed and not (accepted or asked or undecided):
        review.errors.append(_("You would accept nothing of it: refuse the update instead."))


def _check_edits(review: Review, accepted: list[ListingPiece]) -> None:
    """What is accepted as proposed has not been edited: no edit is lost silently."""
    live, patch = review.live, review.update.patch
    typed = review.form.values() if review.form else {}
    for piece in accepted:
        if not patch.is_followed(piece, values_in(typed, [piece]), live):
            review.errors.append(
                _("%(part)s: you have edited it. Choose “Accept as edited below”, or undo the edit.")
                % {"part": piece.label}
            )


def _default_sentence(review: Review, whole: bool) -> Sentence:
    if review.update.kind != Kind.UPDATE or not review.changed:
        return Sentence.HELP
    return Sentence.THANKS if whole else Sentence.IN_PART


def _with_decision(review: Review, decision: Decision) -> list[ListingPiece]:
    return [piece for piece in review.changed if review.filled_in.decision_on(piece) == decision]


def _values(review: Review, accepted: list[ListingPiece], edited: list[ListingPiece]) -> Values:
    """The values to set, as proposed or as the editor has left them.

    A logo and a family are taken or not, never edited.
    """
    proposal = review.update.proposal
    values = values_in(review.proposed, accepted)
    values |= values_in(review.form.values() if review.form else {}, edited)
    if "logo" in proposal and any(piece.name == "logo" for piece in accepted + edited):
        values["logo"] = proposal["logo"]
    if review.update.kind == Kind.NEW_NETWORK:
        values["family"] = proposal["family"]
    return values
