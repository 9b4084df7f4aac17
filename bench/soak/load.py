"""Makes the planned calls at their times, with faults and kills, and notes what came to people and when."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from bench.soak import stored
from bench.soak.caller import Caller, Handed
from bench.soak.page import Page
from bench.soak.plan import Coming, Note, Writer
from bench.soak.site import Provider, SoakSite
from bench.soak.sizes import Size
from bot.channels.stand_in import Fault
from tests.channels.rigs import WebCall

FAULTS = {Fault.BUSY: 0.03, Fault.SERVER_ERROR: 0.03, Fault.SILENCE: 0.01, Fault.HALF_SENT: 0.03}
"""Of the messages that we send, so many meet each fault."""
_LOOK_SECONDS = 0.02
_QUIET_SECONDS = 1.0
_RECEIPT_SECONDS = (1.0, 4.0)


@dataclass(slots=True)
class Seen:
    """What was seen from outside. taken: for each provider, when each message was taken (``time.monotonic``)."""

    handed: dict[Note, list[Handed]] = field(default_factory=dict)
    pages: dict[Writer, Page] = field(default_factory=dict)
    taken: dict[str, list[float]] = field(default_factory=dict)
    began: float = 0.0
    ended: float = 0.0
    quiet: bool = False
    memory: float = 0.0


class Load:
    """One run of the load."""

    def __init__(self, site: SoakSite, size: Size, calls: Sequence[Coming], http: httpx.AsyncClient) -> None:
        self._site = site
        self._size = size
        self._calls = calls
        self._http = http
        self.caller = Caller(http)
        self.seen = Seen(taken={name: [] for name in site.providers})
        self._chance = random.Random(7)
        self._receipts: set[asyncio.Task[Handed]] = set()

    async def run(self) -> None:
        """Open the pages, make every call, and wait until all is quiet."""
        await self._open_pages()
        listening = [asyncio.create_task(page.listen()) for page in self.seen.pages.values()]
        listening.append(asyncio.create_task(self._watch()))
        self.seen.began = time.monotonic()
        spoiling = [
            self._spoil(provider, self._share(name)) for name, provider in self._site.providers.items()
        ]
        handing = asyncio.gather(*map(self._hand_in, self._calls))
        await asyncio.gather(handing, self._kill(), *spoiling)
        self.seen.ended = time.monotonic()
        self.seen.quiet = await self._until_quiet()
        self.seen.memory = self._site.memory()
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    async def _open_pages(self) -> None:
        for writer in {call.note.writer for call in self._calls if call.note.writer.channel == "web"}:
            self.seen.pages[writer] = Page(self._http)
            await self.seen.pages[writer].open()

    async def _hand_in(self, coming: Coming) -> None:
        await self._at(coming.at)
        note, writer = coming.note, coming.note.writer
        if writer.channel == "web":
            call = self.seen.pages[writer].call(note.text, note.number)
        else:
            rig = self._site.providers[writer.channel].rig
            call = rig.words(note.text, person=writer.index, number=note.number, at=time.time())
        self.seen.handed.setdefault(note, []).append(await self.caller.hand_in(call))

    async def _kill(self) -> None:
        for number in range(1, self._size.kills + 1):
            await self._at(self._size.seconds * number / (self._size.kills + 1))
            await self._site.kill_and_start()

    def _share(self, channel: str) -> int:
        return sum(call.note.writer.channel == channel for call in self._calls)

    async def _spoil(self, provider: Provider, messages: int) -> None:
        """Let faults happen, evenly over the load."""
        faults = [fault for fault, share in FAULTS.items() for _ in range(max(1, round(share * messages)))]
        self._chance.shuffle(faults)
        for number, fault in enumerate(faults):
            await self._at(self._size.seconds * number / len(faults))
            provider.faults.append(fault)

    async def _at(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, self.seen.began + seconds - time.monotonic()))

    async def _watch(self) -> None:
        """Note when messages were taken, and let receipts follow where the provider has them."""
        while True:
            for name, provider in self._site.providers.items():
                taken = self.seen.taken[name]
                for sent in provider.rig.sent[len(taken) :]:
                    taken.append(time.monotonic())
                    receipt = provider.rig.receipt(sent.id, delivered=True) if sent.id else None
                    if receipt:
                        self._receipts.add(asyncio.create_task(self._receipt(receipt)))
            await asyncio.sleep(_LOOK_SECONDS)

    async def _receipt(self, call: WebCall) -> Handed:
        await asyncio.sleep(self._chance.uniform(*_RECEIPT_SECONDS))
        return await self.caller.hand_in(call)

    async def _until_quiet(self) -> bool:
        """Wait until nothing waits in the store and every page has all there is; False if that takes too long."""
        deadline = time.monotonic() + self._size.quiet_seconds
        while time.monotonic() < deadline:
            await asyncio.sleep(_QUIET_SECONDS)
            receipts = [task for task in self._receipts if not task.done()]
            if not receipts and await asyncio.to_thread(self._is_settled):
                return True
        return False

    def _is_settled(self) -> bool:
        if stored.waiting(self._site.store):
            return False
        newest = stored.newest(self._site.store)
        return all(page.last >= newest.get(page.conversation, 0) for page in self.seen.pages.values())
