"""The safety net's types: a notice says which response the *service* gives to a message, and why.

Nothing here describes a person: no level, score or assessment is computed, stored or shown (docs/adr/0001).
"""

from dataclasses import dataclass
from enum import StrEnum


class Response(StrEnum):
    """What the service does next. The order of the members is the order of precedence."""

    NONE = "none"
    CHECK_IN = "check_in"
    TAKEOVER = "takeover"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for emergency; only for choosing between responses."""
        return list(Response).index(self)

    @property
    def brings_handler(self) -> bool:
        """True if a case is opened and a crisis card shown."""
        return self.rank >= Response.TAKEOVER.rank


def strongest(*responses: Response) -> Response:
    """The one that takes precedence."""
    return max(responses, key=lambda response: response.rank)


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the message, as the person wrote it, a rule matched: [start, end) in characters."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The decision on one message.

    rules are ids with their version (``en.core.end_my_life@1``); ``classifier@…`` is the second net, and a rule of
    ``conversation`` joins or adds up what several messages say. situations say which words fit (``overdose``,
    ``someone_else``), the most pressing first. alone: what rules found has its weight from this message alone, not from what
    was said or asked before, so that the second net may doubt it. questioned: there is a sign that the message speaks of
    something else, so that it may doubt it the more. failed names the parts of the safety net that could not be used; the
    response is then check_in at least.
    """

    response: Response
    categories: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    situations: tuple[str, ...] = ()
    alone: bool = False
    questioned: bool = False
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is remembered for a while, since the next may finish its sentence.

    text: its end; at: seconds since 1970; response: what it got.
    """

    text: str
    at: int
    response: Response


@dataclass(frozen=True, slots=True)
class SafetyState:
    """What the safety net remembers of a conversation: small, kept in our own store, usable with the engine down.

    response: the strongest response given so far; asked: the question of the safety net that is still open, if any;
    signals: the categories so far; recent: the last messages, oldest first.
    """

    response: Response = Response.NONE
    asked: str | None = None
    signals: tuple[str, ...] = ()
    recent: tuple[Heard, ...] = ()
