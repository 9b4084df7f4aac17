"""The states of a case, and which of them keep the bot silent."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. A case that is not closed is open; a conversation has at most one open case."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def with_handler(self) -> bool:
        """True while a handler has the conversation and the bot is silent."""
        return self in (State.ASSIGNED, State.ACTIVE, State.PAUSED)
