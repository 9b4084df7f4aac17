"""What was said, both ways, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from bot.ids import new_id
from bot.store.conversations import next_number
from bot.store.schema import messages, outbox


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message of the transcript. ``number`` counts within the conversation; ``choices`` are {id, label, offer}."""

    id: str
    number: int
    sender: str
    kind: str
    text: str
    language: str
    choices: tuple[dict[str, Any], ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored."""

    sender: str
    text: str
    kind: str = "text"
    language: str = "en"
    choices: Sequence[tuple[str, dict[str, Any]]] = ()  # label, what it does


def append(
    connection: Connection,
    conversation_id: str,
    new: NewMessage,
    *,
    now: datetime,
    turn_id: str | None,
    part: int = 0,
) -> str:
    """Store a message at the end of the conversation and give back its id.

    The ids of its choices are made here, from the message's own unguessable id. A second message for the same turn, sender and
    part is refused by the database: a turn has one reply.
    """
    message_id = new_id()
    choices = [
        {"id": f"{message_id}.{index}", "label": label, "offer": offer}
        for index, (label, offer) in enumerate(new.choices, start=1)
    ]
    row = {
        "id": message_id,
        "conversation_id": conversation_id,
        "number": next_number(connection, conversation_id),
        "sender": new.sender,
        "turn_id": turn_id,
        "part": part,
        "kind": new.kind,
        "text": new.text,
        "language": new.language,
        "choices": choices,
        "created_at": now,
    }
    connection.execute(insert(messages), row)
    return message_id


def since(connection: Connection, conversation_id: str, number: int, limit: int = 200) -> list[StoredMessage]:
    """The messages after ``number``, oldest first."""
    found = connection.execute(
        select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.number > number)
        .order_by(messages.c.number)
        .limit(limit)
    ).mappings()
    return [_message(row) for row in found]


def choice(connection: Connection, conversation_id: str, choice_id: str) -> dict[str, Any] | None:
    """The choice with this id as it was offered in this conversation: {id, label, offer}; None if it never was."""
    message_id = choice_id.rpartition(".")[0]
    found = connection.execute(
        select(messages.c.choices).where(
            messages.c.id == message_id, messages.c.conversation_id == conversation_id
        )
    ).scalar()
    return next((each for each in found or () if each["id"] == choice_id), None)


def offered_last(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    """What the bot's last turn offered, in the order in which it was listed: {id, label, offer} each.

    Nothing if a handler has said something since, or if it is not known to have reached the person's provider.
    """
    said = messages.c.conversation_id == conversation_id, messages.c.sender != "person"
    newest = select(messages.c.sender, messages.c.turn_id).where(*said).order_by(messages.c.number.desc())
    last = connection.execute(newest.limit(1)).first()
    if last is None or last.sender != "bot":
        return []
    query = select(messages.c.choices).join(outbox, outbox.c.message_id == messages.c.id)
    query = query.where(*said, messages.c.turn_id == last.turn_id, outbox.c.state.in_(("sent", "arrived")))
    return [each for row in connection.execute(query.order_by(messages.c.number)) for each in row.choices]


def from_bot(connection: Connection, conversation_id: str) -> bool:
    """True if the bot has said anything in the conversation."""
    said = select(messages.c.id).where(
        messages.c.conversation_id == conversation_id, messages.c.sender == "bot"
    )
    return connection.execute(said.limit(1)).first() is not None


def by_ids(connection: Connection, ids: Sequence[str]) -> dict[str, StoredMessage]:
    """The messages with these ids."""
    found = connection.execute(select(messages).where(messages.c.id.in_(ids))).mappings()
    return {row["id"]: _message(row) for row in found}


def _message(row: RowMapping) -> StoredMessage:
    return StoredMessage(
        id=row["id"],
        number=row["number"],
        sender=row["sender"],
        kind=row["kind"],
        text=row["text"],
        language=row["language"],
        choices=tuple(row["choices"]),
        created_at=row["created_at"],
    )
