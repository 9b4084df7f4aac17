"""What a provider tells us, in our own words: the same few things whichever channel and provider it is."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.errors import SendError
from bot.messages import Gesture


@dataclass(frozen=True, slots=True)
class Said:
    """A person said or did something.

    provider_id is the provider's own id of it, unique within the channel. address is where they can be reached: E.164 for a
    phone, the chat's id for Telegram. text is what they wrote, a caption too; a place that was shared is its outcode. choice is
    the id of a choice that was pressed. region, language and first (a choice's label) come from a link that began the chat.
    handle is for the provider alone: what it needs in order to acknowledge a press. aside holds words that came along and are
    no message, such as a file's name: the safety net hears them, and they are kept only if it gives a response to them.
    """

    provider_id: str
    address: str
    text: str
    gesture: Gesture = Gesture.WORDS
    choice: str | None = None
    region: str | None = None
    language: str | None = None
    first: str | None = None
    handle: dict[str, str] = field(default_factory=dict)
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a long text that the provider does not join. number counts from 1; whole names the text they belong to."""

    whole: str
    number: int
    total: int
    said: Said


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message of ours, by our own id. error None: it has been delivered."""

    message_id: str
    error: SendError | None


@dataclass(frozen=True, slots=True)
class RouteChanged:
    """The person has blocked us (closed), or let us in again, without writing anything."""

    address: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody addressed us where others can read it; nothing of it is kept."""

    provider_id: str
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Somebody said something whom nobody can answer, such as a short code; nothing of it is kept."""

    provider_id: str
    text: str


Incoming = Said | Part | Receipt | RouteChanged | Elsewhere | Unanswerable


@dataclass(frozen=True, slots=True)
class Call:
    """A provider's request, before anybody has looked into it.

    hook is the last part of its address, "" or for instance "receipts". url is the address as the provider called it: our
    public origin, path and query, whatever a proxy made of it. headers have lower-case names.
    """

    hook: str
    url: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    received_at: datetime


class NotSigned(Exception):  # noqa: N818 (what it is)
    """The call is not, or not provably, from the provider. The text says why, never what was sent."""


class TooOld(NotSigned):
    """The call is signed by the provider, but its time is not near ours: it came late, was played back, or a clock is wrong."""


class Unreadable(Exception):  # noqa: N818 (what it is)
    """The call is from the provider, but in a form that we do not know. The text never says what was sent."""
