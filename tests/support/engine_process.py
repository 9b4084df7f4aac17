"""A real engine for tests: trains if needed, starts actions and Rasa on free loopback ports, and stops both.

Used as a context manager: ``with EngineProcess(folder) as engine: engine.url, engine.secret, engine.database …``.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-engine" / "bin" / "python"
START_LIMIT = 120.0


class EngineProcess:
    """The engine and its action server, as the real ones are started, with a tracker database of their own."""

    def __init__(self, folder: Path, secret: str = "secret-of-the-tests") -> None:
        self.folder = folder
        self.secret = secret
        self.port, self.actions_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "engine.db"
        self.logs = {"engine": folder / "engine.log", "actions": folder / "actions.log"}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def headers(self) -> Mapping[str, str]:
        """What a request to the turn channel must carry."""
        return {"Authorization": f"Bearer {self.secret}"}

    def pid(self, name: str) -> int:
        """The process id of ``engine`` or ``actions``."""
        return self._processes[name].pid

    def start(self) -> None:
        """Train if the model is not there, start both processes, and wait until they answer."""
        try:
            self.start_actions()
            self.start_engine()
            self.wait()
        except BaseException:
            self.stop()
            raise

    def start_actions(self) -> None:
        """Start the action server, on loopback only."""
        self._run("actions", "rasa_sdk", "--actions", "actions", "--port", str(self.actions_port))

    def start_engine(self) -> None:
        """Start Rasa, on loopback only."""
        self._run("engine", "rasa", "run", "-i", "127.0.0.1", "-p", str(self.port), "-m", str(model()))

    def kill(self, name: str = "engine") -> None:
        """Kill one of the two as a crash would."""
        process = self._processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def restart(self, name: str = "engine") -> None:
        """Start the killed one again, and wait until it answers."""
        {"engine": self.start_engine, "actions": self.start_actions}[name]()
        self.wait()

    def stop(self) -> None:
        """Stop both."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def wait(self) -> None:
        """Return when actions and engine answer; show the end of the log if one has died or is too slow."""
        probes = {
            "actions": f"http://127.0.0.1:{self.actions_port}/health",
            "engine": f"{self.url}/webhooks/turn/health",
        }
        deadline = time.monotonic() + START_LIMIT
        for name, url in probes.items():
            while not self._answers(url):
                if self._processes[name].poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{name} did not start:\n{self.logs[name].read_text()[-3000:]}")
                time.sleep(0.2)

    def _answers(self, url: str) -> bool:
        try:
            return httpx.get(url, headers=dict(self.headers), timeout=2.0, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def _run(self, name: str, module: str, *arguments: str) -> None:
        environment = os.environ | {
            "WAYMARK_ENGINE_DB": str(self.database),
            "WAYMARK_ENGINE_SECRET": self.secret,
            "WAYMARK_ACTIONS_URL": f"http://127.0.0.1:{self.actions_port}/webhook",
            "SANIC_HOST": "127.0.0.1",  # rasa_sdk listens on every address without it
            "RASA_TELEMETRY_ENABLED": "false",
        }
        with self.logs[name].open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [PYTHON, "-m", module, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )


def model() -> Path:
    """The trained model for the files as they are; trains it if it is not there."""
    script = ROOT / "scripts" / "train"
    subprocess.run([script], check=True, capture_output=True)
    path = subprocess.run([script, "--path"], check=True, capture_output=True, text=True).stdout.strip()
    return ROOT / path


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
