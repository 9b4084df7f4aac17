"""Leases: one process at a time works on a conversation.

A row in the store, because a lock in memory binds one process only.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_, select, update

from bot.store.insert import insert_new
from bot.store.schema import leases

SECONDS = 10
"""How long a lease holds without its owner. A turn that takes longer is left to whoever takes the lease: it happens once."""


def acquire(connection: Connection, conversation_id: str, owner: str, now: datetime) -> bool:
    """Take the lease, or renew it; False while another owner holds it."""
    until = now + timedelta(seconds=SECONDS)
    taken = connection.execute(
        update(leases)
        .where(leases.c.conversation_id == conversation_id)
        .where(or_(leases.c.owner == owner, leases.c.until < now))
        .values(owner=owner, until=until)
    )
    if taken.rowcount == 1:
        return True
    return insert_new(
        connection, leases, {"conversation_id": conversation_id, "owner": owner, "until": until}
    )


def held(connection: Connection, conversation_id: str, owner: str, now: datetime) -> bool:
    """True if the owner still has the lease; asked in the transaction that records a reply."""
    found = connection.execute(
        select(leases.c.owner)
        .where(leases.c.conversation_id == conversation_id, leases.c.owner == owner, leases.c.until >= now)
        .with_for_update()
    )
    return found.first() is not None


def release(connection: Connection, conversation_id: str, owner: str) -> None:
    """Give the lease back."""
    connection.execute(
        delete(leases).where(leases.c.conversation_id == conversation_id, leases.c.owner == owner)
    )


def clear(connection: Connection) -> None:
    """Drop every lease: at the start of the one process that has an SQLite store to itself."""
    connection.execute(delete(leases))
