"""Terminal stage: what was stored goes out; what does not go now is retried by the delivery worker."""

from bot.channels.sender import deliver
from bot.pipeline.context import Deps, Turn


async def run(turn: Turn, deps: Deps) -> Turn:
    """Wake whoever watches this conversation, and send what is due in it."""
    deps.hub.wake(turn.message.conversation_id)
    if deps.channels[turn.known.channel].sender and not turn.erase:
        await deliver(deps, turn.now, turn.message.conversation_id)
    return turn
