"""What is done with each thing that a provider tells us."""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from bot import clock
from bot.channels import joined
from bot.channels.arrivals import arrival_of, conversation_of
from bot.channels.channel import Provider
from bot.channels.errors import SendError
from bot.channels.handover import tell_failure, tell_unreached
from bot.channels.incoming import (
    Call,
    Elsewhere,
    Incoming,
    Part,
    Receipt,
    RouteChanged,
    Said,
    Unanswerable,
    Unreadable,
)
from bot.channels.lately import Lately
from bot.channels.overheard import Overheard
from bot.channels.receive import Unstored, receive
from bot.channels.say import say
from bot.channels.sealed import seal, unseal
from bot.intake import clean
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.safety.notice import Notice, SafetyState
from bot.safety.notice import Response as Answer
from bot.safety.reading import read
from bot.store import routes, unread
from bot.store.database import StoreUnavailable
from bot.store.unread import Unread
from bot.worker import Reach, TurnWorker

STILL_NEW = timedelta(days=1)
"""How old a call may be that is read at last: an answer to older words helps nobody, and may frighten."""
SAID_AGAIN = timedelta(days=1)

log = logger(__name__)


class Taker:
    """Takes what providers tell us, on every channel."""

    def __init__(self, deps: Deps, turns: TurnWorker) -> None:
        self._deps = deps
        self._turns = turns
        self._overheard = Overheard(deps)
        self._said_unstored = Lately(SAID_AGAIN)

    async def take(self, incoming: Incoming, channel: str, call: Call) -> Response | None:
        """Take one thing; the answer to the provider if it is another than that we have it."""
        match incoming:
            case Said():
                return await self._said(incoming, channel, call)
            case Part():
                return await self._part(incoming, channel, call)
            case Receipt():
                return await self._kept(self._receipt(incoming, channel, call.received_at))
            case RouteChanged():
                return await self._kept(self._route_changed(incoming, channel, call.received_at))
            case Elsewhere():
                self._overheard.elsewhere(incoming, channel, call.received_at)
                return None
            case Unanswerable():
                await self._overheard.unanswerable(incoming, channel, call.received_at)
                return None

    async def keep(self, channel: str, provider: Provider, call: Call, error: Exception) -> Response:
        """Keep a call that could not be read, for the operator and for a version that can; answer the provider."""
        deps = self._deps
        deps.metrics.unread_calls.labels(channel).inc()
        # An error of a library may quote what it could not read.
        why = str(error) if isinstance(error, Unreadable) else type(error).__name__
        log.error("call_not_readable", channel=channel, hook=call.hook, why=why)
        kept = deps.database.write(unread.keep, channel, call.hook, seal(call, deps.keys), call.received_at)
        return await self._kept(kept) or provider.taken(call)

    async def read_again(self) -> None:
        """Take the calls that an earlier version could not read; older ones stay for the operator. Raises StoreUnavailable.

        To be called at the start and every hour: the store may have been down.
        """
        for each in await self._deps.database.read(unread.waiting):
            if clock.now() - each.received_at < STILL_NEW and await self._taken_again(each):
                await self._deps.database.write(unread.done, each.id)

    async def _taken_again(self, kept: Unread) -> bool:
        """True if a call has been read at last, and all that it tells has been taken."""
        channel = self._deps.channels.get(kept.channel)
        if channel is None or channel.provider is None:
            return False
        try:
            call = unseal(kept, self._deps.keys)
            incoming = channel.provider.parse(call)
        except Exception as error:  # noqa: BLE001 (its text may quote somebody; the others go on)
            log.warning("call_still_not_readable", channel=kept.channel, why=type(error).__name__)
            return False
        answers = [await self.take(one, kept.channel, call) for one in incoming]
        return all(answer is None or answer.status_code < 300 for answer in answers)

    async def _said(self, said: Said, channel: str, call: Call) -> Response | None:
        provider = self._deps.channels[channel].provider
        assert provider is not None  # noqa: S101 (it is the one that called)
        said = await self._with_aside(said, call.received_at)
        arrival = arrival_of(self._deps, said, channel, call.received_at)
        received = await receive(arrival, self._deps)
        if said.handle:
            self._deps.background.start(provider.acknowledge(said), "acknowledge")
        if isinstance(received, Unstored):
            return self._say_unstored(received, provider, said, channel, call)
        if not received.repeated:
            self._turns.wake(arrival.conversation_id, arrival.text, Reach(channel, said.address))
        return None

    async def _with_aside(self, said: Said, now: datetime) -> Said:
        """With the words that came along, if the safety net has a response to them; else they are dropped."""
        if not said.aside:
            return said
        notice = await self._read(said.aside, now)
        heard = said.aside if notice.response is not Answer.NONE else ""
        return replace(said, text="\n".join(filter(None, (said.text, heard))), aside="")

    def _say_unstored(
        self, received: Unstored, provider: Provider, said: Said, channel: str, call: Call
    ) -> Response | None:
        """Say what helps: in the answer if the provider can, else once, whatever it repeats. Cards come first."""
        texts = [reply.text for reply in sorted(received.replies, key=lambda reply: reply.kind != "card")]
        # A repeat means that the answer before it was lost, and its words with it.
        answer = provider.saying(call, said, texts) if received.kept else Response(status_code=503)
        in_answer = received.kept and answer is not None
        if not in_answer and self._said_unstored.is_new(f"{channel}:{said.provider_id}", call.received_at):
            self._deps.background.start(say(self._deps, texts, said.address, channel), "say_unstored")
        return answer

    async def _part(self, part: Part, channel: str, call: Call) -> Response | None:
        """Keep a part; the last one completes the text, and one that calls for a person waits for no other.

        If it cannot be kept, it is a message by itself.
        """
        said, now = part.said, call.received_at
        urgent = (await self._read(said.text, now)).response.brings_handler
        try:
            arrival = await joined.add(self._deps, part, channel, now, at_once=urgent)
        except Exception:  # whatever it is: it is taken by itself, and the person is answered
            log.exception("part_not_kept", channel=channel)
            return await self._said(said, channel, call)
        if arrival:
            self._turns.wake(arrival.conversation_id, arrival.text, Reach(channel, said.address))
        return None

    async def _read(self, text: str, now: datetime) -> Notice:
        return await read(self._deps.net, clean(text).text, SafetyState(), now)

    async def _receipt(self, receipt: Receipt, channel: str, now: datetime) -> None:
        error = receipt.error
        code = error.value.code if error else None
        closes = error is SendError.CLOSED
        settle = routes.settle_receipt
        unreached = await self._deps.database.write(settle, receipt.message_id, code, now, closes=closes)
        if error:
            tell_failure(self._deps, channel, receipt.message_id, error)
            tell_unreached(unreached, error)

    async def _route_changed(self, changed: RouteChanged, channel: str, now: datetime) -> None:
        conversation_id = conversation_of(self._deps, channel, changed.address)
        route = Route.BLOCKED if changed.closed else Route.OPEN
        await self._deps.database.write(routes.change, conversation_id, route, now)

    async def _kept(self, work: Coroutine[Any, Any, None]) -> Response | None:
        try:
            await work
        except StoreUnavailable:
            self._deps.metrics.store_failures.inc()
            log.warning("call_waits_for_store")
            return Response(status_code=503)
        return None
