"""What the contract test and the soak need of every provider: calls as it makes them, and its stand-in to send to."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
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
    sent: list[Sent]
    """What the stand-in has taken, in order."""

    @property
    def stand_in(self) -> StandIn:
        """What it is on loopback."""

    def settings(self, stand_in_url: str) -> dict[str, object]:
        """The settings that turn the provider on, with its API at this address."""

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        """The signed call for a text; person and number make its sender and its id; ``at`` (Unix time) when it was made."""

    def address(self, person: int = 1) -> str:
        """What ``words`` of this person have as their address."""

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        """The signed call that says what became of our message; None if the provider has no receipts."""

    signs_body: bool
    """Whether the call's proof is a signature over the body; otherwise it is a secret that goes with it."""
    signs_time: bool
    """Whether the signature is over the time of the call, too."""
    half_characters: bool
    """Whether its form of a call can hold half a character (a surrogate by itself), as JSON can."""
    longest: int
    """The length of a text that a person can surely send by it, in characters."""

    def secrets(self) -> list[str]:
        """What nobody but the provider and us may ever read."""

    def command(self, name: str) -> str:
        """What a person writes for stop, start or help."""

    def forgeries(self, call: WebCall) -> list[WebCall]:
        """The call as somebody would make it who does not know the secret."""

    def edited(self, text: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        """The call that says that a text was changed into this one; None if texts cannot be changed."""

    def pressed(self, choice: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        """The call for a choice that was pressed; None if there is nothing to press."""

    def unreadable(self, words: str) -> WebCall:
        """A call of the provider's own in a form that nobody knows, with words in it."""

    def parts(self, texts: Sequence[str], *, person: int = 1, number: int = 1) -> list[WebCall]:
        """The calls for one long text, a part each; none if the provider joins texts itself."""

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        """The call that says that the person has shut us out, by our message if it needs one; None if there is none."""

    def shut(self, person: int) -> bool:
        """Have the stand-in refuse messages to a person who has shut us out; False if the provider never says so."""

    def let_in(self, person: int) -> None:
        """Have it take messages to them again."""

    def said_in(self, answer: bytes) -> list[str]:
        """What our answer to a call has the provider tell the person."""


RigMaker = Callable[[], Rig]
Serving = AbstractContextManager[str]


class Less:
    """What a provider's protocol may lack. A rig says for itself what it has."""

    signs_body = False
    signs_time = False
    half_characters = False
    longest = 918

    def command(self, name: str) -> str:
        return name.upper()

    def edited(self, text: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        return None

    def pressed(self, choice: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        return None

    def parts(self, texts: Sequence[str], *, person: int = 1, number: int = 1) -> list[WebCall]:
        return []

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        return None

    def shut(self, person: int) -> bool:
        return False

    def let_in(self, person: int) -> None:
        pass

    def said_in(self, answer: bytes) -> list[str]:
        return []


def with_other(call: WebCall, header: str) -> list[WebCall]:
    """The call without the header that proves who made it, and with wrong ones."""
    right = call.headers[header]
    rest = {name: value for name, value in call.headers.items() if name != header}
    wrong = ("", "wrong", "ÿ", right[:-1], f"{right}0", right[::-1])
    return [replace(call, headers=rest), *(replace(call, headers=rest | {header: each}) for each in wrong)]
