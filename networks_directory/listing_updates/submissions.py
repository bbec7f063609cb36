"""What representatives and visitors do: keep a draft, send, amend, answer, confirm, withdraw."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import get_language

from . import mails
from .models import Kind, ListingUpdate, ProposedLogo, Representation
from .pieces import changed_pieces, values_of, with_values
from .states import OPEN, Action, State


class NothingToSendError(Exception):
    """A proposal that would change nothing."""


@dataclass
class Submission:
    """What a representative sends: the listing as they saw it, and as it should be (pieces.values_of)."""

    base: dict
    values: dict
    message: str = ""
    rest_is_right: bool = False
    translations: dict = field(default_factory=dict)  # {language code: {path of a text: text}}


def current_update(representative, network):
    """The update of this person for this network that is not decided yet, a draft included, or None."""
    mine = ListingUpdate.objects.by(representative).filter(network=network, kind=Kind.UPDATE)
    return mine.filter(state__in=[State.DRAFT, *OPEN]).first()


def _hold_current_update(representative, network, kind=Kind.UPDATE):
    """current_update() of a kind, held until the transaction ends: no editor decides on it meanwhile.

    The person's attachment is held first, so that two clicks come one after the other. Raises DoesNotExist
    when it has been withdrawn.
    """
    attached = Representation.objects.current().select_for_update(of=("self",))
    attached.get(representative=representative, network=network)
    mine = ListingUpdate.objects.by(representative).select_for_update(of=("self",))
    return mine.filter(network=network, kind=kind, state__in=[State.DRAFT, *OPEN]).first()


def _new(representative, network, kind, base):
    return ListingUpdate(
        kind=kind, network=network, network_title=network.title, representative=representative,
        author_email=representative.email, author_name=representative.name, language=get_language(),
        base=base,
    )  # fmt: skip


@transaction.atomic
def keep_draft(representative, network, base, state, logo=None):
    """Keep what a form holds, right or wrong, and a new logo as logos.reencoded() gives it.

    Nothing of it is proposed yet. Returns the update.
    """
    update = _hold_current_update(representative, network) or _new(representative, network, Kind.UPDATE, base)
    if update.state == State.FROZEN:
        return update
    kept = update.form_state.get("logo")
    if logo:
        update.save()
        kept = _keep_logo(update, logo).pk
    update.form_state = {"base": base, "logo": kept} | state
    update.save()
    return update


@transaction.atomic
def discard_draft(representative, network):
    """Forget what was typed and not sent."""
    update = _hold_current_update(representative, network)
    if update and update.state == State.DRAFT:
        update.delete()
    elif update:
        update.form_state = {}
        update.save(update_fields=["form_state"])


@transaction.atomic
def submit(representative, network, sent):
    """Propose the values of a Submission for a network's listing.

    Only what differs from what its author saw is proposed. Sent twice, it is one update; sent again with
    other values while it waits, it is amended; sent when more was wanted, it is the answer, and keeps its
    place.
    Returns (update, whether anything has changed). Raises NothingToSendError, and IllegalTransitionError when
    it has been stopped.
    """
    update = _hold_current_update(representative, network)
    base, values = sent.base, sent.values
    proposal = {
        name: values[name]
        for piece in changed_pieces(base, values)
        for name in piece.fields
        if name in values and values[name] != base.get(name)
    }
    answered = update and update.state == State.RETURNED and sent.message
    if not (proposal or sent.translations or answered):
        raise NothingToSendError
    if update is None:
        update = _new(representative, network, Kind.UPDATE, base)
        update.save()
    said = {
        "base": base, "proposal": proposal, "message": sent.message,
        "rest_is_right": sent.rest_is_right, "translations": sent.translations, "form_state": {},
    }  # fmt: skip
    if update.state == State.WAITING and all(
        getattr(update, name) == value for name, value in said.items() if name not in ("base", "form_state")
    ):
        return update, False  # the same, sent twice
    before = update.proposal
    action = {
        State.DRAFT: Action.SUBMIT,
        State.WAITING: Action.AMEND,
        State.RETURNED: Action.ANSWER,
    }.get(update.state, Action.AMEND)
    update.act(action, words=sent.message, **said)
    if action != Action.AMEND:
        mails.acknowledge(update)
        mails.announce(update)
    mails.warn_of_sensitive_changes(update, before)
    return update, True


def _keep_logo(update, logo):
    """The picture, once: sent again unchanged it is the one that is there."""
    data, width, height = logo
    for kept in update.logos.all():
        if bytes(kept.data) == data:
            return kept
    return ProposedLogo.objects.create(update=update, data=data, width=width, height=height)


@transaction.atomic
def confirm(representative, network):
    """ "Nothing has changed": say so to the editors. Said twice while it waits, it is one. Returns it."""
    values = values_of(network)
    if waiting := _hold_current_update(representative, network, Kind.CONFIRMATION):
        if waiting.base != values and waiting.state == State.WAITING:
            waiting.act(Action.AMEND, base=values)
        return waiting
    update = _new(representative, network, Kind.CONFIRMATION, values)
    update.save()
    update.act(Action.SUBMIT)
    mails.acknowledge(update)
    mails.announce(update)
    return update


@transaction.atomic
def withdraw(update):
    """Take back what waits. Raises IllegalTransitionError."""
    update.act(Action.WITHDRAW)


@transaction.atomic
def answer(update, message):
    """Answer an editor's question in words, without changing the proposal."""
    update.act(Action.ANSWER, words=message)
    mails.announce(update)


@transaction.atomic
def freeze(update, address):
    """Somebody who was told of a change says that it was not theirs: editors must look at it first."""
    update.act(Action.FREEZE, details={"reported_by": address})
    mails.announce(update)


def keep_strangers_proposal(kind, cleaned, *, network=None, proposal=None, token=""):
    """Keep what a visitor has sent until they have confirmed their address. Returns (update, created)."""
    said = json.dumps([kind, token, network and network.pk, proposal, cleaned["message"]], sort_keys=True)
    defaults = {
        "kind": kind, "state": State.UNVERIFIED, "network": network,
        "network_title": network.title if network else cleaned["title"], "language": get_language(),
        "author_email": cleaned["author_email"].lower(), "author_name": cleaned["author_name"],
        "reason": cleaned.get("reason", ""), "message": cleaned["message"], "proposal": proposal or {},
        "base": values_of(network) if network else {},
    }  # fmt: skip
    return ListingUpdate.objects.get_or_create(
        fingerprint=hashlib.sha256(said.encode()).hexdigest(), defaults=defaults
    )


@transaction.atomic
def verify(update):
    """A visitor has confirmed their address: what they sent reaches the queue."""
    update.act(Action.VERIFY)
    mails.acknowledge(update)
    mails.announce(update)


def as_it_would_be(network, update):
    """The live page with the update's proposal on it, in memory. The logo stays as it is."""
    return with_values(network, {name: new for name, new in update.proposal.items() if name != "logo"})
