"""The safety net: its time by length, beside a plain list of patterns and beside Rasa's NLU on the same text; its start."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bench.report import Row, middle, p99
from bench.sizes import Sizes
from bot.safety.load import load_net
from bot.safety.notice import SafetyState

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SENTENCE = "i have been at work all week and my manager keeps asking for more, then my sister rang about mum and i cried. "
TEXT = (_SENTENCE * 3)[:300]
_LONG = 20_000
_PATTERNS = [
    re.compile(rf"\b{verb} (?:to )?{what}\b", re.IGNORECASE)
    for verb in ("want", "wanna", "going", "need", "plan", "try", "wish", "ready")
    for what in ("die", "kill myself", "end (?:my life|it all)", "not be here")
]
"""A plain list of 32, as the simplest of keyword filters would have."""
RULES_MS, WHOLE_MS, LOAD_SECONDS, GROWTH = 3.0, 60.0, 3.0, 1.5


def measure(sizes: Sizes) -> list[Row]:
    """Rows of rules, second net, growth, comparison and start."""
    return _measure(sizes.rounds * 20)


def _measure(rounds: int) -> list[Row]:
    began = time.perf_counter()
    net = load_net(Path("content"))
    loaded = time.perf_counter() - began
    state = SafetyState()
    rules = _times(lambda: net.by_rules(TEXT, state, _NOW), rounds)
    # No text twice: the second net remembers the last ones.
    numbers = count()
    whole = _times(lambda: net.notice(f"{next(numbers)} {TEXT}"[: len(TEXT)], state, _NOW), rounds // 2)
    plain = _times(lambda: [pattern.search(TEXT) for pattern in _PATTERNS], rounds)
    rasa = _rasa(max(rounds // 6, 5))
    long = (_SENTENCE * (_LONG // len(_SENTENCE) + 1))[:_LONG]
    at_length = _times(lambda: net.by_rules(long, state, _NOW), max(rounds // 60, 3))
    growth = middle(at_length) / middle(rules) / (len(long) / len(TEXT))
    return [
        Row("rules, 300 characters, all languages, p50", 1000 * middle(rules), "ms"),
        Row("rules, 300 characters, all languages, p99", 1000 * p99(rules), "ms", RULES_MS),
        Row("rules and second net, 300 characters, p50", 1000 * middle(whole), "ms"),
        Row("rules and second net, 300 characters, p99", 1000 * p99(whole), "ms", WHOLE_MS),
        Row("rules, a character of 20,000 / one of 300", growth, "times", GROWTH),
        Row("rules / a list of 32 patterns, p50", middle(rules) / middle(plain), "times"),
        Row("rules / Rasa's NLU on the same text, p50", middle(rules) / middle(rasa), "times"),
        Row("rules and second net / Rasa's NLU, p50", middle(whole) / middle(rasa), "times"),
        Row("loading rules and second net", loaded, "s", LOAD_SECONDS),
    ]


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    work()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def _rasa(rounds: int) -> list[float]:
    """The seconds of Rasa's NLU pipeline, in the engine's own environment."""
    model = subprocess.run(
        ["scripts/train", "--path"], capture_output=True, text=True, check=True
    ).stdout.strip()
    command = [".venv-engine/bin/python", "bench/rasa_nlu.py", model, str(rounds), TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise RuntimeError("Rasa's NLU could not be measured")
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return seconds
