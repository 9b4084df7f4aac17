"""Stage 5: what is answered by fixed words or by silence: an edit, a closed route, a limit. Never words of distress."""

from dataclasses import replace

from bot.content.cards import NUMBERS
from bot.directives import Card, Directive, Say
from bot.limits import limit
from bot.messages import Gesture
from bot.pipeline.context import Deps, Turn
from bot.pipeline.control import EndTurn, EndTurnInSilence
from bot.pipeline.stages.dialogue import cards_of
from bot.routes import Route
from bot.safety.notice import Response


async def run(turn: Turn, deps: Deps) -> Turn:
    """Let the turn through unless what it is answered with is settled already."""
    if turn.notice.response.brings_handler:
        return turn
    asks = turn.notice.response is Response.CHECK_IN and turn.new_signal
    if turn.message.gesture is Gesture.EDITED:
        raise _end(turn, cards_of(turn, deps) if asks else ())
    if turn.message.gesture is Gesture.STOP:
        if turn.was is Route.OPEN:
            return turn
        raise _end(turn, ())  # heard before, and said so once
    if turn.known.route is not Route.OPEN:
        raise _end(turn, cards_of(turn, deps) if asks else _reminder(turn))
    if not asks:
        _within_limits(turn, deps)
    return turn


def _reminder(turn: Turn) -> tuple[Directive, ...]:
    """How to come back, said once to somebody who had said STOP."""
    first = turn.was is Route.STOPPED and turn.known.route is Route.REMINDED
    return (Say("route.reminder"), Card(NUMBERS)) if first else ()


def _within_limits(turn: Turn, deps: Deps) -> None:
    reached = limit(
        turn.spent,
        person_daily=deps.settings.sms_person_daily,
        pence=deps.settings.sms_pence,
        daily_pounds=deps.settings.sms_daily_pounds,
    )
    if reached and turn.spent.told:
        raise EndTurnInSilence(turn)
    if reached:
        raise EndTurn(replace(turn, directives=(Say(f"limits.{reached}"), Card(NUMBERS)), told=True))


def _end(turn: Turn, directives: tuple[Directive, ...]) -> Exception:
    return EndTurn(replace(turn, directives=directives)) if directives else EndTurnInSilence(turn)
