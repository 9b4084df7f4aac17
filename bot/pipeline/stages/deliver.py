"""Terminal stage: what was stored goes out; what does not go now is retried by the delivery worker."""

from bot import clock
from bot.channels.sender import deliver
from bot.pipeline.context import Deps, Turn


async def run(turn: Turn, deps: Deps) -> Turn:
    """Wake whoever watches this conversation, and begin to send what is due in it.

    The next turn does not wait for a slow provider: the outbox keeps the order.
    """
    deps.hub.wake(turn.message.conversation_id)
    if deps.channels[turn.known.channel].provider and not turn.erase:
        deps.background.start(deliver(deps, clock.now(), turn.message.conversation_id), "deliver")
    return turn
