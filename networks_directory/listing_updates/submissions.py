"""What representatives and visitors do: keep a draft, send, amend, answer, confirm, withdraw."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from ..models.networks import NetworkPage
from . import mails
from .listing_values import Logo, Patch, Typed, Values, values_of
from .models import Kind, ListingUpdate, ProposedLogo, Representation, Representative
from .states import OPEN, Action, State


class NothingToSendError(Exception):
    """A proposal that would change nothing."""


@dataclass(frozen=True)
class Submission:
    """What a representative sends."""

    patch: Patch
    message: str = ""
    rest_is_right: bool = False
    translations: dict[str, dict[str, str]] = field(default_factory=dict)  # {language code: {path: text}}


def current_update(representative: Representative, network: NetworkPage) -> ListingUpdate | None:
    """The update of this person for this network that is not decided yet, a draft included, or None."""
    mine = ListingUpdate.objects.by(representative).filter(network=network, kind=Kind.UPDATE)
    return mine.filter(state__in=[State.DRAFT, *OPEN]).first()


def _hold_current_update(
    representative: Representative, network: NetworkPage, kind: Kind = Kind.UPDATE
) -> ListingUpdate | None:
    """current_update() of a kind, held until the transaction ends: no editor decides on it meanwhile.

    The person's attachment is held first, so that two clicks come one after the other. Raises DoesNotExist
    when it has been withdrawn.
    """
    attached = Representation.objects.current().select_for_update(of=("self",))
    attached.get(representative=representative, network=network)
    mine = ListingUpdate.objects.by(representative).select_for_update(of=("self",))
    return mine.filter(network=network, kind=kind, state__in=[State.DRAFT, *OPEN]).first()


def _new(representative: Representative, network: NetworkPage, kind: Kind, base: Values) -> ListingUpdate:
    return ListingUpdate(
        kind=kind, network=network, network_title=network.title, representative=representative,
        author_email=representative.email, author_name=representative.name, language=get_language(),
        base=base,
    )  # fmt: skip


@transaction.atomic
def keep_draft(
    representative: Representative, network: NetworkPage, typed: Typed, logo: Logo | None = None
) -> ListingUpdate:
    """Keep what a form holds, right or wrong, and a new logo. Nothing of it is proposed yet."""
    update = _hold_current_update(representative, network)
    update = update or _new(representative, network, Kind.UPDATE, typed["base"])
    if update.state == State.FROZEN:
        return update
    chosen = update.form_state.get("logo")
    if logo:
        update.save()
        chosen = _keep_logo(update, logo).pk
    update.form_state = typed | {"logo": chosen}
    update.save()
    return update


@transaction.atomic
def discard_draft(representative: Representative, network: NetworkPage) -> None:
    """Forget what was typed and not sent."""
    update = _hold_current_update(representative, network)
    if update and update.state == State.DRAFT:
        update.delete()
    elif update:
        update.form_state = {}
        update.save(update_fields=["form_state"])


# What sending does to an update that is there already; in every other state it cannot be sent.
SENDING = {State.DRAFT: Action.SUBMIT, State.WAITING: Action.AMEND, State.RETURNED: Action.ANSWER}


@transaction.atomic
def submit(
    representative: Representative, network: NetworkPage, sent: Submission
) -> tuple[ListingUpdate, bool]:
    """Propose a Submission for a network's listing.

    Sent twice, it is one update; sent again with other values while it waits, it is amended; sent when more
    was wanted, it is the answer, and keeps its place.
    Returns (update, whether anything has changed). Raises NothingToSendError, and IllegalTransitionError when
    it has been stopped.
    """
    update = _hold_current_update(representative, network)
    answered = update and update.state == State.RETURNED and sent.message
    if not (sent.patch or sent.translations or answered):
        raise NothingToSendError
    if update is None:
        update = _new(representative, network, Kind.UPDATE, sent.patch.seen)
        update.save()
    said: dict[str, Any] = {
        "proposal": sent.patch.new, "message": sent.message, "rest_is_right": sent.rest_is_right,
        "translations": sent.translations,
    }  # fmt: skip
    if update.state == State.WAITING and all(getattr(update, name) == said[name] for name in said):
        return update, False  # the same, sent twice
    before = update.proposal
    action = SENDING.get(State(update.state), Action.AMEND)
    update.act(action, words=sent.message, base=sent.patch.seen, form_state={}, **said)
    if action != Action.AMEND:
        mails.acknowledge(update)
        mails.announce(update)
    mails.warn_of_sensitive_changes(update, before)
    return update, True


def _keep_logo(update: ListingUpdate, logo: Logo) -> ProposedLogo:
    """The picture, once: sent again unchanged it is the one that is there."""
    data, width, height = logo
    for kept in update.logos.all():
        if bytes(kept.data) == data:
            return kept
    return ProposedLogo.objects.create(update=update, data=data, width=width, height=height)


@transaction.atomic
def confirm(representative: Representative, network: NetworkPage) -> ListingUpdate:
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
def withdraw(update: ListingUpdate) -> None:
    """Take back what waits. Raises IllegalTransitionError."""
    update.act(Action.WITHDRAW)


@transaction.atomic
def answer(update: ListingUpdate, message: str) -> None:
    """Answer an editor's question in words, without changing the proposal."""
    update.act(Action.ANSWER, words=message)
    mails.announce(update)


@transaction.atomic
def freeze(update: ListingUpdate, address: str) -> None:
    """Somebody who was told of a change says that it was not theirs: editors must look at it first."""
    update.act(Action.FREEZE, details={"reported_by": address})
    mails.announce(update)


def keep_strangers_proposal(
    kind: Kind,
    cleaned: dict[str, Any],
    *,
    network: NetworkPage | None = None,
    proposal: Values | None = None,
    token: str = "",
) -> tuple[ListingUpdate, bool]:
    """Keep what a visitor has sent until they have confirmed their address. Returns (update, created)."""
    about = [kind, token, network and network.pk, proposal]
    # With the author: whoever goes back and corrects their address sends something new.
    who = [cleaned["author_email"].lower(), cleaned["author_name"]]
    said = json.dumps([*about, cleaned["message"], *who], sort_keys=True)
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


def unverified(email: str) -> ListingUpdate | None:
    """What somebody last sent under an address that they have not confirmed yet, or None."""
    sent = ListingUpdate.objects.filter(author_email=email.lower(), state=State.UNVERIFIED)
    return sent.order_by("-created_at", "-pk").first()


@transaction.atomic
def verify(update: ListingUpdate) -> None:
    """A visitor has confirmed their address: what they sent reaches the queue."""
    update.act(Action.VERIFY)
    mails.acknowledge(update)
    mails.announce(update)
