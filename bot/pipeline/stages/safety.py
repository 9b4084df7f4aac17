"""Stage 1: the safety net reads the raw text, before anything else and whatever else is down."""

from dataclasses import replace

from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.safety.memory import new_signal, next_state, state_from_json
from bot.safety.notice import SafetyState
from bot.safety.reading import read
from bot.store import conversations
from bot.store.database import StoreUnavailable

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Give the message its notice, with the conversation's state if it can be had."""
    state = await _state(turn, deps)
    notice = await read(deps.net, turn.message.text, state, turn.now)
    for part in notice.failed:
        deps.metrics.safety_failures.labels(part).inc()
        log.error("safety_net_failed", turn=turn.message.id, part=part)
    return replace(
        turn,
        notice=notice,
        safety=next_state(state, turn.message.text, notice, turn.now),
        new_signal=new_signal(state, notice),
    )


async def _state(turn: Turn, deps: Deps) -> SafetyState:
    try:
        stored = await deps.database.read(conversations.safety_state, turn.message.conversation_id)
        return state_from_json(stored) if stored else SafetyState()
    except (StoreUnavailable, ValueError):
        deps.metrics.safety_failures.labels("state").inc()
        log.exception("safety_state_failed", turn=turn.message.id)
        return SafetyState()
