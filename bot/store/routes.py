"""Routes as providers close and open them; whoever handles an open case can see it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.routes import Route
from bot.store import cases, conversations, outbox


def change(connection: Connection, conversation_id: str, route: Route, now: datetime) -> bool:
    """Open or close the way to a person as their provider says; False if it was so already."""
    if not conversations.set_route(connection, conversation_id, route):
        return False
    case = cases.open_for(connection, conversation_id)
    if case:
        kind = "route_closed" if route is Route.BLOCKED else "route_opened"
        cases.add_event(connection, case.id, kind=kind, why="provider", now=now)
    return True


def settle_receipt(
    connection: Connection, message_id: str, error: str | None, now: datetime, *, closes: bool
) -> bool:
    """Note what became of a message; an error that ``closes`` also closes the route. True if that is news."""
    if error is None:
        outbox.arrived(connection, message_id)
        return False
    conversation_id = outbox.failed(connection, message_id, error)
    return bool(conversation_id and closes and change(connection, conversation_id, Route.BLOCKED, now))
