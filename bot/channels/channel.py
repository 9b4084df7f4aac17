"""What the pipeline and the delivery know of a channel, and of the provider that carries its messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

from bot.channels.capabilities import Capabilities
from bot.channels.incoming import Call, Incoming, Said
from bot.messages import Outgoing

Texts = Callable[[str, str], str]
"""A text of content/strings, by key and language: for the few words that a provider shows by itself."""


class Provider(Protocol):
    """Carries messages between a channel's people and us, and calls our hooks. Each method says what it raises."""

    hooks: tuple[str, ...]
    """The last parts of the addresses that it calls: ``/hooks/<channel>`` for "", else ``/hooks/<channel>/<hook>``."""

    def verify(self, call: Call) -> None:
        """Return if the call is the provider's own and fresh; raise NotSigned. It reads no more than it must for that."""

    def parse(self, call: Call) -> Sequence[Incoming]:
        """What a verified call tells us, which may be nothing; raise Unreadable. Pure: no clock, no network, no store."""

    def taken(self, call: Call) -> Response:
        """The answer to a call that we have taken, or had taken before: 2xx, in the form that the provider expects."""

    def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response | None:
        """As taken, with words for the person in the answer itself, for when the store is down; None if it cannot hold them."""

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed."""

    async def acknowledge(self, said: Said) -> None:
        """What the provider's app waits for after a press, or nothing. Failures are its own business: it raises nothing."""

    async def typing(self, address: str) -> None:
        """Show a typing sign, if there is one. Raises nothing."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in and out. Without a provider people fetch their messages, and being stored is being delivered."""

    name: str
    capabilities: Capabilities
    provider: Provider | None = None
