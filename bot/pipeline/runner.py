"""The order of the stages, and what happens when one fails: the person is told, in words that help, whatever broke."""

import time
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from bot.content.cards import cards
from bot.content.menu import fallback
from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.pipeline.control import EndTurn, EndTurnInSilence
from bot.pipeline.stages import (
    case_gate,
    deliver,
    dialogue,
    identify,
    language,
    quiet,
    record,
    render,
    safety,
    tell_handlers,
)
from bot.safety.notice import Response

CORE: tuple[ModuleType, ...] = (safety, identify, case_gate, language, dialogue, quiet, render)
TERMINAL: tuple[ModuleType, ...] = (record, deliver, tell_handlers)

log = logger(__name__)


async def run(
    turn: Turn, deps: Deps, *, core: Sequence[ModuleType] = CORE, terminal: Sequence[ModuleType] = TERMINAL
) -> Turn:
    """Take one message through the pipeline. Raises only what the record stage raises; then nothing was stored."""
    turn = await _decide(turn, deps, core)
    for stage in terminal:
        try:
            turn = await _timed(stage, turn, deps)
        except Exception as error:
            if stage is record:
                raise
            # The reply is stored: what could not be sent or told now is done by the workers.
            _count(stage, turn, deps, error)
    deps.metrics.turns.labels(turn.known.channel, str(turn.notice.response)).inc()
    return turn


async def _decide(turn: Turn, deps: Deps, core: Sequence[ModuleType]) -> Turn:
    for stage in core:
        try:
            turn = await _timed(stage, turn, deps)
        except EndTurnInSilence as end:
            return replace(end.turn, replies=())
        except EndTurn as end:
            return await _say(end.turn, deps)
        except Exception as error:
            if turn.conversation is None:
                raise  # the store is gone: nothing can be recorded, the worker tries again
            _count(stage, turn, deps, error)
            return await _say(_failed(turn), deps)
    return turn


def _failed(turn: Turn) -> Turn:
    """What is said when a stage broke; what the safety net has found stands all the same."""
    shown = () if turn.notice.response is Response.NONE else cards(turn.notice)
    reason = dialogue.why(turn) if turn.notice.response.brings_handler else None
    return replace(turn, directives=(*shown, *fallback("turn_failed")), case_reason=reason)


async def _say(turn: Turn, deps: Deps) -> Turn:
    """Render what a turn says that ended early; if even that fails, the words prepared at the start."""
    try:
        return await _timed(render, turn, deps)
    except Exception as error:  # noqa: BLE001 (as above: never silence)
        _count(render, turn, deps, error)
        short = deps.channels[turn.known.channel].capabilities.short
        return replace(turn, replies=(deps.last_words_short if short else deps.last_words,))


async def _timed(stage: ModuleType, turn: Turn, deps: Deps) -> Turn:
    began = time.perf_counter()
    try:
        done: Turn = await stage.run(turn, deps)
        return done
    finally:
        deps.metrics.stage_seconds.labels(_name(stage)).observe(time.perf_counter() - began)


def _count(stage: ModuleType, turn: Turn, deps: Deps, error: Exception) -> None:
    deps.metrics.stage_errors.labels(_name(stage), type(error).__name__).inc()
    log.error("stage_failed", stage=_name(stage), turn=turn.message.id, exc_info=error)


def _name(stage: ModuleType) -> str:
    return stage.__name__.rpartition(".")[2]
