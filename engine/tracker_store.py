"""Rasa's SQL tracker store with what our promises of erasure and of "a turn happens once" need."""

from pathlib import Path
from sqlite3 import Connection
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from sqlalchemy.orm import Query, Session


class ErasableTrackerStore(SQLTrackerStore):  # type: ignore[misc]  # rasa has no types where mypy runs
    """Keeps trackers as Rasa does, erases a sender's rows for good, and keeps statements' values out of errors."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        if kwargs.get("dialect", "sqlite") == "sqlite":
            _make_private(Path(str(kwargs["db"])))
        super().__init__(*args, **kwargs)
        # Rasa logs a failing statement, and without this SQLAlchemy shows its values: the person's words.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare)
            self.engine.dispose()

    def erase(self, sender: str) -> int:
        """Delete every event of this sender; give their number."""
        with self.session_scope() as session:
            rows = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender)
            deleted = int(rows.delete(synchronize_session=False))
            session.commit()
        return deleted

    def _event_query(
        self, session: Session, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> "Query[Any]":
        """The session's events by their order, where Rasa goes by the clock: a clock set back would lose events."""
        rows = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
        if not fetch_events_from_all_sessions:
            starts = rows.filter(self.SQLEvent.type_name == SessionStarted.type_name)
            start = starts.with_entities(sa.func.max(self.SQLEvent.id)).scalar()
            rows = rows.filter(self.SQLEvent.id >= (start or 0))
        return rows.order_by(self.SQLEvent.id)


def _make_private(database: Path) -> None:
    """Make the file before SQLite does: in a folder that exists, readable by its owner alone."""
    database.parent.mkdir(parents=True, exist_ok=True)
    database.touch(mode=0o600)


def _prepare(connection: Connection, _record: object) -> None:
    # From the first write on, not only while erasing: a page that splits would leave a copy behind.
    connection.execute("PRAGMA secure_delete = ON")
    # The bot waits for about 3 s, and Rasa waits here in its event loop.
    connection.execute("PRAGMA busy_timeout = 1500")
