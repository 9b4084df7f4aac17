"""Routes as providers close and open them, and messages that never arrive; whoever handles an open case can see both."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.routes import Route
from bot.store import cases, conversations, outbox


@dataclass(frozen=True, slots=True)
class Unreached:
    """An urgent message will never arrive. case is the reference of the person's open case, if there is one."""

    case: str | None


def change(connection: Connection, conversation_id: str, route: Route, now: datetime) -> bool:
    """Open or close the way to a person as their provider says; False if it was so already."""
    if not conversations.set_route(connection, conversation_id, route):
        return False
    case = cases.open_for(connection, conversation_id)
    if case:
        kind = "route_closed" if route is Route.BLOCKED else "route_opened"
        cases.add_event(connection, case.id, kind=kind, why="provider", now=now)
    return True


def fail(
    connection: Connection, conversation_id: str, message_id: str, error: str, now: datetime, *, closes: bool
) -> Unreached | None:
    """Give a message up; an error that ``closes`` also closes the route. Something if an urgent one is newly lost by that.

    The conversation must be locked, see ``conversations.lock``.
    """
    lost = outbox.failed(connection, message_id, error)
    if closes:
        change(connection, conversation_id, Route.BLOCKED, now)
    if not lost:
        return None
    case = cases.open_for(connection, conversation_id)
    if case:
        cases.add_event(connection, case.id, kind="not_reached", why=error, now=now)
    return Unreached(case.reference if case else None)


def settle_receipt(
    connection: Connection, message_id: str, error: str | None, now: datetime, *, closes: bool
) -> Unreached | None:
    """Note what became of a message, as its provider tells; as ``fail`` if it did not arrive."""
    conversation_id = outbox.conversation_of(connection, message_id)
    if conversation_id is None or not conversations.lock(connection, conversation_id):
        return None
    if error is None:
        outbox.arrived(connection, message_id)
        return None
    return fail(connection, conversation_id, message_id, error, now, closes=closes)
