"""What must hold for any text: the safety net answers, no part of it fails, it points into the text, it is not slow."""

import json
import time
from datetime import UTC, datetime

from bot.safety.jsonl import answer_lines
from bot.safety.memory import next_state
from bot.safety.net import SafetyNet
from bot.safety.notice import SafetyState

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS = 1.0
"""Of this thread's own work: a busy machine makes no text slow."""
_SECONDS_A_CHARACTER = 0.0001


class WrongError(AssertionError):
    """The safety net did what it must not do."""


def check_text(net: SafetyNet, text: str) -> None:
    """Raise WrongError unless two messages of this text, one after the other, are answered as they must be."""
    began = time.thread_time()
    state = SafetyState()
    for _ in range(2):
        notice = net.notice(text, state, _NOW)
        if notice.failed:
            raise WrongError(f"failed: {notice.failed}")
        if not all(0 <= span.start < span.end <= max(1, len(text)) for span in notice.spans):
            raise WrongError("a span lies outside the text")
        state = next_state(state, text, notice, _NOW)
    if time.thread_time() - began > _SECONDS + _SECONDS_A_CHARACTER * len(text):
        raise WrongError("too slow")


def check_line(net: SafetyNet, raw: bytes) -> None:
    """Raise WrongError unless this line has one answer, which is JSON."""
    (answer,) = answer_lines(net, [raw], _NOW)
    if not ({"response"} <= answer.keys() or {"line", "error"} == answer.keys()):
        raise WrongError("an answer that is none")
    json.dumps(answer)
