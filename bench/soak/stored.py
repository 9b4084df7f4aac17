"""What the bot has in its store, read from outside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_WAITING = """
    SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL) + (SELECT count(*) FROM outbox WHERE state = 'waiting')
"""
_LINES = """
    SELECT messages.id, messages.conversation_id, number, sender, turn_id, part, text, coalesce(urgent, 0)
    FROM messages LEFT JOIN outbox ON outbox.message_id = messages.id
    ORDER BY messages.conversation_id, number
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One stored message. number counts within the conversation, part within the reply of the turn. urgent: it may overtake."""

    id: str
    conversation: str
    number: int
    sender: str
    turn: str | None
    part: int
    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """All of it. lines: by conversation and number. done: the turns that are marked as answered."""

    lines: tuple[Line, ...]
    done: frozenset[str]
    cases: int = 0


def waiting(store: Path) -> int:
    """How many messages wait to be answered or to be sent."""
    with _reading(store) as connection:
        return int(connection.execute(_WAITING).fetchone()[0])


def newest(store: Path) -> dict[str, int]:
    """The number of the newest message of each conversation."""
    with _reading(store) as connection:
        return dict(connection.execute("SELECT id, last_number FROM conversations"))


def read(store: Path) -> Stored:
    """What is stored now."""
    with _reading(store) as connection:
        lines = tuple(Line(*row) for row in connection.execute(_LINES))
        done = frozenset(
            row[0] for row in connection.execute("SELECT id FROM inbox WHERE done_at IS NOT NULL")
        )
        cases = connection.execute("SELECT count(*) FROM cases").fetchone()[0]
    return Stored(lines, done, cases)


@contextmanager
def _reading(store: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)) as connection:
        yield connection
