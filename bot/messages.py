"""Messages as the pipeline sees them: what a person sent in, and what goes back. Plain text everywhere."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.directives import Offer


class Problem(StrEnum):
    """What is odd about an inbound text; each has a kind sentence in content/strings ``input.<problem>``."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ONLY_SYMBOLS = "only_symbols"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One stored message of a person. ``id`` is the inbox id and the turn id; text is as it arrived, made storable.

    choice is the opaque id of a choice offered earlier, when one was pressed instead of typing.
    """

    id: str
    channel: str
    conversation_id: str
    text: str
    choice: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice in a reply: the label in the person's language and what picking it does."""

    label: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person.

    ``kind`` is ``text``, ``card`` (a crisis card, which a channel may pin or emphasise),
    ``opening`` (what this is, at the beginning) or ``erased`` (the conversation has been deleted, and ends here).
    """

    text: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    language: str = "en"
