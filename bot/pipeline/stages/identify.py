"""Stage 2: which conversation this is, what was picked, and whether a case is open."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.directives import Choices, DirectiveError, Offer, parse
from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.store import cases, conversations, messages

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Load what the later stages need, in one reading transaction."""
    return await deps.database.read(_load, turn)


def _load(connection: Connection, turn: Turn) -> Turn:
    conversation_id = turn.message.conversation_id
    picked = turn.message.choice and messages.choice(connection, conversation_id, turn.message.choice)
    return replace(
        turn,
        conversation=conversations.get(connection, conversation_id),
        open_case=cases.open_for(connection, conversation_id),
        offer=_offer(picked["offer"], turn) if picked else None,
    )


def _offer(stored: object, turn: Turn) -> Offer | None:
    """What was picked; None if it was stored in a form that is no longer known, which counts as an offer that is gone."""
    try:
        read = parse({"choices": [stored]})
    except DirectiveError:
        log.exception("offer_not_readable", turn=turn.message.id)
        return None
    return read.offers[0] if isinstance(read, Choices) else None
