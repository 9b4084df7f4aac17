"""The worker: takes each stored message through the pipeline, one of a conversation at a time."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import clock
from bot.channels.surely import send_surely
from bot.ids import new_id
from bot.logs import logger
from bot.messages import Inbound, Outgoing
from bot.pipeline import runner
from bot.pipeline.context import Deps, Turn
from bot.safety.notice import SafetyState
from bot.safety.reading import LONG, read
from bot.store import inbox, leases
from bot.store.database import StoreUnavailable
from bot.store.turns import LeaseLost

AT_ONCE = 16
"""Turns that are worked on at the same time. With more, all are late, and the second net may be too late to be heard; what the
rules alone bring a person for is worked on whatever else is."""
REMEMBERED = 1_000
"""People whose address is held in memory, in case the store fails in mid turn; the latest ones."""
log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person is written to without the store."""

    channel: str
    address: str


class TurnWorker:
    """Works on one message of a conversation at a time, and on any number of conversations at once."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._owner = new_id()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._hurry: dict[str, asyncio.Event] = {}
        self._again: set[str] = set()
        self._more_wait = False
        self._closing = False
        self._sweeping: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self._reach: OrderedDict[str, Reach] = OrderedDict()

    def wake(self, conversation_id: str, words: str = "", reach: Reach | None = None) -> None:
        """A message of this conversation waits in the inbox; if its words cannot wait, the turn that runs is not waited for.

        reach: how to write to the person should the store fail before their turn ends.
        """
        if reach:
            self._remember(conversation_id, reach)
        if conversation_id in self._running:
            self._again.add(conversation_id)
            if words:
                self._deps.background.start(self._hurry_for(conversation_id, words), "hurry")
        elif len(self._running) < AT_ONCE or self._cannot_wait(words):
            self._start(conversation_id)
        else:
            self._more_wait = True

    def _cannot_wait(self, words: str) -> bool:
        """True if the rules alone bring a person for these words; asking them takes less than a millisecond."""
        known = self._deps.net.by_rules(words, SafetyState(), clock.now()) if 0 < len(words) < LONG else None
        return known is not None and known.response.brings_handler

    def _start(self, conversation_id: str) -> None:
        self._hurry[conversation_id] = asyncio.Event()
        task = asyncio.create_task(self._work(conversation_id))
        self._running[conversation_id] = task
        task.add_done_callback(lambda _: self._ended(conversation_id))

    async def _hurry_for(self, conversation_id: str, words: str) -> None:
        notice = await read(self._deps.net, words, SafetyState(), clock.now())
        if notice.response.brings_handler and conversation_id in self._hurry:
            self._hurry[conversation_id].set()

    def _ended(self, conversation_id: str) -> None:
        del self._running[conversation_id], self._hurry[conversation_id]
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self._start(conversation_id)
        elif self._more_wait and not self._sweeping and not self._closing:
            self._sweeping = asyncio.create_task(self._fill())

    async def _fill(self) -> None:
        """There is room again: take up those who wait, the longest wait first."""
        try:
            await self.sweep()
        except StoreUnavailable:
            self._deps.metrics.store_failures.inc()
            log.warning("sweep_waits_for_store")
        finally:
            self._sweeping = None

    async def sweep(self) -> None:
        """Wake the conversations in which a message waits, as many as there is room for, the longest wait first.

        They wait after a restart, a failure, another process's crash, or because too much came at once.
        """
        self._more_wait = False
        for conversation_id in await self._deps.database.read(inbox.waiting):
            if conversation_id not in self._running:
                self.wake(conversation_id)

    async def drain(self) -> None:
        """Let the turns that run come to their end; what else waits is for the next start."""
        self._closing = True
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self._deps.background.drain()

    async def _work(self, conversation_id: str) -> None:
        try:
            await self._work_through(conversation_id)
            self._told.discard(conversation_id)
        except LeaseLost:
            log.warning("turn_left_to_another")
        except Exception as error:  # one conversation never stops the others; the sweep comes back
            if isinstance(error, StoreUnavailable):
                self._deps.metrics.store_failures.inc()
            log.exception("turn_postponed")
            self._say_once(conversation_id)

    def _say_once(self, conversation_id: str) -> None:
        """Help is shown at once when a turn cannot be recorded, and not again on every further try."""
        if conversation_id in self._told:
            return
        shown = self._deps.hub.say_now(conversation_id, self._deps.last_words)
        if shown or self._send_now(conversation_id):
            self._told.add(conversation_id)

    def _send_now(self, conversation_id: str) -> bool:
        """Send help to somebody on a provider's channel; False if we do not know how to reach them."""
        reach = self._reach.get(conversation_id)
        provider = self._deps.channels[reach.channel].provider if reach else None
        if reach is None or provider is None:
            return False
        short = self._deps.channels[reach.channel].capabilities.short
        words = self._deps.last_words_short if short else self._deps.last_words
        message = Outgoing(new_id(), reach.address, words.text, kind="card", urgent=True)
        self._deps.background.start(send_surely(provider, message), "say_unstored")
        return True

    def _remember(self, conversation_id: str, reach: Reach) -> None:
        self._reach[conversation_id] = reach
        self._reach.move_to_end(conversation_id)
        while len(self._reach) > REMEMBERED:
            self._reach.popitem(last=False)

    async def _work_through(self, conversation_id: str) -> None:
        hurry = self._hurry[conversation_id]
        more = True
        while more:
            message = await self._deps.database.mark(_claim, conversation_id, self._owner, clock.now())
            if message is None:
                return
            turn = Turn(message=message, now=clock.now(), owner=self._owner, hurry=hurry)
            done = await runner.run(turn, self._deps)
            if done.notice.response.brings_handler:
                hurry.clear()  # what the hurry was for
            more = done.more


def _claim(connection: Connection, conversation_id: str, owner: str, now: datetime) -> Inbound | None:
    """Take the lease and the next message; with nothing to do, give the lease back."""
    if not leases.acquire(connection, conversation_id, owner, now):
        return None
    message = inbox.next_waiting(connection, conversation_id)
    if message is None:
        leases.release(connection, conversation_id, owner)
    return message
