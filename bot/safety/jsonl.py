"""Reads messages from lines of JSON and answers each with a line: what is measured, replayed and tried out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.safety.memory import next_state, standing
from bot.safety.net import SafetyNet
from bot.safety.notice import SafetyState, strongest

Line = dict[str, Any]
_NAMES = ("id", "conversation", "turn")


class _MalformedLineError(ValueError):
    """A line that cannot be answered; the message never holds its words."""


def answer_lines(net: SafetyNet, lines: Iterable[bytes], now: datetime) -> Iterator[Line]:
    """One answer a line, in order. Lines of one ``conversation`` are its turns; a malformed line ends nothing."""
    states: dict[str, SafetyState] = {}
    for number, raw in enumerate(lines, start=1):
        try:
            yield _answer(net, _parse(raw), states, now)
        except _MalformedLineError as error:
            yield {"line": number, "error": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever it is, the other lines are answered
            yield {"line": number, "error": f"this cannot be read ({type(error).__name__})"}


def _parse(raw: bytes) -> Line:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _MalformedLineError("this is not JSON") from error
    if not isinstance(line, dict):
        raise _MalformedLineError("this is not an object")
    if not isinstance(line.get("text"), str):
        raise _MalformedLineError("'text' must be a text")
    if not isinstance(line.get("bot", ""), str | None):
        raise _MalformedLineError("'bot' must be a text")
    told = {field: line[field] for field in _NAMES if line.get(field) is not None}
    for field, value in told.items():
        if not _is_name(value):
            raise _MalformedLineError(f"'{field}' must be a text or a number")
    if not told.keys() & {"id", "conversation"}:
        raise _MalformedLineError("'id' must be a text or a number")
    return told | {"text": line["text"], "bot": line.get("bot")}


def _is_name(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _answer(net: SafetyNet, line: Line, states: dict[str, SafetyState], now: datetime) -> Line:
    name = repr(line["conversation"]) if "conversation" in line else None
    before = states.get(name, SafetyState()) if name else SafetyState()
    if line.get("bot"):
        before = replace(before, asked=net.question_in(line["bot"]))
    notice = net.notice(line["text"], before, now)
    after = next_state(before, line["text"], notice, now)
    if name:
        states[name] = after
    named = ("id",) if "id" in line else ("conversation", "turn")
    return {key: line[key] for key in named if key in line} | {
        "response": str(strongest(notice.response, standing(after))),
        "categories": list(after.signals if after.response.brings_handler else notice.categories),
        "rules": list(notice.rules),
    }
