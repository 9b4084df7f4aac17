"""Says something at once that is not stored: nobody waits for it, and it is tried a few times only."""

from collections.abc import Sequence

from bot.channels.surely import send_surely
from bot.ids import new_id
from bot.messages import Outgoing
from bot.pipeline.context import Deps


async def say(deps: Deps, texts: Sequence[str], address: str, channel: str) -> None:
    """Send texts to an address, one after the other, each a message of its own; if one cannot be sent, the next one may."""
    provider = deps.channels[channel].provider
    if provider is None:
        return
    for text in texts:
        await send_surely(provider, Outgoing(new_id(), address, text, urgent=True))
