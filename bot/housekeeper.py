"""The housekeeper: what is done beside the turns, every second or every hour. Whatever a crash left is taken up here."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import clock
from bot.channels import joined
from bot.channels.sender import Lanes
from bot.erasure import erase, finish_erasures
from bot.limits import is_near, pounds
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.safety.reading import is_well
from bot.start import last_words, prepare_store
from bot.store import cases, inbox, outbox, parts, spending, unread
from bot.store.database import StoreUnavailable
from bot.worker import TurnWorker

SWEEP_SECONDS = 1.0
HEARTBEAT_SECONDS = 60.0
HOUR_SECONDS = 3600.0
log = logger(__name__)


class Housekeeper:
    """What is done every second beside the turns: catching up, sending again, measuring, re-reading content."""

    def __init__(
        self, deps: Deps, turns: TurnWorker, *, hourly: Sequence[Callable[[], Awaitable[None]]] = ()
    ) -> None:
        self._deps = deps
        self._turns = turns
        self._hourly = (self._forget, *hourly)
        self._heartbeat_due = 0.0
        self._hour_due = 0.0
        self._near = False
        self._lanes = Lanes(deps)

    async def run(self) -> None:
        """Go on until cancelled; a step that fails is logged and tried again the next time round."""
        steps: tuple[Callable[[], Awaitable[None]], ...] = (
            self._heartbeat,
            self._store,
            self._engine,
            self._unspool,
            self._join,
            self._turns.sweep,
            self._send_again,
            self._erase,
            self._reread,
            self._measure,
        )
        while True:
            for step in (*steps, *self._each_hour()):
                await self._attempt(step)
            await asyncio.sleep(SWEEP_SECONDS)

    def _each_hour(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """What is to be done now of what is done once an hour, the first time at the start."""
        if time.monotonic() < self._hour_due:
            return ()
        self._hour_due = time.monotonic() + HOUR_SECONDS
        return self._hourly

    async def close(self) -> None:
        """Once ``run`` has been cancelled: let what is being sent come to its end, within a bound."""
        await self._lanes.close()

    async def _attempt(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except StoreUnavailable:
            self._deps.metrics.store_failures.inc()
            log.warning("store_unavailable", step=step.__name__)
        except Exception:  # one step never stops the others
            log.exception("step_failed", step=step.__name__)

    async def _heartbeat(self) -> None:
        """Every minute, ask whether the safety net still knows what it must."""
        if time.monotonic() < self._heartbeat_due:
            return
        self._heartbeat_due = time.monotonic() + HEARTBEAT_SECONDS
        well = await is_well(self._deps.net)
        self._deps.metrics.safety_heartbeat.set(int(well))
        if not well:
            self._deps.metrics.safety_failures.labels("heartbeat").inc()
            log.error("safety_heartbeat_missed")

    async def _store(self) -> None:
        if not self._deps.database.ready:
            await asyncio.to_thread(prepare_store, self._deps)

    async def _engine(self) -> None:
        failing = await self._deps.engine.failing()
        self._deps.engine_seen = self._deps.engine_seen or "engine" not in failing
        self._deps.metrics.engine_ready.set(int(not failing))

    async def _unspool(self) -> None:
        spool = self._deps.spool
        for path in spool.waiting():
            arrival = spool.read(path)
            if arrival is None:
                continue
            try:
                await self._deps.database.write(inbox.receive, arrival)
            except StoreUnavailable:
                raise  # all the others wait too
            except Exception:  # this one can never be stored: the others go on
                log.exception("spooled_message_refused")
                spool.set_aside(path)
                continue
            if not spool.done(path):
                await erase(
                    self._deps, arrival.conversation_id, clock.now()
                )  # it was erased while we stored it

    async def _join(self) -> None:
        """Take the texts whose last part never came as they are."""
        for conversation_id in await joined.join_overdue(self._deps, clock.now()):
            self._turns.wake(conversation_id)

    async def _send_again(self) -> None:
        """In the background: a provider that is slow to answer holds nothing else up."""
        await self._lanes.fill()

    async def _erase(self) -> None:
        if self._deps.engine_seen:
            await finish_erasures(self._deps)

    async def _reread(self) -> None:
        for error in self._deps.library.refresh():
            self._deps.metrics.content_errors.inc()
            log.error("content_error", file=str(error))
        known = self._deps.library, self._deps.directory, self._deps.settings
        self._deps.last_words = last_words(*known)
        self._deps.last_words_short = last_words(*known, channel="sms")

    async def _measure(self) -> None:
        metrics = self._deps.metrics
        metrics.spool.set(len(self._deps.spool))
        now = clock.now()
        metered = [each.name for each in self._deps.channels.values() if each.capabilities.metered]
        found = await self._deps.database.read(_counts, clock.day_of(now), metered)
        metrics.open_cases.set(found.open_cases)
        metrics.outbox_age.set((now - found.oldest).total_seconds() if found.oldest else 0)
        metrics.unread_waiting.set(found.unread)
        self._watch_spending(found.segments)

    def _watch_spending(self, segments: int) -> None:
        settings = self._deps.settings
        self._deps.metrics.sms_spent.set(pounds(segments, settings.sms_pence))
        near = is_near(segments, settings.sms_pence, settings.sms_daily_pounds)
        if near and not self._near:
            log.error("sms_spending_near_limit", limit_pounds=settings.sms_daily_pounds)
        self._near = near

    async def _forget(self) -> None:
        """Drop what is kept for a time only."""
        for each in (parts.forget, unread.forget, spending.forget):
            await self._deps.database.write(each, clock.now())


@dataclass(frozen=True, slots=True)
class _Counts:
    open_cases: int
    oldest: datetime | None
    unread: int
    segments: int


def _counts(connection: Connection, day: str, metered: Sequence[str]) -> _Counts:
    return _Counts(
        open_cases=cases.count_open(connection),
        oldest=outbox.oldest(connection),
        unread=unread.count(connection),
        segments=sum(spending.segments(connection, channel, day) for channel in metered),
    )
