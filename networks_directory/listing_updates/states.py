"""The life of a listing update: every state, every action, and nothing else that may happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Not sent yet")
    UNVERIFIED = "unverified", _("E-mail address not confirmed yet")
    WAITING = "waiting", _("Waiting for the ministry")
    RETURNED = "returned", _("More information is wanted")
    FROZEN = "frozen", _("Stopped: somebody says that it is not theirs")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Action(models.TextChoices):
    SUBMIT = "submit", _("Sent")
    VERIFY = "verify", _("E-mail address confirmed")
    AMEND = "amend", _("Changed while waiting")
    RETURN = "return", _("More information asked for")
    ANSWER = "answer", _("Answered")
    ACCEPT = "accept", _("Accepted")
    REFUSE = "refuse", _("Refused")
    WITHDRAW = "withdraw", _("Withdrawn")
    FREEZE = "freeze", _("Stopped: “this was not us”")
    RELEASE = "release", _("Released")
    PUBLISH = "publish", _("On line")


TRANSITIONS: dict[Action, dict[State, State]] = {
    Action.SUBMIT: {State.DRAFT: State.WAITING},
    Action.VERIFY: {State.UNVERIFIED: State.WAITING},
    Action.AMEND: {State.WAITING: State.WAITING},
    Action.RETURN: {State.WAITING: State.RETURNED},
    Action.ANSWER: {State.RETURNED: State.WAITING},
    Action.ACCEPT: {State.WAITING: State.ACCEPTED},
    Action.REFUSE: {
        State.WAITING: State.REFUSED,
        State.RETURNED: State.REFUSED,
        State.FROZEN: State.REFUSED,
    },
    Action.WITHDRAW: {State.WAITING: State.WITHDRAWN, State.RETURNED: State.WITHDRAWN},
    Action.FREEZE: {State.WAITING: State.FROZEN, State.RETURNED: State.FROZEN},
    Action.RELEASE: {State.FROZEN: State.WAITING},
    Action.PUBLISH: {State.ACCEPTED: State.ACCEPTED},
}

# Who does an action: all others are an editor's.
AUTHORS_ACTIONS = (Action.SUBMIT, Action.VERIFY, Action.AMEND, Action.ANSWER, Action.WITHDRAW)

OPEN = (State.WAITING, State.RETURNED, State.FROZEN)
DECIDED = (State.ACCEPTED, State.REFUSED)


class IllegalTransitionError(Exception):
    """Somebody wanted an action that the update's state does not allow."""


def next_state(state: str, action: Action) -> State:
    """The state an action leads to; IllegalTransitionError where it is not allowed."""
    try:
        return TRANSITIONS[action][State(state)]
    except KeyError:
        raise IllegalTransitionError(f"{action} is not possible when {state}") from None


def is_legal(before: str, after: str) -> bool:
    """Whether some action leads from one state to the other."""
    return any(moves.get(State(before)) == after for moves in TRANSITIONS.values())
