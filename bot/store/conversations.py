"""Conversations: who writes on which channel, in which language, and what we must remember between turns."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.routes import Route
from bot.store.insert import insert_new
from bot.store.schema import conversations


@dataclass(frozen=True, slots=True)
class EngineSession:
    """The engine's side of a conversation: turns in its present session, slots to carry, inside a form or not."""

    turns: int = 0
    slots: dict[str, Any] = field(default_factory=dict)
    in_form: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as it stands before a turn."""

    id: str
    channel: str
    region: str
    language: str
    language_pinned: bool
    engine: EngineSession
    address: str | None = None
    route: Route = Route.OPEN


@dataclass(frozen=True, slots=True)
class NewConversation:
    """A conversation to be made. address is encrypted; one with an address is named by the address's hash."""

    id: str
    channel: str
    region: str
    language: str
    now: datetime
    pinned: bool = False
    address: str | None = None


def create(connection: Connection, new: NewConversation) -> bool:
    """Make the conversation unless it exists; True if it is new."""
    row = {
        "id": new.id,
        "channel": new.channel,
        "region": new.region,
        "language": new.language,
        "language_pinned": new.pinned,
        "address": new.address,
        "address_hash": new.id if new.address else None,
        "safety": "",
        "engine": {},
        "last_number": 0,
        "created_at": new.now,
    }
    return insert_new(connection, conversations, row)


def lock(connection: Connection, conversation_id: str) -> bool:
    """Keep others off the conversation until commit; False if there is none.

    Whatever changes a conversation takes this lock first, so that two of them wait for one another and never in a ring.
    """
    query = select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
    return connection.execute(query).first() is not None


def get(connection: Connection, conversation_id: str) -> Conversation | None:
    """The conversation, or None when there is none or it was erased."""
    row = (
        connection.execute(select(conversations).where(conversations.c.id == conversation_id))
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Conversation(
        id=row["id"],
        channel=row["channel"],
        region=row["region"],
        language=row["language"],
        language_pinned=row["language_pinned"],
        engine=EngineSession(**row["engine"]),
        address=row["address"],
        route=Route(row["route"]),
    )


def safety_state(connection: Connection, conversation_id: str) -> str:
    """What the safety net remembers of the conversation, as it wrote it; empty for a new one."""
    query = select(conversations.c.safety).where(conversations.c.id == conversation_id)
    return connection.execute(query).scalar() or ""


def remember(
    connection: Connection,
    conversation: Conversation,
    *,
    safety: str | None,
    was: Route | None = None,
) -> None:
    """Store what a turn changed: language, engine session, and the safety state if it is not None.

    The route is stored if the turn changed it from what it ``was``, unless the provider has changed it since.
    """
    engine = conversation.engine
    values = {
        "language": conversation.language,
        "language_pinned": conversation.language_pinned,
        "engine": {"turns": engine.turns, "slots": engine.slots, "in_form": engine.in_form},
        **({} if safety is None else {"safety": safety}),
    }
    ours = update(conversations).where(conversations.c.id == conversation.id)
    connection.execute(ours.values(**values))
    if was is not None and was is not conversation.route:
        connection.execute(ours.where(conversations.c.route == was).values(route=conversation.route))


def relink(connection: Connection, conversation_id: str, region: str | None, language: str | None) -> None:
    """A link that the person followed says where they are, in which language they read, both, or neither."""
    values: dict[str, object] = {"region": region} if region else {}
    values |= {"language": language, "language_pinned": True} if language else {}
    if values:
        connection.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(**values)
        )


def route_of(connection: Connection, conversation_id: str) -> Route:
    """The route as it is stored now; raise NoResultFound if there is no such conversation."""
    query = select(conversations.c.route).where(conversations.c.id == conversation_id)
    return Route(connection.execute(query).scalar_one())


def set_route(connection: Connection, conversation_id: str, route: Route) -> bool:
    """Open or close the way to a person, as their provider says; False if it was so already, or there is nobody."""
    changed = connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id, conversations.c.route != route)
        .values(route=route)
    )
    return changed.rowcount == 1


def last_number(connection: Connection, conversation_id: str) -> int:
    """The number of the newest message; 0 when there is none, also after an erasure."""
    query = select(conversations.c.last_number).where(conversations.c.id == conversation_id)
    return connection.execute(query).scalar() or 0


def next_number(connection: Connection, conversation_id: str) -> int:
    """The number of the next message. The row stays locked until commit, so numbers appear in order."""
    number: int = connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(last_number=conversations.c.last_number + 1)
        .returning(conversations.c.last_number)
    ).scalar_one()
    return number
