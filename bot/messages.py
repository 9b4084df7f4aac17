"""Messages as the pipeline sees them: what a person sent in, and what goes back. Plain text everywhere."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.directives import Offer


class Problem(StrEnum):
    """What is odd about an inbound text; each has a kind sentence in content/strings ``input.<problem>``."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ONLY_SYMBOLS = "only_symbols"


class Gesture(StrEnum):
    """What a person did besides, or instead of, writing words. The safety net reads the words of every one."""

    WORDS = "words"
    EDITED = "edited"
    START = "start"
    STOP = "stop"
    HELP = "help"
    LANGUAGE = "language"
    DELETE = "delete"
    PLACE = "place"
    NO_PLACE = "no_place"
    VOICE = "voice"
    PHOTO = "photo"
    VIDEO = "video"
    STICKER = "sticker"
    CONTACT = "contact"
    POLL = "poll"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One stored message of a person. ``id`` is the inbox id and the turn id; text is as it arrived, made storable.

    choice is the opaque id of a choice offered earlier, when one was pressed instead of typing. first is the label of what a
    link that began the chat asks to show first.
    """

    id: str
    channel: str
    conversation_id: str
    text: str
    choice: str | None
    received_at: datetime
    gesture: Gesture = Gesture.WORDS
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice in a reply: the label in the person's language and what picking it does."""

    label: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person.

    ``kind`` is ``text``, ``card`` (a crisis card, which a channel may pin or emphasise),
    ``opening`` (what this is, at the beginning) or ``erased`` (the conversation has been deleted, and ends here). whole: it is
    never joined with others or cut into pages.
    """

    text: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    language: str = "en"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A stored message on its way to a person. id is ours, and goes with it so that a receipt can name it.

    address is as in ``bot.channels.incoming.Said``; choices are {id, label, offer} as they were stored. urgent: nothing of ours
    may hold it up.
    """

    id: str
    address: str
    text: str
    kind: str = "text"
    language: str = "en"
    choices: tuple[dict[str, Any], ...] = ()
    urgent: bool = False
