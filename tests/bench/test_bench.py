"""The bench runs, prints every line and leaves nothing behind. How fast things are is not tested."""

import os
import subprocess
import sys
import uuid

import psutil
import pytest

from tests.support.engine_process import ROOT, model

pytestmark = pytest.mark.engine

MARK = "BENCH_UNDER_TEST"
LINES = (
    "Load at the start:",
    "a turn by the bot's API, p50",
    "a turn by the bot's API, p95",
    "the same straight to the turn channel, p95",
    "the same by Rasa's REST channel, p95",
    "the bot's own part (API turn - its engine call), p95",
    "the bot's own part / the engine's turn, p95",
    "1 at once: by the bot's API",
    "10 at once: by Rasa's REST channel",
    "50 at once: API / REST channel",
    "rules and second net, 300 characters, p99",
    "1000 services: nearest open by need, p99",
    "1000 services: full-text search / scanning in Python",
    "API: turn 35 / turn 2",
    "turn channel, one session: turn 35 / turn 2",
    "memory of the actions",
    "memory of the bot",
    "memory of the engine",
    "memory of the supervisor",
    "crisis card, engine up",
    "crisis card, engine killed",
    "fallback words after kill -9 of the engine",
    "fallback words while the engine hangs",
    "engine back by itself after kill -9",
    "Everything has stopped.",
)


def still_running(mark: str) -> list[str]:
    """The names of the processes that inherited this mark."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                found.append(process.name())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # gone meanwhile, or of another user: not ours
    return found


def test_a_quick_run_prints_every_line_and_leaves_no_process() -> None:
    model()
    mark = uuid.uuid4().hex
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=ROOT,
        env=os.environ | {MARK: mark},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert [line for line in LINES if line not in run.stdout] == []
    assert "not measured" not in run.stdout
    assert still_running(mark) == []
