"""Why a message could not be sent: a closed table, the same for every channel."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Literal


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    retry: bool
    log: Literal["debug", "info", "warning", "error"]
    sentence: str


class SendError(Enum):
    """Each way in which sending fails: its code, whether to try again, how loud to log it, and a sentence for a handler."""

    UNREACHABLE = _Kind(
        "unreachable", True, "warning", "The provider could not be reached; we will try again."
    )
    BUSY = _Kind("busy", True, "info", "The provider asked us to wait; we will try again.")
    PACED = _Kind(
        "paced", True, "debug", "Messages must not follow one another so fast; it is sent in a moment."
    )
    NOT_LET_IN = _Kind(
        "not_let_in",
        True,
        "error",
        "The provider does not accept our account; the operator must mend its settings, and we will try again.",
    )
    REFUSED = _Kind("refused", False, "error", "The provider did not accept the message.")
    NOT_DELIVERED = _Kind("not_delivered", False, "warning", "The message did not reach the person's phone.")
    CLOSED = _Kind(
        "closed",
        False,
        "warning",
        "The person's route is closed: messages cannot reach them on this channel.",
    )


class SendFailed(Exception):  # noqa: N818 (a state of the world, not a mistake)
    """A channel did not take a message. wait: how long the provider asks us to wait, if it does."""

    def __init__(self, error: SendError, wait: timedelta | None = None) -> None:
        super().__init__(error.value.code)
        self.error = error
        self.code = error.value.code
        self.retry = error.value.retry
        self.wait = wait
