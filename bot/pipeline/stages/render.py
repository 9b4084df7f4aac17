"""Stage 6: directives become messages, within what the channel can do and in the person's language."""

from dataclasses import replace

from bot.content.render import render
from bot.pipeline.context import Deps, Turn


async def run(turn: Turn, deps: Deps) -> Turn:
    """Set the turn's replies."""
    conversation = turn.known
    replies = render(
        turn.directives,
        library=deps.library,
        directory=deps.directory,
        capabilities=deps.channels[conversation.channel].capabilities,
        language=conversation.language,
        region=conversation.region,
        now=turn.now,
    )
    return replace(turn, replies=replies)
