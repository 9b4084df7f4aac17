"""Inserting what may be there already: two processes may say the same at the same moment."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key exists; True if it is new. Waits for another's transaction on that key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(table).values(**row).on_conflict_do_nothing()
    return connection.execute(new.returning(*table.primary_key.columns)).first() is not None
