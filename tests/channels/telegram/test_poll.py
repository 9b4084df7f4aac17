"""Long polling: every update reaches the bot, in order, whatever fails in between."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot import keys as key_file
from bot.channels.stand_in import Fault
from bot.channels.telegram import updates
from bot.channels.telegram.api import HOOK, LOCAL_TOKEN, SECRET_PURPOSE
from bot.channels.telegram.poll import Poller, PollError
from bot.channels.telegram.provider import SECRET_HEADER
from bot.channels.telegram.standin import TelegramStandIn
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.fake_bot import FakeBot, fake_bot
from tests.support.ports import free_port

CHAT = 5


@pytest.fixture(scope="module")
def _bot_served() -> Iterator[tuple[FakeBot, str]]:
    with fake_bot(SECRET) as served:
        yield served


@pytest.fixture
def bot(_bot_served: tuple[FakeBot, str]) -> FakeBot:
    FakeBot.__init__(_bot_served[0], SECRET)
    return _bot_served[0]


class Bench:
    """A poller with its two clients, what it told, and how long it paused."""

    def __init__(self, api_url: str, bot_url: str, token: str = LOCAL_TOKEN) -> None:
        self.told: list[str] = []
        self.pauses: list[float] = []
        self.api = httpx.AsyncClient(base_url=f"{api_url}/bot{token}/", timeout=5.0)
        self.bot = httpx.AsyncClient(base_url=bot_url, timeout=5.0)
        self.poller = self.made(SECRET)

    def made(self, secret: str) -> Poller:
        return Poller(self.api, self.bot, (SECRET_HEADER, secret), self.told.append, hold=0, pause=self.pause)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def close(self) -> None:
        await self.api.aclose()
        await self.bot.aclose()


@pytest.fixture
async def bench(api_url: str, _bot_served: tuple[FakeBot, str], bot: FakeBot) -> AsyncIterator[Bench]:
    made = Bench(api_url, _bot_served[1])
    yield made
    await made.close()


def written(stand_in: TelegramStandIn, *texts: str) -> None:
    for text in texts:
        message = updates.message(CHAT, stand_in.number(), 1, **updates.written(text))
        stand_in.pending.append(stand_in.happened("message", message))


def texts(bot: FakeBot) -> list[str]:
    return [each["message"]["text"] for each in bot.took]


async def test_in_order_and_raw(bench: Bench, stand_in: TelegramStandIn, bot: FakeBot) -> None:
    written(stand_in, "one", "two 😢", "three")
    held = list(stand_in.pending)
    await bench.poller.once(HOOK)
    await bench.poller.once(HOOK)
    assert bot.took == held
    assert stand_in.pending == []


@pytest.mark.parametrize("status", [500, 503, 502, 404])
async def test_the_next_comes_after_the_bot_has_taken_this_one(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot, status: int
) -> None:
    written(stand_in, "one", "two")
    bot.answers.extend([status, status, status])
    await bench.poller.once(HOOK)
    assert texts(bot) == ["one", "two"]
    assert bench.pauses == [1.0, 2.0, 4.0]
    assert bench.told == ["The bot cannot take messages at the moment. Trying again.", "It works again."]


@pytest.mark.parametrize(
    ("fault", "pause"), [(Fault.BUSY, 1.0), (Fault.SERVER_ERROR, 1.0), (Fault.HALF_SENT, 1.0)]
)
async def test_telegram_fails(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot, fault: Fault, pause: float
) -> None:
    written(stand_in, "one")
    stand_in.faults.append(fault)
    await bench.poller.once(HOOK)
    assert texts(bot) == ["one"]
    assert bench.pauses == [pause]


async def test_nothing_is_confirmed_before_the_bot_has_it(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot
) -> None:
    """Stopped in between, the next poller gets the update again; the bot knows it by its number."""
    written(stand_in, "one")
    await bench.poller.once(HOOK)
    await bench.made(SECRET).once(HOOK)
    assert texts(bot) == ["one", "one"]
    assert bot.took[0]["update_id"] == bot.took[1]["update_id"]


async def test_numbers_may_begin_anew_after_a_quiet_time(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot
) -> None:
    later = updates.message(CHAT, 1, 1, text="later")
    written(stand_in, "one")
    stand_in.pending[0]["update_id"] = 1_000
    await bench.poller.once(HOOK)
    await bench.poller.once(HOOK)
    stand_in.pending.append({"update_id": 7, "message": later})
    await bench.poller.once(HOOK)
    assert texts(bot) == ["one", "later"]


async def test_what_the_answer_asks_for_is_done(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot
) -> None:
    """With the store down, the words are in the answer to the webhook."""
    written(stand_in, "one", "two")
    asked = {"method": "sendMessage", "chat_id": CHAT, "text": "Here is help."}
    bot.answers.append(asked)
    await bench.poller.once(HOOK)
    assert [each["text"] for each in stand_in.sent] == ["Here is help."]
    assert texts(bot) == ["one", "two"]


async def test_somebody_who_has_gone_does_not_hold_up_others(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot
) -> None:
    written(stand_in, "one", "two")
    stand_in.blocked.add(CHAT)
    bot.answers.append({"method": "sendMessage", "chat_id": CHAT, "text": "Here is help."})
    await bench.poller.once(HOOK)
    assert texts(bot) == ["one", "two"]


async def test_wrong_token_ends_it(api_url: str) -> None:
    bench = Bench(api_url, "http://127.0.0.1:1", token="2:wrong")
    with pytest.raises(PollError, match="WAYMARK_TELEGRAM_TOKEN"):
        await bench.poller.run(HOOK)
    await bench.close()


@pytest.mark.parametrize("why", ["secret", "nobody", "webhook"])
async def test_what_stands_in_the_way_is_told_once(
    bench: Bench, stand_in: TelegramStandIn, bot: FakeBot, why: str
) -> None:
    written(stand_in, "one")
    poller = bench.made("foreign" if why == "secret" else SECRET)
    if why == "nobody":
        bench.bot.base_url = httpx.URL(f"http://127.0.0.1:{free_port()}")
    if why == "webhook":
        stand_in.webhook["url"] = "https://waymark.example.org"
    running = asyncio.ensure_future(poller.once(HOOK))
    while len(bench.pauses) < 8:  # noqa: ASYNC110 (pauses take no time here)
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running])
    assert bench.pauses[:8] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    words = {"secret": "the same data folder", "nobody": "No bot answers", "webhook": "a webhook is set"}
    assert len(bench.told) == 1
    assert words[why] in bench.told[0]


async def test_a_webhook_is_taken_away_first(bench: Bench, stand_in: TelegramStandIn, bot: FakeBot) -> None:
    stand_in.webhook["url"] = "https://waymark.example.org"
    written(stand_in, "one")
    bot.then = lambda update: running.cancel()  # noqa: ARG005 (any)
    running = asyncio.ensure_future(bench.poller.run(HOOK))
    await asyncio.wait([running], timeout=5)
    assert stand_in.webhook["url"] == ""
    assert texts(bot) == ["one"]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_command_hands_over_and_stops_cleanly(
    api_url: str, stand_in: TelegramStandIn, tmp_path: Path, by: signal.Signals
) -> None:
    secret = key_file.load_or_create(tmp_path / "waymark.key").secret(SECRET_PURPOSE)
    port = free_port()
    chosen = {"DATA_DIR": tmp_path, "PORT": port, "TELEGRAM_API_URL": api_url}
    environment = os.environ | {f"WAYMARK_{name}": str(value) for name, value in chosen.items()}
    written(stand_in, "one")
    command = [sys.executable, "-u", "-m", "bot", "telegram", "poll"]
    pipe = subprocess.PIPE
    with (
        fake_bot(secret, port) as (made, _),
        subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as process,
    ):
        made.then = lambda update: process.send_signal(by)  # noqa: ARG005 (any)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert output == "Fetching messages from Telegram. Ctrl-C ends it.\nGoodbye.\n"
    assert texts(made) == ["one"]
