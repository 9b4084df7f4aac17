"""What the contract test and the soak need of every provider: calls as it makes them, and its stand-in to send to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class WebCall:
    """A request of the provider to us. path has the query; replace(call, …) makes a forged one of it."""

    path: str
    body: bytes = b""
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the stand-in took. id is ours as the provider got it, "" if its protocol has no place for it."""

    address: str
    text: str
    id: str = ""


class Rig(Protocol):
    """One provider, its stand-in, and the settings with which the bot uses both."""

    name: str
    """The provider's name, such as twilio."""
    channel: str
    """telegram or sms."""
    stand_in: StandIn
    sent: list[Sent]
    """What the stand-in has taken, in order."""

    def settings(self, stand_in_url: str) -> dict[str, object]:
        """The settings that turn the provider on, with its API at this address."""

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        """The signed call for a text; person and number make its sender and its id; ``at`` (Unix time) when it was made."""

    def address(self, person: int = 1) -> str:
        """What ``words`` of this person have as their address."""

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        """The signed call that says what became of our message; None if the provider has no receipts."""


RigMaker = Callable[[], Rig]
Serving = AbstractContextManager[str]
