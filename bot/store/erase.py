"""Erasure: a conversation leaves every table. What stays of a case is its reference, times and outcome, bound to nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.store import cases
from bot.store import conversations as stored
from bot.store.insert import insert_new
from bot.store.schema import cases as cases_table
from bot.store.schema import (
    conversations,
    erasures,
    inbox,
    leases,
    messages,
    notices,
    outbox,
    parts,
    spending,
)
from bot.store.wakeup import notify


def erase(connection: Connection, conversation_id: str, sender: str, now: datetime) -> bool:
    """Erase a conversation and note that the engine's rows must follow; False if there was none."""
    if not stored.lock(connection, conversation_id):
        return False
    case = cases.open_for(connection, conversation_id)
    if case:
        cases.close(connection, case.id, "erased_by_person", now)
    connection.execute(
        update(cases_table)
        .where(cases_table.c.conversation_id == conversation_id)
        .values(conversation_id=None)
    )
    for table in (outbox, notices, inbox, messages, leases, parts, spending):
        connection.execute(delete(table).where(table.c.conversation_id == conversation_id))
    connection.execute(delete(conversations).where(conversations.c.id == conversation_id))
    insert_new(connection, erasures, {"sender": sender, "requested_at": now})
    notify(connection, conversation_id)
    return True


def compact(connection: Connection) -> bool:
    """On SQLite, move erasures out of the write-ahead log, where old pages would keep the words for a while.

    Call it after the erasing transaction. False if somebody was reading: then it is to be done again. PostgreSQL's vacuum
    does its own.
    """
    if connection.dialect.name != "sqlite":
        return True
    connection.exec_driver_sql("COMMIT")
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    connection.exec_driver_sql("BEGIN")
    return not busy


def is_waiting(connection: Connection, sender: str) -> bool:
    """True if the engine has still to erase this conversation."""
    return (
        connection.execute(select(erasures.c.sender).where(erasures.c.sender == sender)).first() is not None
    )


def waiting(connection: Connection) -> Sequence[str]:
    """The engine's names of conversations that it has still to erase."""
    return connection.execute(select(erasures.c.sender)).scalars().all()


def carried_out(connection: Connection, sender: str) -> None:
    """The engine has erased its rows."""
    connection.execute(delete(erasures).where(erasures.c.sender == sender))
