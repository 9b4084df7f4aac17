"""Stage 7: directives become messages, within what the channel can do and in the person's language."""

from dataclasses import replace

from bot.content.render import render
from bot.directives import Directive, Opening
from bot.messages import Gesture
from bot.pipeline.context import Deps, Turn
from bot.safety.notice import Response


async def run(turn: Turn, deps: Deps) -> Turn:
    """Set the turn's replies."""
    conversation = turn.known
    replies = render(
        _opened(turn),
        library=deps.library,
        directory=deps.directory,
        capabilities=deps.channels[conversation.channel].capabilities,
        language=conversation.language,
        region=conversation.region,
        now=turn.now,
    )
    return replace(turn, replies=replies)


def _opened(turn: Turn) -> tuple[Directive, ...]:
    """With what this is said first, where nothing has been said yet; after what cannot wait."""
    if not turn.opens or not turn.directives or turn.message.gesture in (Gesture.STOP, Gesture.HELP):
        return turn.directives
    if turn.notice.response is Response.NONE:
        return (Opening(), *turn.directives)
    return (*turn.directives, Opening())
