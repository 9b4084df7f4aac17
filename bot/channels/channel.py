"""What the pipeline and the delivery know of a channel."""

from dataclasses import dataclass
from typing import Protocol

from bot.channels.capabilities import Capabilities
from bot.store.messages import StoredMessage
from bot.store.outbox import Due


class Sender(Protocol):
    """Carries messages to a person by way of a provider."""

    async def send(self, due: Due, message: StoredMessage) -> None:
        """Hand one message over; raise SendFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in and out. Without a sender people fetch their messages, and being stored is being delivered."""

    name: str
    capabilities: Capabilities
    sender: Sender | None = None
