"""Every message is stored once, with its conversation, before anybody works on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import conversations, inbox, messages
from bot.store.database import Database
from bot.store.inbox import Arrival

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ARRIVAL = Arrival(
    channel="web",
    provider_id="c1:m1",
    conversation_id="c1",
    text="I can't sleep",
    choice=None,
    region="llr",
    language="en",
    opening="Hello, this is a computer.",
    received_at=NOW,
)


def test_first_message_makes_conversation_with_opening(database: Database) -> None:
    received = database.run_now(inbox.receive, ARRIVAL)
    transcript = database.run_now(messages.since, "c1", 0)
    assert [(m.number, m.sender, m.kind, m.text) for m in transcript] == [
        (1, "bot", "opening", "Hello, this is a computer."),
        (2, "person", "text", "I can't sleep"),
    ]
    found = database.run_now(conversations.get, "c1")
    assert found is not None
    assert (found.region, found.language, found.language_pinned) == ("llr", "en", False)
    assert not received.repeated


def test_repeat_changes_nothing(database: Database) -> None:
    first = database.run_now(inbox.receive, ARRIVAL)
    again = database.run_now(inbox.receive, replace(ARRIVAL, text="something else"))
    assert (again.turn_id, again.repeated) == (first.turn_id, True)
    assert len(database.run_now(messages.since, "c1", 0)) == 2


def test_messages_wait_in_order_and_are_answered_once(database: Database) -> None:
    for index in (1, 2):
        later = replace(ARRIVAL, provider_id=f"c1:m{index}", text=str(index), received_at=NOW)
        database.run_now(inbox.receive, later)
    assert database.run_now(inbox.waiting) == ["c1"]
    for index in (1, 2):
        message = database.run_now(inbox.next_waiting, "c1")
        assert message is not None
        assert message.text == str(index)
        assert database.run_now(inbox.finish, message.id, NOW)
        assert not database.run_now(inbox.finish, message.id, NOW)
    assert database.run_now(inbox.next_waiting, "c1") is None
    assert database.run_now(inbox.waiting) == []


def test_longest_wait_comes_first(database: Database) -> None:
    for index, minutes in enumerate((5, 1, 3)):
        database.run_now(
            inbox.receive,
            replace(
                ARRIVAL,
                provider_id=f"p{index}",
                conversation_id=f"c{minutes}",
                received_at=NOW + timedelta(minutes=minutes),
            ),
        )
    assert database.run_now(inbox.waiting) == ["c1", "c3", "c5"]


def test_picked_choice_is_stored_as_its_label(database: Database) -> None:
    database.run_now(inbox.receive, ARRIVAL)
    offered = messages.NewMessage("bot", "Which?", choices=[("Sleep", {"label": "sleep", "intent": "sleep"})])
    message_id = database.run_now(messages.append, "c1", offered, now=NOW, turn_id="t", part=0)
    for provider_id, choice, text in (
        ("a", f"{message_id}.1", "Sleep"),
        ("b", f"{message_id}.2", ""),
        ("c", "x.1", ""),
    ):
        database.run_now(inbox.receive, replace(ARRIVAL, provider_id=provider_id, choice=choice, text=""))
        assert database.run_now(messages.since, "c1", 0)[-1].text == text


def test_choice_of_another_conversation_is_not_found(database: Database) -> None:
    database.run_now(inbox.receive, ARRIVAL)
    offered = messages.NewMessage("bot", "Which?", choices=[("Sleep", {"label": "sleep", "intent": "sleep"})])
    message_id = database.run_now(messages.append, "c1", offered, now=NOW, turn_id=None)
    assert database.run_now(messages.choice, "c1", f"{message_id}.1") is not None
    assert database.run_now(messages.choice, "c2", f"{message_id}.1") is None


def test_turn_has_one_reply(database: Database) -> None:
    database.run_now(inbox.receive, ARRIVAL)
    reply = messages.NewMessage("bot", "Hello")
    database.run_now(messages.append, "c1", reply, now=NOW, turn_id="t", part=0)
    with database.engine.connect() as connection, connection.begin(), pytest.raises(IntegrityError):
        messages.append(connection, "c1", reply, now=NOW, turn_id="t", part=0)
