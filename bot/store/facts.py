"""Facts about the store itself."""

from sqlalchemy import Connection, insert, select

from bot.store.schema import facts


def key_fingerprint(connection: Connection) -> str | None:
    """The fingerprint of the key this store was made with; None for a new store."""
    return connection.execute(select(facts.c.value).where(facts.c.name == "key")).scalar()


def remember_key(connection: Connection, fingerprint: str) -> None:
    """Bind a new store to its key."""
    connection.execute(insert(facts), {"name": "key", "value": fingerprint})
