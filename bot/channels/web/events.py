"""The event stream of a conversation: server-sent events, read with fetch, resumed by event id."""

import json
from collections.abc import AsyncIterator

from sqlalchemy import Connection

from bot.channels.web.schemas import MessageOut
from bot.erasure import engine_name
from bot.hub import Listener
from bot.logs import logger
from bot.messages import Reply
from bot.pipeline.context import Deps
from bot.store import conversations, erase, messages
from bot.store.database import StoreUnavailable
from bot.store.messages import StoredMessage

HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 5.0
"""How often the store is asked although nobody woke us: news from another process may have got lost on the way."""

log = logger(__name__)


async def stream(deps: Deps, conversation_id: str, after: int) -> AsyncIterator[str]:
    """Every message after number ``after``, then each new one as it comes, with a comment when it is quiet.

    Ends when the conversation has been erased, whoever did it, after saying so.
    """
    yield ": connected\n\n"
    quiet = 0.0
    with deps.hub.listen(conversation_id) as listener:
        while not deps.hub.closed:
            for reply in [*_taken(listener), *await _news(deps, conversation_id, after)]:
                after = reply.id or after
                quiet = 0.0
                yield event(reply)
                if reply.kind == "erased":
                    return
            if not await listener.wait(POLL_SECONDS):
                quiet += POLL_SECONDS
            if quiet >= HEARTBEAT_SECONDS:
                quiet = 0.0
                yield ": still here\n\n"


def _taken(listener: Listener) -> list[MessageOut]:
    urgent, listener.urgent = listener.urgent, []
    return [MessageOut.unstored(reply) for reply in urgent]


async def _news(deps: Deps, conversation_id: str, after: int) -> list[MessageOut]:
    sender = engine_name(deps, conversation_id)
    try:
        found, erased = await deps.database.read(_since, conversation_id, after, sender)
    except StoreUnavailable:
        # The stream stays open: urgent words still reach the person, and the store may come back.
        log.warning("events_wait_for_store")
        return []
    if erased:
        return [MessageOut.unstored(Reply(deps.library.text(erased), kind="erased"))]
    return [MessageOut.stored(message) for message in found]


def _since(
    connection: Connection, conversation_id: str, after: int, sender: str
) -> tuple[list[StoredMessage], str | None]:
    """The messages after a number, and the text that says it when the conversation has been erased meanwhile.

    Numbers never go back but by an erasure, which another process or tab may have made.
    """
    if after <= conversations.last_number(connection, conversation_id):
        return messages.since(connection, conversation_id, after), None
    return [], "erase.done_engine_later" if erase.is_waiting(connection, sender) else "erase.done"


def event(message: MessageOut) -> str:
    """One message as a server-sent event; without an id line when there is no number to resume from."""
    number = f"id: {message.id}\n" if message.id is not None else ""
    return f"{number}event: message\ndata: {json.dumps(message.wire(), ensure_ascii=False)}\n\n"
