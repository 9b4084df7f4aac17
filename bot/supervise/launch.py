"""Runs supervisord in the foreground of an operator: starts it, tells how far it is, and stops everything on request."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from types import FrameType

from bot.supervise.child import PARENT

# supervisord stops its programs one after the other, each within its own patience.
STOP_SECONDS = 45
TICK_SECONDS = 0.25


class Ending(Enum):
    """How a run came to its end: a signal asked for it, we saw no sense in going on, or supervisord itself died."""

    STOPPED = auto()
    GIVEN_UP = auto()
    DIED = auto()


class Supervisor:
    """One run of supervisord, from start to end. It ends with us: on a signal, or by the kernel if we are killed."""

    def __init__(self, config: Path, *, cwd: Path, env: Mapping[str, str]) -> None:
        self._command = (
            *(sys.executable, "-m", "bot.supervise.child", "TERM"),
            *(sys.executable, "-m", "supervisor.supervisord", "-c", str(config)),
        )
        self._cwd = cwd
        self._env = {**env, PARENT: str(os.getpid())}
        self._signals = 0

    def run(self, go_on: Callable[[], bool]) -> Ending:
        """Run until a signal asks to stop, supervisord ends, or go_on, which is asked again and again, says no."""
        with self._handled_signals():
            # A session of its own: a Ctrl-C or a closed terminal reaches us alone, and we stop it in good order
            # (to supervisord, SIGHUP would mean: start again). The umask keeps logs from other users' eyes.
            process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self._command,
                cwd=self._cwd,
                env=self._env,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                umask=0o077,
            )
            while not self._signals:
                if self._ended(process, TICK_SECONDS):
                    return Ending.DIED
                if not go_on():
                    self._stop(process)
                    return Ending.GIVEN_UP
            say("Stopping.")
            self._stop(process)
            say("Everything has stopped.")
            return Ending.STOPPED

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        """Ask supervisord to stop everything; on a second signal, or too late, kill it and by that its programs."""
        process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while not self._ended(process, TICK_SECONDS):
            if self._signals > 1 or time.monotonic() > deadline:
                process.kill()

    @staticmethod
    def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        return process.returncode is not None

    @contextlib.contextmanager
    def _handled_signals(self) -> Iterator[None]:
        def note(_number: int, _frame: FrameType | None) -> None:
            self._signals += 1

        wanted = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # otherwise nohup has asked us to stay
            wanted.append(signal.SIGHUP)
        before = {number: signal.signal(number, note) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def say(line: str) -> None:
    """Print a line at once. A terminal that is gone must not keep us from stopping."""
    with contextlib.suppress(OSError):
        print(line, flush=True)  # noqa: T201  (the operator's terminal)


def last_line(log: Path) -> str:
    """The last line of a log that is not empty: the sentence with which a process ended."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
