"""A turn's outcome is stored whole, once, and only by whoever holds the lease."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cases.states import State
from bot.safety.notice import Notice, Response
from bot.store import cases, conversations, inbox, leases, messages, outbox, turns
from bot.store.conversations import EngineSession
from bot.store.database import Database
from bot.store.messages import NewMessage
from bot.store.turns import LeaseLost, Outcome, Recorded
from tests.store import samples
from tests.store.samples import NOW


@pytest.fixture
def outcome(database: Database) -> Outcome:
    """A turn that answers with two messages."""
    turn_id = samples.conversation(database)
    samples.lease(database)
    conversation = database.run_now(conversations.get, "c1")
    assert conversation is not None
    return Outcome(
        turn_id=turn_id,
        owner="me",
        conversation=replace(
            conversation, language="pl", engine=EngineSession(3, {"place": "Oakham"}, in_form=True)
        ),
        replies=[
            NewMessage("bot", "one"),
            NewMessage("bot", "two", choices=[("Yes", {"label": "yes", "intent": "affirm"})]),
        ],
        notice=Notice(Response.NONE),
        safety="{}",
        case_reason=None,
        now=NOW,
        is_sent=True,
    )


def test_everything_of_a_turn_is_stored(database: Database, outcome: Outcome) -> None:
    assert database.run_now(turns.record, outcome) == Recorded(case=None, more=False)
    said = database.run_now(messages.since, "c1", 1)
    assert [(m.sender, m.text, [c["label"] for c in m.choices]) for m in said] == [
        ("bot", "one", []),
        ("bot", "two", ["Yes"]),
    ]
    for text in ("one", "two"):
        (due,) = database.run_now(outbox.claim, NOW)
        assert database.run_now(messages.by_ids, [due.message_id])[due.message_id].text == text
        database.run_now(outbox.sent, due.message_id)
    assert database.run_now(inbox.next_waiting, "c1") is None
    kept = database.run_now(conversations.get, "c1")
    assert kept == outcome.conversation
    assert database.run_now(conversations.safety_state, "c1") == "{}"


def test_second_record_of_a_turn_is_refused_and_stores_nothing(database: Database, outcome: Outcome) -> None:
    database.run_now(turns.record, outcome)
    with pytest.raises(LeaseLost):
        database.run_now(turns.record, outcome)
    assert len(database.run_now(messages.since, "c1", 0)) == 3


@pytest.mark.parametrize(("owner", "seconds"), [("somebody else", 0), ("me", leases.SECONDS + 1)])
def test_without_the_lease_nothing_is_stored(
    database: Database, outcome: Outcome, owner: str, seconds: int
) -> None:
    late = replace(outcome, owner=owner, now=NOW + timedelta(seconds=seconds))
    with pytest.raises(LeaseLost):
        database.run_now(turns.record, late)
    assert len(database.run_now(messages.since, "c1", 0)) == 1
    assert database.run_now(inbox.next_waiting, "c1") is not None


def test_case_is_opened_once_and_takes_the_stronger_response(database: Database, outcome: Outcome) -> None:
    first = replace(outcome, case_reason="asked_for_person")
    turn_id = database.run_now(inbox.receive, samples.arrival(number=2)).turn_id
    recorded = database.run_now(turns.record, first)
    assert recorded.more
    second = replace(first, turn_id=turn_id, notice=Notice(Response.EMERGENCY), case_reason="en.core.x@1")
    assert database.run_now(turns.record, second) == Recorded(case=None, more=False)
    (case,) = database.run_now(cases.listing)
    assert (case.reference, case.state, case.response) == (recorded.case, State.WAITING, Response.EMERGENCY)
    assert database.run_now(cases.count_open) == 1


def test_silence_is_an_outcome_too(database: Database, outcome: Outcome) -> None:
    database.run_now(turns.record, replace(outcome, replies=[]))
    assert database.run_now(inbox.next_waiting, "c1") is None


def test_lease_is_given_back_with_the_last_reply(database: Database, outcome: Outcome) -> None:
    database.run_now(turns.record, outcome)
    assert database.run_now(leases.acquire, "c1", "somebody else", NOW)


def test_fetched_messages_are_not_put_into_the_outbox(database: Database, outcome: Outcome) -> None:
    database.run_now(turns.record, replace(outcome, is_sent=False))
    assert database.run_now(outbox.claim, NOW) == []
