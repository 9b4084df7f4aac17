"""Stage 1: the safety net reads the raw text, before anything else and whatever else is down."""

from dataclasses import replace

from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.safety.memory import CHECK_IN_QUESTION, new_signal, next_state, state_from_json
from bot.safety.net import without_state
from bot.safety.notice import Response, SafetyState
from bot.safety.reading import read
from bot.store import conversations

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Give the message its notice, with the conversation's state if it can be had."""
    known = await _state(turn, deps)
    state = known or SafetyState()
    notice = await read(deps.net, turn.message.text, state, turn.now)
    if known is None:
        notice = without_state(notice)
    for part in notice.failed:
        deps.metrics.safety_failures.labels(part).inc()
        log.error("safety_net_failed", turn=turn.message.id, part=part)
    return replace(
        turn,
        notice=notice,
        safety=next_state(state, turn.message.text, notice, turn.now) if known else None,
        new_signal=new_signal(state, notice),
    )


async def _state(turn: Turn, deps: Deps) -> SafetyState | None:
    """What is remembered; None if it cannot be read, and then what is stored must stay."""
    try:
        stored = await deps.database.read(conversations.safety_state, turn.message.conversation_id)
        return state_from_json(stored) if stored else SafetyState()
    except (
        ValueError
    ):  # what is stored is no use: an answer may be one to the check-in, and something was there
        deps.metrics.safety_failures.labels("state").inc()
        log.exception("safety_state_unreadable", turn=turn.message.id)
        return SafetyState(Response.CHECK_IN, CHECK_IN_QUESTION)
    except Exception:  # whatever it is: the message is read without it
        log.exception("safety_state_failed", turn=turn.message.id)
        return None
