"""One provider, the bot that it calls, and people who write by it: what the contract test works with."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from sqlalchemy import func, select

from bot import clock, housekeeper
from bot.channels.arrivals import conversation_of
from bot.channels.sender import deliver
from bot.routes import Route
from bot.store import cases, conversations, messages
from bot.store.cases import Case
from bot.store.database import Kind, StoreUnavailable
from bot.store.schema import case_events, inbox, leases, metadata, outbox
from tests.channels.contract_watch import every_log_line, only_loopback
from tests.channels.rig_telegram import TelegramRig
from tests.channels.rigs import Rig, RigMaker, Sent, WebCall
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.fake_engine import TURN

T = TypeVar("T")
ORIGIN = "https://waymark.example.org"
A_PROXYS = {
    "Host": "inside.example.net:8443",
    "X-Forwarded-Host": "elsewhere.example.net",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "198.51.100.7",
    "X-Real-IP": "198.51.100.7",
    "Forwarded": "for=198.51.100.7;host=elsewhere.example.net;proto=http",
}
"""What every call comes with: a proxy ended TLS, and said of the call what it liked."""
DISTRESS = "I want to kill myself"
MARK = "marmalade lighthouse"
"""Words that nobody but a person of these tests would write."""
_SECONDS = 10
_TELLING = 6
"""Shorter words may be in a log line by chance."""


class Booth:
    """A provider and its bot. ``private`` grows with all that no log line may hold."""

    def __init__(
        self, rig: Rig, bot: RunningBot, http: httpx.Client, lines: StringIO, tried: list[str]
    ) -> None:
        self.rig = rig
        self.bot = bot
        self.deps = bot.deps
        self.capabilities = bot.deps.channels[rig.channel].capabilities
        self.private: set[str] = {*rig.secrets(), *MARK.split()}
        self._http = http
        self._lines = lines
        self._tried = tried
        self._refusals: list[str] = []
        self._people = count(1)
        self._loop = self._find_loop()

    def post(self, call: WebCall, **headers: str) -> httpx.Response:
        """Make a call, as it comes through a proxy."""
        given = A_PROXYS | call.headers | headers
        raw = [(name.encode(), value.encode()) for name, value in given.items()]
        answer = self._http.request(call.method, call.path, content=call.body, headers=raw)
        if answer.is_error:
            self._refusals.append(answer.text)
        return answer

    def upload(self, call: WebCall, body: bytes | Iterator[bytes]) -> httpx.Response:
        """Make the call with another body, which may come in pieces of which nobody says how many there are."""
        return self._http.post(call.path, content=body, headers=A_PROXYS)

    def newcomer(self) -> "Someone":
        """Somebody who has never written."""
        return Someone(self, next(self._people))

    def look(self, work: Callable[..., T], *args: object) -> T:
        """Read something of the store."""
        reading = self.deps.database.engine.connect().execution_options(waymark=Kind.READ)
        with reading as connection, connection.begin():
            return work(connection, *args)

    def rows(self) -> dict[str, list[str]]:
        """All that is stored anywhere, once nothing goes on."""
        self.settle()
        found = self.look(
            lambda store: {
                each.name: sorted(map(str, store.execute(select(each)))) for each in metadata.sorted_tables
            }
        )
        return found | {"spool": [each.name for each in self.deps.spool.waiting()]}

    def settle(self) -> None:
        """Wait until every message is answered, and every answer sent or given up."""
        self.wait(self._is_settled)

    def wait(self, true: Callable[[], object]) -> None:
        """Wait until something is so."""
        ends = time.monotonic() + _SECONDS
        while not true():
            assert time.monotonic() < ends, "not so in time"
            time.sleep(0.01)

    def _is_settled(self) -> bool:
        todo = (
            select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None)),
            select(func.count()).select_from(outbox).where(outbox.c.state == "waiting"),
            select(func.count()).select_from(leases),
        )
        return not self.look(lambda store: sum(store.execute(each).scalar_one() for each in todo))

    def deliver(self) -> None:
        """Send all that waits, as the bot itself would in the minutes to come."""
        minutes = count(1)

        def delivered() -> bool:
            sending = deliver(self.deps, clock.now() + timedelta(minutes=next(minutes)))
            asyncio.run_coroutine_threadsafe(sending, self._loop).result(_SECONDS)
            return self._is_settled()

        self.wait(delivered)

    def card(self, name: str) -> str:
        """A crisis card as this channel shows it."""
        card = self.deps.library.card(name)
        return card.sms if self.capabilities.short else card.text

    def words(self, key: str) -> str:
        """A text as this channel shows it."""
        library = self.deps.library
        return library.short_text(key) if self.capabilities.short else library.text(key, "en")

    @contextmanager
    def held_engine(self) -> Iterator[None]:
        """The engine thinks until the block ends."""
        done, answer = threading.Event(), self.bot.engine.answer

        def held(method: str, path: str, authorization: str, body: bytes) -> tuple[int, bytes]:
            if path == TURN:
                done.wait(_SECONDS)
            return answer(method, path, authorization, body)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.bot.engine, "answer", held)
            try:
                yield
            finally:
                done.set()

    @contextmanager
    def without_store(self) -> Iterator[None]:
        """The store is gone until the block ends, and then the messages that waited are worked off."""

        def gone(_: object) -> None:
            raise StoreUnavailable("for this test")

        self.settle()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(housekeeper, "prepare_store", gone)
            self.deps.database.ready = False
            try:
                yield
            finally:
                self.deps.database.ready = True
        self.wait(lambda: not len(self.deps.spool))
        self.settle()

    @contextmanager
    def without_spool(self) -> Iterator[None]:
        """There is nowhere on disk to keep a message until the block ends."""
        folder = self.deps.settings.spool_dir
        folder.rmdir()
        try:
            yield
        finally:
            folder.mkdir(mode=0o700)

    def leaks(self) -> set[str]:
        """What is private and was in a log line since it was last asked, in the metrics, or in a refusal."""
        said = self._lines.getvalue() + self.deps.metrics.text().decode() + "".join(self._refusals)
        self._lines.seek(0)
        self._lines.truncate()
        self._refusals.clear()
        return {each for each in self.private if any(form in said for form in _forms(each))}

    def strangers(self) -> list[str]:
        """Which hosts besides ourselves were to be reached."""
        return self._tried

    def _find_loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which the bot runs: the provider's own connections belong to it."""
        provider = self.deps.channels[self.rig.channel].provider
        found: list[asyncio.AbstractEventLoop] = []
        assert provider
        verify = provider.verify

        def noting(call: Any) -> None:
            found.append(asyncio.get_running_loop())
            verify(call)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(provider, "verify", noting)
            self.post(self.rig.forgeries(self.rig.words(""))[0])
        return found[0]


class Someone:
    """One person with an address of their own. At most five messages each: whoever writes more is slowed down."""

    def __init__(self, booth: Booth, person: int) -> None:
        self.booth = booth
        self.person = person
        self.address = booth.rig.address(person)
        self.conversation = conversation_of(booth.deps, booth.rig.channel, self.address)
        self._number = 0
        booth.private |= {self.address, self.address.lstrip("+")}

    def call(self, text: str, **more: float) -> WebCall:
        """The call for a new text."""
        return self.booth.rig.words(
            self.note(text), person=self.person, number=self.next(), at=more.get("at")
        )

    def next(self) -> int:
        """The number of the next message."""
        self._number += 1
        return self._number

    def note(self, text: str) -> str:
        """Remember words that may be read nowhere else."""
        if len(text.strip()) >= _TELLING:
            self.booth.private.add(text)
        return text

    def says(self, text: str) -> httpx.Response:
        """Write something; the answer to the call."""
        answer = self.booth.post(self.call(text))
        assert answer.is_success
        return answer

    def asks(self, text: str) -> list[str]:
        """Write something; what comes to the phone because of it."""
        before = len(self.heard)
        self.says(text)
        self.booth.settle()
        return self.heard[before:]

    def commands(self, name: str) -> list[str]:
        """Say stop, start or help; what comes to the phone."""
        return self.asks(self.booth.rig.command(name))

    @property
    def got(self) -> list[Sent]:
        """What the stand-in has taken for this person, in order."""
        return [each for each in self.booth.rig.sent if each.address == self.address]

    @property
    def heard(self) -> list[str]:
        """The texts of it."""
        return [each.text for each in self.got]

    def stored(self, sender: str) -> list[str]:
        """What is stored of what the person, or the bot, has said."""
        found = self.booth.look(messages.since, self.conversation, 0)
        return [each.text for each in found if each.sender == sender]

    @property
    def offered(self) -> list[dict[str, Any]]:
        """The choices that the bot offered last."""
        return self.booth.look(messages.offered_last, self.conversation)

    @property
    def waiting(self) -> int:
        """How many messages of this person have no answer yet."""
        query = select(func.count()).where(
            inbox.c.conversation_id == self.conversation, inbox.c.done_at.is_(None)
        )
        return int(self.booth.look(lambda store: store.execute(query).scalar_one()))

    @property
    def states(self) -> list[str]:
        """How each message to this person stands, in order."""
        query = select(outbox.c.state).join(_messages, outbox.c.message_id == _messages.c.id)
        mine = query.where(outbox.c.conversation_id == self.conversation).order_by(_messages.c.number)
        return list(self.booth.look(lambda store: store.execute(mine).scalars().all()))

    @property
    def attempts(self) -> int:
        """How often sending to this person has failed."""
        query = select(func.sum(outbox.c.attempts)).where(outbox.c.conversation_id == self.conversation)
        return int(self.booth.look(lambda store: store.execute(query).scalar()) or 0)

    @property
    def message_ids(self) -> list[str]:
        """Our own ids of the messages to this person."""
        found = self.booth.look(messages.since, self.conversation, 0)
        return [each.id for each in found if each.sender == "bot"]

    @property
    def route(self) -> Route:
        """How the way to this person stands."""
        found = self.booth.look(conversations.get, self.conversation)
        assert found is not None
        return found.route

    @property
    def case(self) -> Case | None:
        """The open case."""
        return self.booth.look(cases.open_for, self.conversation)

    @property
    def events(self) -> list[str]:
        """What has happened in it, in order."""
        assert self.case
        query = (
            select(case_events.c.kind).where(case_events.c.case_id == self.case.id).order_by(case_events.c.at)
        )
        return list(self.booth.look(lambda store: store.execute(query).scalars().all()))


_messages = metadata.tables["messages"]


def _forms(text: str) -> set[str]:
    """A text as it is, and as JSON writes it in one way or the other."""
    return {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}


@contextmanager
def opened(make: RigMaker, folder: Path) -> Iterator[Booth]:
    """A bot with this provider, until the block ends."""
    with ExitStack() as stack:
        lines = stack.enter_context(every_log_line())
        tried = stack.enter_context(only_loopback())
        rig = make()
        url = stack.enter_context(rig.stand_in.serving())
        chosen = {"engine_seconds": 4, "sms_daily_pounds": 1_000, "log_level": "DEBUG", "public_url": ORIGIN}
        bot = stack.enter_context(running_bot(folder, None, **rig.settings(url) | chosen))
        if isinstance(rig, TelegramRig):
            rig.secret = lambda: bot.deps.keys.secret("telegram-webhook")
        http = stack.enter_context(httpx.Client(base_url=bot.url, timeout=_SECONDS, trust_env=False))
        yield Booth(rig, bot, http, lines, tried)
