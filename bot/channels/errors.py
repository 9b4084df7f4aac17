"""Why a message could not be sent: a closed table, the same for every channel."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    retry: bool
    sentence: str


class SendError(Enum):
    """Each way in which sending fails: its code, whether to try again, and a sentence for a handler."""

    UNREACHABLE = _Kind("unreachable", True, "The provider could not be reached; we will try again.")
    BUSY = _Kind("busy", True, "The provider asked us to wait; we will try again.")
    REFUSED = _Kind("refused", False, "The provider did not accept the message.")
    CLOSED = _Kind(
        "closed", False, "The person's route is closed: messages cannot reach them on this channel."
    )


class SendFailed(Exception):  # noqa: N818 (a state of the world, not a mistake)
    """A channel did not take a message."""

    def __init__(self, error: SendError) -> None:
        super().__init__(error.value.code)
        self.code = error.value.code
        self.retry = error.value.retry
