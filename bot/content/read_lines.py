"""content/crisis/lines.yml: each number once, and how the cards' texts get their numbers."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from bot.content import placeholders
from bot.content.model import Line
from bot.content.segments import parts
from bot.directory.numbers import NOT_A_NUMBER, Numbers, is_uk_number
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

LINES_FILE = "lines.yml"
EMERGENCY_SERVICE = "uk-999"
"""A card that is not only a question always shows this service, and a text message shows it in its first segment."""
_MENU = "\n" * 160
"""As long as anything that could follow: whatever stands in the first part then stands there always."""
_LITERAL = re.compile(r"(?<!\w)\d(?:[ -]?\d){2,}")


def read_lines(path: Path, file: str, *, known: Numbers) -> tuple[dict[str, Line], Document]:
    """Read the numbers: service id → line. A number must be one, and the one that ``known`` has for the service."""
    document = read_yaml(path, file)
    top = Record(document)
    top.only(("lines",))
    found: dict[str, Line] = {}
    for record in top.records("lines"):
        line = _line(record)
        _check_number(record, line, known)
        if line.service in found:
            record.refuse("service", f"'{line.service}' is here twice: keep one")
        found[line.service] = line
    return found, document


def filled(record: Record, name: str, lines: Mapping[str, Line], **more: str) -> str:
    """A text of a card with its numbers filled in; ``more`` are the other placeholders that it can use."""
    text = record.text(name)
    values = {service: line.number for service, line in lines.items()} | more
    problem = placeholders.problem(text, values)
    if problem:
        record.refuse(name, f"'{name}': {problem}")
        return ""
    aside = [each for each in placeholders.names_in(text) if each in lines and lines[each].set_aside]
    if aside:
        problem = f"'{name}' names {aside[0]}, which {LINES_FILE} sets aside: write the sentence without it"
        record.refuse(name, problem)
    if _LITERAL.search(placeholders.fill(text, dict.fromkeys(values, ""))):
        record.refuse(
            name, f"'{name}' holds a number: add it to {LINES_FILE}, and write {{its-service}} here"
        )
    return placeholders.fill(text, values)


def named_in(record: Record, name: str, lines: Mapping[str, Line]) -> list[str]:
    """The services whose numbers a text holds, each once, in order."""
    return [each for each in dict.fromkeys(placeholders.names_in(record.text(name))) if each in lines]


def check_first_segment(record: Record, name: str, sms: str, lines: Mapping[str, Line]) -> None:
    """The parts of a long text message can come late or alone, so all its numbers stand in the first.

    A short one becomes long when a numbered menu follows, and its first part is then a little shorter.
    """
    first = parts(sms + _MENU)[0]
    for service in named_in(record, name, lines):
        if lines[service].number not in first:
            room = f"the first {len(first)} characters"
            record.refuse(name, f"'{name}': the number of {service} must be in {room}: move it up")


def check_emergency(record: Record, name: str, services: Collection[str]) -> None:
    """A card must say where to turn when a life is in danger."""
    if EMERGENCY_SERVICE not in services:
        record.refuse(name, f"'{name}' must show {EMERGENCY_SERVICE}: add {{{EMERGENCY_SERVICE}}}")


def _line(record: Record) -> Line:
    record.only(("service", "name", "phone", "text", "detail", "set_aside"))
    kind = "text" if "text" in record.data else "phone"
    if "text" in record.data and "phone" in record.data:
        record.refuse("text", "give 'phone' or 'text', not both: one line is one number")
    number = record.text(kind)
    detail = record.text("detail")
    problem = placeholders.problem(detail, ("number",))
    if detail and problem:
        record.refuse("detail", f"'detail': {problem}")
    elif detail and "number" not in placeholders.names_in(detail):
        record.refuse("detail", "'detail' must hold {number}, where the number is to stand")
    else:
        detail = placeholders.fill(detail, {"number": number})
    aside = record.text("set_aside") if "set_aside" in record.data else ""
    return Line(record.text("service"), record.text("name"), kind, number, detail, aside)


def _check_number(record: Record, line: Line, known: Numbers) -> None:
    if line.number and not is_uk_number(line.number):
        record.refuse(line.kind, f"'{line.number}' {NOT_A_NUMBER}")
    elif line.number and line.service in known and known[line.service][line.kind] != line.number:
        problem = f"the {line.kind} number of {line.service} is not the one in regions/: make them agree"
        record.refuse(line.kind, problem)
