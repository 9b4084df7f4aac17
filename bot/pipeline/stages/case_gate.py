"""Stage 3: while a handler has the conversation the bot is silent; the message is in the transcript for them."""

from bot.messages import Gesture
from bot.pipeline.context import Deps, Turn
from bot.pipeline.control import EndTurnInSilence


async def run(turn: Turn, deps: Deps) -> Turn:  # noqa: ARG001 (the form of a stage)
    """Let the turn through unless a handler has the conversation; what is asked of the channel itself is done all the same."""
    asked_of_channel = turn.message.gesture in (Gesture.STOP, Gesture.START, Gesture.HELP, Gesture.DELETE)
    if turn.open_case and turn.open_case.state.with_handler and not asked_of_channel:
        raise EndTurnInSilence(turn)
    return turn
