"""The inbox: every message of a person is here before anybody works on it, once, whatever the provider repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, update

from bot.ids import new_id
from bot.messages import Gesture, Inbound
from bot.picked import picked
from bot.store import conversations, messages
from bot.store.schema import inbox
from bot.store.schema import messages as messages_table
from bot.store.wakeup import notify


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as a channel hands it over, with what is needed to make its conversation when it is the first one.

    provider_id is the provider's own id of the message, unique within the channel. opening is what the conversation begins
    with: the words that say what this is; empty where they are sent like any other message. With a choice, the text is the
    label under which it was offered. address is where the person can be reached, encrypted; empty where they fetch messages.
    numbered: choices were shown as a numbered list, so a number picks one. linked_region and linked_language are those that a
    link named: they hold from now on.
    """

    channel: str
    provider_id: str
    conversation_id: str
    text: str
    choice: str | None
    region: str
    language: str
    opening: str
    received_at: datetime
    address: str = ""
    gesture: Gesture = Gesture.WORDS
    first: str | None = None
    numbered: bool = False
    linked_region: str | None = None
    linked_language: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an arrival: the turn it is, and whether it had been here before."""

    turn_id: str
    repeated: bool


def receive(connection: Connection, arrival: Arrival) -> Received:
    """Store an arrival, and its conversation if that is new. The same provider id again changes nothing."""
    now = arrival.received_at
    is_new = _conversation_of(connection, arrival)
    known = connection.execute(
        select(inbox.c.id).where(
            inbox.c.channel == arrival.channel, inbox.c.provider_id == arrival.provider_id
        )
    ).scalar()
    if known:
        return Received(known, repeated=True)
    if is_new and arrival.opening:
        opening = messages.NewMessage(sender="bot", text=arrival.opening, kind="opening")
        messages.append(connection, arrival.conversation_id, opening, now=now, turn_id=None)
    if not is_new:
        linked = arrival.linked_region, arrival.linked_language
        conversations.relink(connection, arrival.conversation_id, *linked)
    turn_id = new_id()
    choice, text = _picked(connection, arrival)
    said = messages.NewMessage(sender="person", text=text, language=arrival.language)
    messages.append(connection, arrival.conversation_id, said, now=now, turn_id=turn_id)
    row = {
        "id": turn_id,
        "conversation_id": arrival.conversation_id,
        "channel": arrival.channel,
        "provider_id": arrival.provider_id,
        "choice": choice,
        "received_at": now,
        "gesture": arrival.gesture,
        "first": arrival.first,
    }
    connection.execute(insert(inbox), row)
    notify(connection, arrival.conversation_id)
    return Received(turn_id, repeated=False)


def _picked(connection: Connection, arrival: Arrival) -> tuple[str | None, str]:
    """The choice that was picked, by press or by number, and its label as what was said; else None and the words."""
    if arrival.choice:
        found = messages.choice(connection, arrival.conversation_id, arrival.choice)
        return arrival.choice, found["label"] if found else ""
    if arrival.numbered and arrival.gesture is Gesture.WORDS:
        named = picked(arrival.text, messages.offered_last(connection, arrival.conversation_id))
        if named:
            return named["id"], named["label"]
    return None, arrival.text


def _conversation_of(connection: Connection, arrival: Arrival) -> bool:
    """Find and lock the conversation, or make it; True if it is new."""
    new = conversations.NewConversation(
        id=arrival.conversation_id,
        channel=arrival.channel,
        region=arrival.region,
        language=arrival.language,
        now=arrival.received_at,
        pinned=arrival.linked_language is not None,
        address=arrival.address or None,
    )
    # The lock fails when the conversation was erased while we waited for it: then it begins anew.
    return conversations.create(connection, new) or (
        not conversations.lock(connection, arrival.conversation_id) and conversations.create(connection, new)
    )


def next_waiting(connection: Connection, conversation_id: str) -> Inbound | None:
    """The oldest message of the conversation that has no reply yet."""
    said = and_(messages_table.c.turn_id == inbox.c.id, messages_table.c.sender == "person")
    row = (
        connection.execute(
            select(inbox, messages_table.c.text)
            .join(messages_table, said)
            .where(inbox.c.conversation_id == conversation_id, inbox.c.done_at.is_(None))
            .order_by(messages_table.c.number)
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Inbound(
        id=row["id"],
        channel=row["channel"],
        conversation_id=row["conversation_id"],
        text=row["text"],
        choice=row["choice"],
        received_at=row["received_at"],
        gesture=Gesture(row["gesture"]),
        first=row["first"],
    )


def finish(connection: Connection, turn_id: str, now: datetime) -> bool:
    """Mark a message as answered; False if it already was, so that a turn is never answered twice."""
    done = connection.execute(
        update(inbox).where(inbox.c.id == turn_id, inbox.c.done_at.is_(None)).values(done_at=now)
    )
    return done.rowcount == 1


def recent(connection: Connection, conversation_id: str, since: datetime) -> int:
    """How many messages of this conversation have come since a moment."""
    query = select(func.count()).select_from(inbox)
    found = query.where(inbox.c.conversation_id == conversation_id, inbox.c.received_at > since)
    return connection.execute(found).scalar_one()


def waiting(connection: Connection) -> Sequence[str]:
    """The conversations in which a message waits, longest wait first."""
    return (
        connection.execute(
            select(inbox.c.conversation_id)
            .where(inbox.c.done_at.is_(None))
            .group_by(inbox.c.conversation_id)
            .order_by(func.min(inbox.c.received_at))
        )
        .scalars()
        .all()
    )
