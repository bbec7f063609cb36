"""What editors decide. What is accepted is exactly what was read, and it happens whole or not at all."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from wagtail.log_actions import log

from core.models import User

from ..models.networks import NetworkPage
from . import mails
from .applying import apply, make_draft
from .listing_values import Patch, values_of
from .models import Kind, ListingUpdate
from .permissions import why_not_accept, why_not_moderate
from .pieces import ListingPiece, pieces_of
from .states import Action, State
from .verdicts import MovedError, Reading, RefusedError, Verdict


def moved() -> str:
    """What an editor is told when something is no longer as they read it."""
    return translation.gettext(
        "Something has changed since you opened this page. Nothing was done: look again."
    )


def decided_meanwhile(update: ListingUpdate) -> str:
    """What an editor is told when somebody else was first."""
    return translation.gettext("%(who)s has decided meanwhile. Nothing was done twice.") % {
        "who": update.decided_by or translation.gettext("Somebody else")
    }


def _hold_as_read(update: ListingUpdate, user: User, reading: Reading | None) -> ListingUpdate:
    """Lock the update and its page, and make sure that both are what the editor has read."""
    current = ListingUpdate.lock(update.pk)
    if current.network_id:
        # The row that an editor who saves the page begins with, so that one waits for the other.
        pages = NetworkPage.objects.select_for_update(of=("page_ptr",), no_key=True)
        current.network = pages.get(pk=current.network_id).specific
    if reason := why_not_moderate(user):
        raise RefusedError(reason)
    if current.decided_at:
        raise MovedError(decided_meanwhile(current))
    if reading and reading != Reading.of(current):
        raise MovedError(moved())
    return current


@transaction.atomic
def send_back(
    update: ListingUpdate, user: User, reading: Reading, message: str, pieces: dict[str, str]
) -> ListingUpdate:
    """Ask the author for more. `pieces` are {piece: words}; it keeps its place. Raises RefusedError."""
    current = _hold_as_read(update, user, reading)
    current.act(Action.RETURN, editor=user, words=message, details={"parts": pieces}, returned_parts=pieces)
    mails.ask_author(current, message, pieces)
    return current


@transaction.atomic
def refuse(
    update: ListingUpdate,
    user: User,
    reading: Reading,
    message: str,
    pieces: dict[str, str] | None = None,
) -> ListingUpdate:
    """Refuse an update, with the reason; `pieces` are {piece: words}. Raises RefusedError."""
    current = _hold_as_read(update, user, reading)
    current.act(Action.REFUSE, editor=user, words=message, details={"parts": pieces or {}})
    if current.network:
        _log(current, user, "listing_updates.refuse", [])
    mails.tell_outcome(current, message)
    return current


@transaction.atomic
def release(update: ListingUpdate, user: User) -> ListingUpdate:
    """A stopped update is in order after all."""
    current = _hold_as_read(update, user, None)
    current.act(Action.RELEASE, editor=user)
    return current


@transaction.atomic
def accept(update: ListingUpdate, user: User, reading: Reading, verdict: Verdict) -> ListingUpdate:
    """Apply an update: live page, draft, every language, confirmations, log and e-mail; all or nothing.

    Raises RefusedError (MovedError when the update or the listing is not what was read) and ValidationError
    when the values make no valid page.
    """
    current = _hold_as_read(update, user, reading)
    if reason := why_not_accept(user, current):
        raise RefusedError(reason)
    details = _details(current, verdict)
    if current.kind == Kind.NEW_NETWORK:
        make_draft(current, user, verdict.values)
    elif verdict.values or current.kind == Kind.CONFIRMATION or current.rest_is_right or current.translations:
        apply(current, user, verdict.values)
    current.act(Action.ACCEPT, editor=user, words=verdict.message, details=details)
    _log(current, user, "listing_updates.accept", pieces_of(verdict.values))
    mails.tell_outcome(current, verdict.message)
    return current


def _details(update: ListingUpdate, verdict: Verdict) -> dict[str, Any]:
    """What is recorded of an acceptance: what becomes of each piece, the values set, the words.

    Asked before it is applied: of what the author proposed, some may stand on the site already.
    """
    live = values_of(update.network) if update.network else {}
    set_pieces = pieces_of(verdict.values)
    accepted = [piece.name for piece in set_pieces]
    changing = {piece.name for piece in Patch.between(live, update.proposal).pieces}
    others = [piece.name for piece in update.patch.pieces if piece.name not in accepted]
    return {
        "accepted": accepted,
        "edited": [
            piece.name for piece in set_pieces if not update.patch.is_followed(piece, verdict.values, live)
        ],
        "left": [name for name in others if name in verdict.left_out or name in changing],
        "already": [name for name in others if name not in verdict.left_out and name not in changing],
        "set": verdict.values,
        "parts": verdict.left_out | verdict.remarks,
    }


def _log(update: ListingUpdate, user: User, action: str, pieces: list[ListingPiece]) -> None:
    """An entry in the page's history that names both people."""
    data = {
        "reference": update.reference,
        "author": update.author_email,
        "parts": [piece.name for piece in pieces],
    }
    log(instance=update.network, action=action, user=user, data=data)


def accept_confirmations(
    updates: Iterable[ListingUpdate], user: User
) -> tuple[list[ListingUpdate], list[tuple[ListingUpdate, str]]]:
    """Accept several “nothing has changed” at once. Returns (accepted, [(update, why not)]).

    Each is its own transaction; one whose listing has changed since is left for somebody to read.
    """
    accepted, left = [], []
    for update in updates:
        try:
            if update.kind != Kind.CONFIRMATION or update.state != State.WAITING:
                raise RefusedError(
                    translation.gettext(
                        "Only what waits and says “nothing has changed” can be accepted at once."
                    )
                )
            if update.network is None or values_of(update.network.specific) != update.base:
                raise RefusedError(translation.gettext("The listing has changed since. Open it and decide."))
            accepted.append(accept(update, user, Reading.of(update), Verdict()))
        except (RefusedError, ValidationError) as error:
            left.append((update, str(error)))
    return accepted, left
