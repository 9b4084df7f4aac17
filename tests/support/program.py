"""The whole program as an operator runs it: ``python -m bot run``, over a data folder and on ports of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.support.engine_process import ROOT, model
from tests.support.ports import free_port
from tests.support.watch import until

START_SECONDS = 180
STOP_SECONDS = 60
_PARTS = {"bot": "bot serve", "actions": "rasa_sdk", "engine": "rasa run"}


class Program:
    """``with Program(folder) as program``: started, not yet ready; whatever is left of it at the end is killed."""

    def __init__(self, folder: Path, **settings: object) -> None:
        ports = {name: free_port() for name in ("port", "engine_port", "actions_port")}
        chosen: dict[str, object] = {
            **ports,
            "engine_url": f"http://127.0.0.1:{ports['engine_port']}",
            **settings,
        }
        self.data_dir = folder / "data"
        self.url = f"http://127.0.0.1:{chosen['port']}"
        self._output = folder / "output.txt"
        self._environment = os.environ | {
            f"WAYMARK_{name.upper()}": str(value) for name, value in chosen.items()
        }
        self._environment["WAYMARK_DATA_DIR"] = str(self.data_dir)
        self._process: psutil.Popen | None = None
        self._seen: dict[int, psutil.Process] = {}

    def __enter__(self) -> Self:
        model()
        with self._output.open("wb") as output:
            self._process = psutil.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # a Ctrl-C in the terminal of the tests is not meant for it
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in [self.main, *self.survivors()]:
            if process.is_running():
                process.kill()
        self.main.wait(STOP_SECONDS)

    @property
    def main(self) -> psutil.Popen:
        """What the operator has started."""
        assert self._process is not None
        return self._process

    @property
    def output(self) -> str:
        """What the operator has seen so far."""
        return self._output.read_text(errors="replace")

    def wait_for(self, words: str) -> None:
        """Return when the operator has seen these words."""

        def seen() -> bool:
            assert self.main.poll() is None or words in self.output, f"it has ended: {self.output}"
            return words in self.output

        until(seen, START_SECONDS)
        self.processes()

    def processes(self) -> Sequence[psutil.Process]:
        """All that it has started and that runs now."""
        found: list[psutil.Process] = self.main.children(recursive=True)
        self._seen |= {process.pid: process for process in found}
        return found

    def part(self, name: str) -> psutil.Process:
        """The process of ``bot``, ``actions`` or ``engine``, as soon as there is one."""
        found = until(lambda: [each for each in self.processes() if _PARTS[name] in _command(each)])
        assert len(found) == 1
        return found[0]

    def interrupt(self) -> int:
        """Ctrl-C; gives the exit status when it has ended."""
        self.processes()
        self.main.send_signal(signal.SIGINT)
        return self.ended()

    def ended(self, seconds: float = STOP_SECONDS) -> int:
        """The exit status, when it has ended by itself."""
        status: int = self.main.wait(seconds)
        return status

    def survivors(self) -> list[psutil.Process]:
        """What it has started, as far as we saw, and what still runs."""
        return [each for each in self._seen.values() if _runs(each)]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
