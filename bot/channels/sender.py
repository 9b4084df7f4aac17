"""Delivery: takes what is due out of the outbox and hands it to its channel, at least once."""

import asyncio
import time
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import clock
from bot.channels.handover import Clock, hand_over, settle
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.store import messages, outbox
from bot.store.database import StoreUnavailable
from bot.store.messages import StoredMessage
from bot.store.outbox import Due

AT_ONCE = 20
"""Messages of one lane that are on their way at the same time; no more are claimed, because a claim soon runs out."""
STOP = timedelta(seconds=6)
"""How long what is on its way is waited for when the bot stops; whoever stops it kills it after 10 s, see bot/supervise."""

log = logger(__name__)
_Claimed = tuple[Due, StoredMessage]


async def deliver(deps: Deps, now: datetime, conversation_id: str | None = None) -> int:
    """Send what is due, in one conversation or in all; give back how many messages were handed over.

    In a conversation one message goes after another; after a failure the rest waits, so that messages arrive in order.
    """
    began = time.monotonic()
    lane = Lane(
        deps, lambda: now + timedelta(seconds=time.monotonic() - began), conversation_id=conversation_id
    )
    await lane.fill()
    await lane.end()
    return lane.sent


class Lane:
    """Sends what is due in a part of the outbox: of a conversation, of a channel, what is urgent or is not; or in all of it."""

    def __init__(
        self,
        deps: Deps,
        clock: Clock,
        *,
        conversation_id: str | None = None,
        channel: str | None = None,
        urgent: bool | None = None,
    ) -> None:
        self._deps = deps
        self._clock = clock
        self._conversation_id = conversation_id
        self._channel = channel
        self._urgent = urgent
        self._places: set[asyncio.Task[None]] = set()
        self._closing = False
        self.sent = 0
        """How many messages were handed over."""

    async def fill(self) -> None:
        """Begin to send what is due, as far as there are places. Raises StoreUnavailable."""
        room = AT_ONCE - len(self._places)
        if room == 0 or self._closing:
            return
        for first in await self._deps.database.mark(self._claim, room):
            task = asyncio.create_task(self._send_on(first))
            self._places.add(task)
            task.add_done_callback(self._places.discard)

    async def end(self) -> None:
        """Wait until nothing is on its way."""
        while self._places:
            await asyncio.wait(self._places)

    async def close(self) -> None:
        """Begin nothing more, and wait for what is on its way; after STOP it is cut short, and will be sent again."""
        self._closing = True
        if not self._places:
            return
        _, late = await asyncio.wait(self._places, timeout=STOP.total_seconds())
        for task in late:
            task.cancel()
        if late:
            log.warning("sending_cut_short", messages=len(late))
            await asyncio.wait(late)

    async def _send_on(self, first: _Claimed) -> None:
        """Send a message, and then whatever else is due, until one has to be tried again: the next filling goes on."""
        claimed: _Claimed | None = first
        try:
            while claimed:
                claimed = await self._next() if await self._send(*claimed) else None
        except StoreUnavailable:
            self._deps.metrics.store_failures.inc()
            log.warning("store_unavailable", step="delivery")
        except Exception:  # one message never stops the others
            log.exception("delivery_failed")

    async def _send(self, claimed: Due, message: StoredMessage) -> bool:
        """Send a message unless another has claimed it since; False if it has to be tried again."""
        due = await self._deps.database.mark(self._renew, claimed)
        if due is None:
            return True
        failure = await hand_over(self._deps, due, message, self._clock())
        self.sent += failure is None
        settled = await settle(self._deps, due, message, failure, self._clock)
        return not settled.again

    async def _next(self) -> _Claimed | None:
        if self._closing:
            return None
        return next(iter(await self._deps.database.mark(self._claim, 1)), None)

    def _claim(self, connection: Connection, limit: int) -> list[_Claimed]:
        """The clock is read here, in the transaction: it may have had to wait for its turn."""
        rows = outbox.claim(
            connection,
            self._clock(),
            self._conversation_id,
            limit,
            channel=self._channel,
            urgent=self._urgent,
        )
        found = messages.by_ids(connection, [row.message_id for row in rows])
        return [(row, found[row.message_id]) for row in rows]

    def _renew(self, connection: Connection, due: Due) -> Due | None:
        return outbox.renew(connection, due, self._clock())


class Lanes:
    """Sends again what is due: each channel for itself, and what is urgent apart, so that neither waits for a slow provider."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._lanes: dict[tuple[str, bool], Lane] = {}

    async def fill(self) -> None:
        """Begin to send what is due, and wait for none of it. Raises StoreUnavailable."""
        for kind in await self._deps.database.read(outbox.due_kinds, clock.now()):
            channel, urgent = kind
            made = Lane(self._deps, clock.now, channel=channel, urgent=urgent)
            await self._lanes.setdefault(kind, made).fill()

    async def close(self) -> None:
        """As ``Lane.close``, for all of them at once."""
        await asyncio.gather(*[lane.close() for lane in self._lanes.values()])
