"""A real bot in a process of its own, on a free port of loopback, that can be killed and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]


class BotProcess:
    """Starts ``python -m bot serve`` (or another command) over a data folder; the folder stays when it dies."""

    def __init__(self, data_dir: Path, engine_url: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self.log = data_dir / "bot.log"
        self.environment = os.environ | {
            "WAYMARK_DATA_DIR": str(data_dir),
            "WAYMARK_PORT": str(self.port),
            "WAYMARK_ENGINE_URL": engine_url,
            **{f"WAYMARK_{name.upper()}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str] = ("-m", "bot", "serve"), seconds: float = 60) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(f"the bot stopped: {self.log.read_text()[-2000:]}")
            try:
                if httpx.get(f"{self.url}/health/live", timeout=1).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the bot did not start in time")

    def wait_for_death(self, seconds: float = 30) -> int:
        """Wait until it has died by itself."""
        assert self._process is not None
        return self._process.wait(seconds)

    def kill(self) -> None:
        """Kill -9."""
        self._stop(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, as a supervisor does."""
        self._stop(signal.SIGTERM)

    def _stop(self, with_signal: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(with_signal)
            self._process.wait(20)
