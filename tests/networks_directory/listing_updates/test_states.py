"""The life of an update: what may happen, what may not, whoever acts and in whatever order."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from networks_directory.listing_updates import acceptance, submissions
from networks_directory.listing_updates.listing_values import Patch, values_of
from networks_directory.listing_updates.models import Kind, ListingUpdate, UpdateEvent
from networks_directory.listing_updates.states import TRANSITIONS, Action, IllegalTransitionError, State
from networks_directory.listing_updates.verdicts import MovedError, Reading, RefusedError, Verdict
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db

# Written down once more, by hand: what each state allows. The table of the code has to say the same.
ALLOWED = {
    State.DRAFT: {Action.SUBMIT: State.WAITING},
    State.UNVERIFIED: {Action.VERIFY: State.WAITING},
    State.WAITING: {
        Action.AMEND: State.WAITING,
        Action.RETURN: State.RETURNED,
        Action.ACCEPT: State.ACCEPTED,
        Action.REFUSE: State.REFUSED,
        Action.WITHDRAW: State.WITHDRAWN,
        Action.FREEZE: State.FROZEN,
    },
    State.RETURNED: {
        Action.ANSWER: State.WAITING,
        Action.REFUSE: State.REFUSED,
        Action.WITHDRAW: State.WITHDRAWN,
        Action.FREEZE: State.FROZEN,
    },
    State.FROZEN: {Action.RELEASE: State.WAITING, Action.REFUSE: State.REFUSED},
    State.ACCEPTED: {Action.PUBLISH: State.ACCEPTED},
    State.REFUSED: {},
    State.WITHDRAWN: {},
}


def an_update(network, state):
    update = ListingUpdate.objects.create(
        kind=Kind.UPDATE, network=network, network_title="DMK", language="fr"
    )
    ListingUpdate.objects.filter(pk=update.pk).update(state=state)
    return ListingUpdate.objects.get(pk=update.pk)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_the_model_does_what_a_state_allows_and_refuses_the_rest(dmk, state, action):
    update = an_update(dmk, state)
    if action in ALLOWED[state]:
        update.act(action)
        expected = ALLOWED[state][action]
    else:
        with pytest.raises(IllegalTransitionError):
            update.act(action)
        expected = state
    assert ListingUpdate.objects.get(pk=update.pk).state == expected
    assert UpdateEvent.objects.filter(update=update).count() == (action in ALLOWED[state])


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_saving_cannot_go_round_the_state_machine(dmk, before, after):
    update = an_update(dmk, before)
    update.state = after
    if after == before or after in ALLOWED[before].values():
        update.save()
    else:
        with pytest.raises(IllegalTransitionError):
            update.save()
        assert ListingUpdate.objects.get(pk=update.pk).state == before


def test_no_action_is_missing_from_the_table():
    assert set(TRANSITIONS) == set(Action)


WORDS = st.sampled_from(["https://a.example/", "https://b.example/", ""])
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["send", "confirm", "withdraw", "answer", "freeze", "return", "accept", "refuse", "release"]
        ),
        st.integers(0, 1),  # which representative, or which editor
        WORDS,
    ),
    max_size=14,
)


class People:
    """Two representatives and two editors, who do as they like with one listing."""

    def __init__(self, dmk, editors):
        self.dmk, self.editors = dmk, editors
        self.representatives = [RepresentationFactory(network=dmk).representative for _ in range(2)]

    def latest(self, who):
        mine = ListingUpdate.objects.by(self.representatives[who])
        return mine.exclude(state=State.DRAFT).order_by("-pk").first()

    def do(self, action, who, word):
        """Do it; whether it was done. What is not possible is said by one of the errors meant for it."""
        update = self.latest(who)
        editor = self.editors[who]
        if action == "send":
            base = values_of(self.dmk_now())
            sent = submissions.Submission(Patch.between(base, base | {"website": word}), message=word)
            return submissions.submit(self.representatives[who], self.dmk_now(), sent)[1]
        if action == "confirm":
            return submissions.confirm(self.representatives[who], self.dmk_now())
        if update is None:
            return False
        return {
            "withdraw": lambda: submissions.withdraw(update),
            "answer": lambda: submissions.answer(update, word or "?"),
            "freeze": lambda: submissions.freeze(update, "a@b.example"),
            "return": lambda: acceptance.send_back(update, editor, Reading.of(update), "?", {}),
            "accept": lambda: acceptance.accept(
                update, editor, Reading.of(update), Verdict(dict(update.proposal))
            ),
            "refuse": lambda: acceptance.refuse(update, editor, Reading.of(update), "no"),
            "release": lambda: acceptance.release(update, editor),
        }[action]()

    def dmk_now(self):
        return type(self.dmk).objects.get(pk=self.dmk.pk)


@given(actions=ACTIONS)
def test_whatever_people_do_every_step_was_allowed_and_nothing_is_decided_twice(dmk, editor, actions):
    with transaction.atomic():
        people = People(dmk, [editor, editor])
        for action, who, word in actions:
            before = {update.pk: update.state for update in ListingUpdate.objects.all()}
            events = UpdateEvent.objects.count()
            refused = False
            try:
                with transaction.atomic():
                    people.do(action, who, word)
            except (IllegalTransitionError, RefusedError, submissions.NothingToSendError):
                refused = True
            after = {update.pk: update.state for update in ListingUpdate.objects.all()}
            if refused:
                assert after == before
                assert UpdateEvent.objects.count() == events
            for pk, state in before.items():
                assert after[pk] == state or after[pk] in ALLOWED[state].values()
        for update in ListingUpdate.objects.all():
            decisions = update.events.filter(action__in=[Action.ACCEPT, Action.REFUSE])
            assert decisions.count() == (update.state in (State.ACCEPTED, State.REFUSED))
            replay(update)
        for representative in people.representatives:
            for kind in (Kind.UPDATE, Kind.CONFIRMATION):
                assert ListingUpdate.objects.open().by(representative).filter(kind=kind).count() <= 1
        transaction.set_rollback(True)


def replay(update):
    """The events of an update lead, one allowed step at a time, to the state it is in."""
    state = State.DRAFT
    for event in update.events.all():
        state = ALLOWED[state][event.action]
    assert state == update.state


def test_of_two_editors_the_second_is_told_and_nothing_happens_twice(dmk, editor, submit):
    update = submit(**{"listing-founded": "2009"})
    reading = Reading.of(update)
    acceptance.accept(update, editor, reading, Verdict({"founded": 2009}))
    with pytest.raises(MovedError, match=r"editor@kafaat\.example"):
        acceptance.refuse(update, editor, reading, "no")
    assert ListingUpdate.objects.get(pk=update.pk).state == State.ACCEPTED
    assert update.events.filter(action=Action.ACCEPT).count() == 1
