"""What is done with each thing that a provider tells us."""

from collections import OrderedDict
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from bot.channels import joined
from bot.channels.arrivals import arrival_of, conversation_of
from bot.channels.channel import Provider
from bot.channels.errors import SendError
from bot.channels.incoming import (
    Call,
    Elsewhere,
    Incoming,
    Part,
    Receipt,
    RouteChanged,
    Said,
    Unreadable,
)
from bot.channels.receive import Unstored, receive
from bot.channels.sealed import seal, unseal
from bot.channels.surely import send_surely
from bot.ids import new_id
from bot.logs import logger
from bot.messages import Outgoing
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.safety.notice import SafetyState
from bot.safety.reading import read
from bot.store import routes, unread
from bot.store.database import StoreUnavailable
from bot.worker import TurnWorker

ELSEWHERE_AGAIN = timedelta(hours=1)
"""How long we say nothing more to a group that has been asked to write to us privately."""
_GROUPS = 1_000

log = logger(__name__)


class Taker:
    """Takes what providers tell us, on every channel."""

    def __init__(self, deps: Deps, turns: TurnWorker) -> None:
        self._deps = deps
        self._turns = turns
        self._asked: OrderedDict[str, datetime] = OrderedDict()

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
                self._elsewhere(incoming, channel, call.received_at)
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
        """Take the calls that an earlier version could not read. Raises StoreUnavailable."""
        for each in await self._deps.database.read(unread.waiting):
            channel = self._deps.channels.get(each.channel)
            if channel is None or channel.provider is None:
                continue
            call = unseal(each, self._deps.keys)
            try:
                incoming = channel.provider.parse(call)
            except Exception:  # noqa: BLE001, S112 (it is counted as waiting, and said so when it came)
                continue
            for one in incoming:
                await self.take(one, each.channel, call)
            await self._deps.database.write(unread.done, each.id)

    async def _said(self, said: Said, channel: str, call: Call) -> Response | None:
        provider = self._deps.channels[channel].provider
        assert provider is not None  # noqa: S101 (it is the one that called)
        arrival = arrival_of(self._deps, said, channel, call.received_at)
        received = await receive(arrival, self._deps)
        if said.handle:
            self._deps.background.start(provider.acknowledge(said), "acknowledge")
        if isinstance(received, Unstored):
            texts = [reply.text for reply in received.replies]
            if not received.kept:
                self._say(texts, said.address, channel)
                return Response(status_code=503)
            answer = provider.saying(call, said, texts)
            if answer is None:
                self._say(texts, said.address, channel)
            return answer
        if not received.repeated:
            self._turns.wake(arrival.conversation_id, arrival.text)
        return None

    async def _part(self, part: Part, channel: str, call: Call) -> Response | None:
        """Keep a part; the last one completes the text. With the store gone, each part is a message by itself."""
        try:
            conversation_id = await joined.add(self._deps, part, channel, call.received_at)
        except StoreUnavailable:
            return await self._said(part.said, channel, call)
        if conversation_id:
            self._turns.wake(conversation_id)
        return None

    async def _receipt(self, receipt: Receipt, channel: str, now: datetime) -> None:
        error = receipt.error
        code = error.value.code if error else None
        closes = error is SendError.CLOSED
        await self._deps.database.write(routes.settle_receipt, receipt.message_id, code, now, closes=closes)
        if code:
            self._deps.metrics.send_failures.labels(channel, code).inc()

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

    def _elsewhere(self, elsewhere: Elsewhere, channel: str, now: datetime) -> None:
        """Ask a group to write to us privately, once in a while; nothing of it is stored."""
        last = self._asked.get(elsewhere.address)
        if last and now - last < ELSEWHERE_AGAIN:
            return
        self._asked[elsewhere.address] = now
        while len(self._asked) > _GROUPS:
            self._asked.popitem(last=False)
        self._deps.background.start(self._ask_privately(elsewhere, channel, now), "ask_privately")

    async def _ask_privately(self, elsewhere: Elsewhere, channel: str, now: datetime) -> None:
        deps = self._deps
        notice = await read(deps.net, elsewhere.text, SafetyState(), now)
        words = [deps.library.text("telegram.group", deps.settings.language)]
        if notice.response.brings_handler:
            words.append(deps.library.card("numbers").text)
        await self._send("\n\n".join(words), elsewhere.address, channel)

    def _say(self, texts: list[str], address: str, channel: str) -> None:
        self._deps.background.start(self._send("\n\n".join(texts), address, channel), "say_unstored")

    async def _send(self, text: str, address: str, channel: str) -> None:
        provider = self._deps.channels[channel].provider
        if provider:
            await send_surely(provider, Outgoing(new_id(), address, text, urgent=True))
