"""The end of a turn: all of it is stored in one transaction, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.clock import day_of
from bot.routes import Route
from bot.safety.notice import Notice, Response, strongest
from bot.store import cases, conversations, inbox, leases, messages, notices, outbox, spending
from bot.store.conversations import Conversation
from bot.store.messages import NewMessage
from bot.store.wakeup import notify


class LeaseLost(Exception):  # noqa: N818 (a state of the world, not a mistake)
    """Another process has the conversation, or the turn has its reply already; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn decided.

    case_reason is empty when no handler is to be brought; safety is None to leave what is remembered; replies may be empty
    (silence). is_sent: they go by the outbox, after ``pause`` unless they are urgent. told: they say that a limit is reached.
    was is the route before the turn.
    """

    turn_id: str
    owner: str
    conversation: Conversation
    replies: Sequence[NewMessage]
    notice: Notice
    safety: str | None
    case_reason: str | None
    now: datetime
    is_sent: bool
    pause: timedelta = timedelta()
    urgent: bool = False
    told: bool = False
    was: Route = Route.OPEN


@dataclass(frozen=True, slots=True)
class Recorded:
    """The reference of the case that was opened, if one was; more: another message waits, and the lease is still held."""

    case: str | None
    more: bool


def record(connection: Connection, outcome: Outcome) -> Recorded:
    """Store an outcome, and give the lease back unless there is more to do; raise LeaseLost."""
    conversation = outcome.conversation
    if not conversations.lock(connection, conversation.id):
        raise LeaseLost("erased")
    if not leases.held(connection, conversation.id, outcome.owner, outcome.now):
        raise LeaseLost("lease")
    if not inbox.finish(connection, outcome.turn_id, outcome.now):
        raise LeaseLost("answered")
    if conversation.route is Route.STOPPED:
        outbox.drop(connection, conversation.id, "closed")
    for part, reply in enumerate(outcome.replies):
        _say(connection, outcome, reply, part)
    if outcome.told:
        spending.tell(connection, conversation.channel, day_of(outcome.now), conversation.id)
    notices.add(connection, outcome.turn_id, conversation.id, outcome.notice, outcome.now)
    conversations.remember(connection, conversation, safety=outcome.safety, was=outcome.was)
    notify(connection, conversation.id)
    case = _bring_handler(connection, outcome) if outcome.case_reason else None
    more = inbox.next_waiting(connection, conversation.id) is not None
    if not more:
        leases.release(connection, conversation.id, outcome.owner)
    return Recorded(case, more)


def _say(connection: Connection, outcome: Outcome, reply: NewMessage, part: int) -> None:
    conversation, now = outcome.conversation, outcome.now
    message_id = messages.append(
        connection, conversation.id, reply, now=now, turn_id=outcome.turn_id, part=part
    )
    if outcome.is_sent:
        outbox.add(
            connection,
            message_id,
            conversation.id,
            conversation.channel,
            now,
            pause=outcome.pause,
            urgent=outcome.urgent,
        )


def _bring_handler(connection: Connection, outcome: Outcome) -> str | None:
    # A person who asks for a human is brought one as surely as one whose words call for it.
    response = strongest(outcome.notice.response, Response.TAKEOVER)
    conversation_id, now = outcome.conversation.id, outcome.now
    case, is_new = cases.bring_handler(connection, conversation_id, response, outcome.case_reason or "", now)
    if not is_new:
        return None
    route = conversations.route_of(connection, conversation_id)
    if route is not Route.OPEN:
        cases.add_event(connection, case.id, kind="route_closed", why=route, now=now)
    return case.reference
