"""What the soak runs against: a bot in a process of its own, a fake engine, and the providers' stand-ins, all on loopback."""

import asyncio
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.soak.plan import Coming
from bot.channels.stand_in import Fault
from bot.channels.telegram.api import SECRET_PURPOSE
from bot.keys import Keys, load_or_create
from bot.settings import PREFIX
from bot.supervise.child import PARENT
from tests.channels.rig_json import JsonRig
from tests.channels.rig_telegram import TelegramRig
from tests.channels.rig_twilio import TwilioRig
from tests.channels.rigs import Rig
from tests.support.bot_process import BotProcess
from tests.support.fake_engine import FakeEngine

ROOT = Path(__file__).resolve().parents[2]
TURN_SECONDS = 0.2
"""How long the fake engine thinks."""
SMS: dict[str, Callable[[], Rig]] = {"twilio": TwilioRig, "json": JsonRig}
_SERVE = ("-m", "bot.supervise.child", "TERM", sys.executable, "-m", "bot", "serve")


class Faults(deque[Fault]):
    """The faults of one stand-in, which remembers which message was taken by it and then half sent."""

    def __init__(self, rig: Rig) -> None:
        super().__init__()
        self._rig = rig
        self.happened: list[Fault] = []
        self.half_sent: set[int] = set()

    def popleft(self) -> Fault:
        """The next fault happens. A message is half sent right after it was taken, so it is the last one."""
        fault = super().popleft()
        self.happened.append(fault)
        if fault is Fault.HALF_SENT:
            self.half_sent.add(len(self._rig.sent) - 1)
        return fault


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, and what goes wrong with it."""

    rig: Rig
    faults: Faults


@dataclass(slots=True)
class SoakSite:
    """Everything that runs. killed and back: when the bot was killed and answered again (``time.monotonic``)."""

    bot: BotProcess
    keys: Keys
    engine: FakeEngine
    providers: dict[str, Provider]
    killed: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)

    @property
    def store(self) -> Path:
        """The bot's SQLite file."""
        return self.bot.data_dir / "waymark.db"

    def start(self) -> None:
        """Start the bot and wait until it answers."""
        self.bot.start(_SERVE)

    async def kill_and_start(self) -> None:
        """Kill -9, and what a supervisor does next."""
        self.killed.append(time.monotonic())
        await asyncio.to_thread(self.bot.kill)
        await asyncio.to_thread(self.start)
        self.back.append(time.monotonic())

    def memory(self) -> float:
        """Resident memory of the bot, in MB."""
        (process,) = psutil.Process().children()
        return float(process.memory_info().rss / 1e6)


@contextmanager
def running_site(sms: str, calls: Sequence[Coming]) -> Iterator[SoakSite]:
    """Start everything in a folder of its own, on the disk that real data would be on, and remove it in the end."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]  # this machine's own settings
    (ROOT / "var").mkdir(exist_ok=True)
    with ExitStack() as closing:
        made = tempfile.TemporaryDirectory(prefix="soak-", dir=ROOT / "var", ignore_cleanup_errors=True)
        folder = Path(closing.enter_context(made))
        keys = load_or_create(folder / "waymark.key")
        engine = _engine(calls)
        engine_url = closing.enter_context(engine.serving())
        providers: dict[str, Provider] = {}
        settings: dict[str, str] = {}
        for rig in (TelegramRig(lambda: keys.secret(SECRET_PURPOSE)), SMS[sms]()):
            faults = Faults(rig)
            rig.stand_in.faults = faults
            url = closing.enter_context(rig.stand_in.serving())
            settings |= {name: str(value) for name, value in rig.settings(url).items()}
            providers[rig.channel] = Provider(rig, faults)
        # The engine gets more time, and texts may cost more: this is about what gets lost, not about those limits.
        bot = BotProcess(folder, engine_url, engine_seconds="4", sms_daily_pounds="100000", **settings)
        bot.environment[PARENT] = str(os.getpid())
        closing.callback(bot.stop)
        site = SoakSite(bot, keys, engine, providers)
        site.start()
        yield site


def _engine(calls: Sequence[Coming]) -> FakeEngine:
    """Its answer to each message repeats the message's mark."""
    engine = FakeEngine()
    engine.delay = TURN_SECONDS
    for note in {call.note for call in calls}:
        engine.answers[note.text.lower()] = [{"say": {"key": "place.unsure", "place": note.mark}}]
    return engine
