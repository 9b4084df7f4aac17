"""Erasing a conversation everywhere: every table, the spool, and the engine's own rows, now or as soon as it can."""

from datetime import datetime

from bot.engine import EngineFailure
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.store import erase as stored

log = logger(__name__)


def engine_name(deps: Deps, conversation_id: str) -> str:
    """The engine's name for a conversation: a keyed hash, so that its store names nobody."""
    return deps.keys.digest("engine-sender", conversation_id)


async def erase(deps: Deps, conversation_id: str, now: datetime) -> bool:
    """Erase the conversation and give back whether the engine's rows are gone too; they follow later if not.

    Raises StoreUnavailable, and then nothing was erased from the tables.
    """
    sender = engine_name(deps, conversation_id)
    deps.spool.forget(conversation_id)  # before the tables, so that a crash in between brings nothing back
    await deps.database.write(stored.erase, conversation_id, sender, now)
    deps.spool.forget(conversation_id)
    await compact(deps)
    log.info("conversation_erased")
    return await _erase_in_engine(deps, sender)


async def compact(deps: Deps) -> None:
    """Move erasures out of the store's log; while somebody reads, it is left for the next time round."""
    deps.compact_due = not await deps.database.write(stored.compact)


async def finish_erasures(deps: Deps) -> None:
    """Carry out what could not be done when it was asked for; called again and again by the worker."""
    if deps.compact_due:
        await compact(deps)
    for sender in await deps.database.read(stored.waiting):
        await _erase_in_engine(deps, sender)


async def _erase_in_engine(deps: Deps, sender: str) -> bool:
    try:
        await deps.engine.erase(sender)
    except EngineFailure as failure:
        log.warning("engine_erasure_waits", code=failure.code)
        return False
    await deps.database.write(stored.carried_out, sender)
    return True
