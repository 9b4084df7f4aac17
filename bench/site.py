"""A whole Waymark of its own for the bench: bot, engine and actions under the supervisor, on free ports of loopback.

The engine also opens Rasa's own REST channel, to compare with. Everything ends with this process, also by kill -9.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psutil

from bot.settings import PREFIX, Settings
from bot.supervise import config
from bot.supervise.child import PARENT
from bot.supervise.operate import current_model
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
SECRET = "secret-of-the-bench"
START_SECONDS = 120.0
_MARKS = {"bot": "serve", "engine": "rasa", "actions": "rasa_sdk"}


class SiteError(Exception):
    """The processes cannot be measured; the text is one sentence for whoever runs the bench."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the processes answer, and who they are."""

    bot_url: str
    engine_url: str
    model: Path
    supervisor: psutil.Process

    @property
    def engine_headers(self) -> dict[str, str]:
        """What opens the turn channel."""
        return {"Authorization": f"Bearer {SECRET}"}

    def processes(self) -> dict[str, psutil.Process]:
        """The processes that run now, by name."""
        found = {"supervisor": self.supervisor}
        for child in self.supervisor.children():
            words = child.cmdline()
            found |= {name: child for name, mark in _MARKS.items() if mark in words}
        return found

    def engine_is_ready(self) -> bool:
        """True if the engine has loaded its model."""
        return _status(f"{self.engine_url}/webhooks/turn/health", self.engine_headers) == 200

    def bot_is_ready(self) -> bool:
        """True if the bot and everything it needs are in order."""
        return _status(f"{self.bot_url}/health/ready", {}) == 200


@contextmanager
def running_site() -> Iterator[Site]:
    """Start everything in a folder of its own, on the disk that real data would be on, and remove it in the end."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var", ignore_cleanup_errors=True) as folder:
        settings = _settings(Path(folder))
        model = current_model(ROOT)
        process = _start(settings, model)
        try:
            site = Site(
                bot_url=f"http://127.0.0.1:{settings.port}",
                engine_url=settings.engine_url,
                model=model,
                supervisor=psutil.Process(process.pid),
            )
            wait_until(lambda: site.engine_is_ready() and site.bot_is_ready(), START_SECONDS, "did not start")
            yield site
        finally:
            _stop(process)


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait for a state of the processes; give the seconds it took, or raise SiteError."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise SiteError(f"The processes {what} in {seconds:.0f} s.")
        time.sleep(0.1)
    return time.monotonic() - began


def _settings(folder: Path) -> Settings:
    engine_port = free_port()
    given = {
        "data_dir": folder,
        "port": free_port(),
        "engine_port": engine_port,
        "engine_url": f"http://127.0.0.1:{engine_port}",
        "actions_port": free_port(),
        "engine_secret": SECRET,
    }
    return Settings.model_validate(given)


def _start(settings: Settings, model: Path) -> subprocess.Popen[bytes]:
    file = settings.data_dir / "supervisord.conf"
    config.log_folder(settings.data_dir).mkdir()
    programs = tuple(_for_the_bench(each) for each in config.programs(settings, model=model))
    file.write_text(config.config_text(programs, settings.data_dir))
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "bot.supervise.child", "TERM"),
            *(sys.executable, "-m", "supervisor.supervisord", "-c", str(file)),
        ],
        cwd=ROOT,
        env=_environment(settings),
        stdin=subprocess.DEVNULL,
    )


def _for_the_bench(program: config.Program) -> config.Program:
    own = ("bench/credentials.yml" if word == "credentials.yml" else word for word in program.command)
    return replace(program, command=tuple(own))


def _environment(settings: Settings) -> dict[str, str]:
    """Waymark's defaults, whatever this machine's own settings are, but for ports, folder and secret."""
    machine = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    own = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": "",
        "PORT": str(settings.port),
        "ENGINE_URL": settings.engine_url,
        "ENGINE_SECRET": SECRET,
    }
    return machine | {PREFIX + name: value for name, value in own.items()} | {PARENT: str(os.getpid())}


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(45)
    except subprocess.TimeoutExpired:
        process.kill()  # the kernel ends its programs with it
        process.wait()


def _status(url: str, headers: dict[str, str]) -> int:
    try:
        return httpx.get(url, headers=headers, timeout=5, trust_env=False).status_code
    except httpx.TransportError:
        return 0  # not up yet: that is what is asked
