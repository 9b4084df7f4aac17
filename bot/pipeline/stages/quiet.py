"""Stage 6: which answers are not said after all: to an edit, on a closed route, over a limit. Never one to distress.

It comes after the dialogue, because a person may ask for a human in any words, and is then brought one whatever the limits are.
"""

from dataclasses import replace

from bot.content.cards import NUMBERS
from bot.directives import Card, Directive, Erase, Say
from bot.limits import limit
from bot.messages import Gesture
from bot.pipeline.context import Deps, Turn
from bot.pipeline.control import EndTurn, EndTurnInSilence
from bot.pipeline.gestures import may_be_a_plea
from bot.pipeline.stages.dialogue import cards_of
from bot.routes import Route
from bot.safety.notice import Response

_ALWAYS = frozenset({Gesture.START, Gesture.HELP, Gesture.DELETE})


async def run(turn: Turn, deps: Deps) -> Turn:
    """Let the turn's answer through, or end the turn with other words, or in silence."""
    if turn.case_reason or turn.erase or turn.message.gesture in _ALWAYS or _asks_to_erase(turn):
        return turn
    if turn.message.gesture is Gesture.EDITED:
        raise _end(turn, _heard(turn, deps))
    if turn.message.gesture is Gesture.STOP:
        if turn.was is Route.OPEN:
            return turn
        raise _end(turn, _heard(turn, deps))  # it was confirmed before, once
    if turn.known.route is not Route.OPEN:
        raise _closed(turn, deps)
    if turn.notice.response is Response.NONE:
        _within_limits(turn, deps)
    return turn


def _asks_to_erase(turn: Turn) -> bool:
    return any(isinstance(each, Erase) for each in turn.directives)


def _heard(turn: Turn, deps: Deps) -> tuple[Directive, ...]:
    """What words of distress are answered with where nothing else is said; empty if there are none."""
    if turn.notice.response is Response.NONE:
        return ()
    return cards_of(turn, deps) if turn.new_signal else (Card(NUMBERS),)


def _closed(turn: Turn, deps: Deps) -> Exception:
    """After STOP: the answer to distress or to what may be a plea, else how to come back, said once, else silence."""
    heard = _heard(turn, deps)
    if heard or turn.known.route is Route.REMINDED:
        return _end(turn, heard or _numbers_for_a_plea(turn))
    reminded = replace(turn, conversation=replace(turn.known, route=Route.REMINDED))
    return _end(reminded, (Say("route.reminder"), Card(NUMBERS)))


def _numbers_for_a_plea(turn: Turn) -> tuple[Directive, ...]:
    return (Card(NUMBERS),) if may_be_a_plea(turn.message.gesture) else ()


def _within_limits(turn: Turn, deps: Deps) -> None:
    reached = limit(
        turn.spent,
        person_daily=deps.settings.sms_person_daily,
        pence=deps.settings.sms_pence,
        daily_pounds=deps.settings.sms_daily_pounds,
    )
    if reached and turn.spent.told:
        raise _end(turn, _numbers_for_a_plea(turn))
    if reached:
        raise _end(replace(turn, told=True), (Say(f"limits.{reached}"), Card(NUMBERS)))


def _end(turn: Turn, directives: tuple[Directive, ...]) -> Exception:
    return EndTurn(replace(turn, directives=directives)) if directives else EndTurnInSilence(turn)
