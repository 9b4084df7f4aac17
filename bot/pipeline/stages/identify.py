"""Stage 2: which conversation this is, what was picked, and whether a case is open."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.clock import day_of
from bot.directives import Choices, DirectiveError, Offer, parse
from bot.limits import RECENT, Spent
from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.routes import after
from bot.store import cases, conversations, inbox, messages, spending

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Load what the later stages need, in one reading transaction."""
    capabilities = deps.channels[turn.message.channel].capabilities
    turn = await deps.database.read(_load, turn, metered=capabilities.metered)
    return _with_route(turn, reopens=capabilities.reopens) if turn.conversation else turn


def _with_route(turn: Turn, *, reopens: bool) -> Turn:
    """The conversation with its route as this message leaves it."""
    was = turn.known.route
    route = after(was, turn.message.gesture, reopens=reopens)
    return replace(turn, was=was, conversation=replace(turn.known, route=route))


def _load(connection: Connection, turn: Turn, *, metered: bool) -> Turn:
    conversation_id = turn.message.conversation_id
    picked = turn.message.choice and messages.choice(connection, conversation_id, turn.message.choice)
    return replace(
        turn,
        conversation=conversations.get(connection, conversation_id),
        open_case=cases.open_for(connection, conversation_id),
        offer=_offer(picked["offer"], turn) if picked else None,
        opens=not messages.from_bot(connection, conversation_id),
        spent=_spent(connection, turn) if metered else Spent(),
    )


def _spent(connection: Connection, turn: Turn) -> Spent:
    message, now = turn.message, turn.now
    recent = inbox.recent(connection, message.conversation_id, now - RECENT)
    return spending.today(connection, message.channel, day_of(now), message.conversation_id, recent)


def _offer(stored: object, turn: Turn) -> Offer | None:
    """What was picked; None if it was stored in a form that is no longer known, which counts as an offer that is gone."""
    try:
        read = parse({"choices": [stored]})
    except DirectiveError:
        log.exception("offer_not_readable", turn=turn.message.id)
        return None
    return read.offers[0] if isinstance(read, Choices) else None
