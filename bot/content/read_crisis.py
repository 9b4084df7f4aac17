"""content/crisis/: lines.yml holds each number once; <card>.yml holds words, with ``{phones}`` and ``{<service id>}``."""

from collections.abc import Mapping
from pathlib import Path

from bot.content import placeholders
from bot.content.model import Card, Line
from bot.content.read_topics import check_sms
from bot.content.review import REVIEW_FIELDS, read_choices, read_review
from bot.content.segments import parts
from bot.content.vocabulary import EMERGENCY_SERVICE
from bot.directory.numbers import NOT_A_NUMBER, Numbers, is_uk_number
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

LINES_FILE = "lines.yml"
_CARD_FIELDS = ("title", *REVIEW_FIELDS, "show_as", "lines", "web", "sms", "choices")
_PHONES = "phones"


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


def read_card(path: Path, file: str, lines: Mapping[str, Line]) -> tuple[Card, Document]:
    """Read one card and fill in its numbers; the Document holds the problems."""
    document = read_yaml(path, file)
    top = Record(document)
    top.only(_CARD_FIELDS)
    shown = top.texts("lines", empty=True)
    for service in shown:
        if service not in lines:
            top.refuse(
                "lines", f"unknown line '{service}': the lines of {LINES_FILE} are {', '.join(sorted(lines))}"
            )
    of_card = tuple(lines[service] for service in shown if service in lines)
    card = Card(
        id=path.stem,
        title=top.text("title"),
        review=read_review(top),
        show_as=top.one_of("show_as", ("card", "text")),
        lines=of_card,
        text=_filled(
            top, "web", lines, phones="\n".join(f"- {line.name}: {line.detail}" for line in of_card)
        ),
        sms=_filled(top, "sms", lines, phones=None),
        choices=read_choices(top),
    )
    _check_numbers(top, card, lines)
    return card, document


def _line(record: Record) -> Line:
    record.only(("service", "name", "phone", "text", "detail"))
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
    return Line(record.text("service"), record.text("name"), kind, number, detail)


def _check_number(record: Record, line: Line, known: Numbers) -> None:
    if line.number and not is_uk_number(line.number):
        record.refuse(line.kind, f"'{line.number}' {NOT_A_NUMBER}")
    elif line.number and line.service in known and known[line.service][line.kind] != line.number:
        problem = f"the {line.kind} number of {line.service} is not the one in regions/: make them agree"
        record.refuse(line.kind, problem)


def _filled(record: Record, name: str, lines: Mapping[str, Line], *, phones: str | None) -> str:
    text = record.text(name)
    values = {service: line.number for service, line in lines.items()}
    if phones:
        values[_PHONES] = phones
    problem = placeholders.problem(text, values)
    if problem:
        record.refuse(name, f"'{name}': {problem}")
        return ""
    return placeholders.fill(text, values)


def _check_numbers(record: Record, card: Card, lines: Mapping[str, Line]) -> None:
    if not card.sms or not card.text:
        return
    check_sms(record, "sms", card.sms)
    named = [name for name in placeholders.names_in(record.text("sms")) if name in lines]
    first = parts(card.sms)[0]
    for service in dict.fromkeys(named):
        if lines[service].number not in first:
            record.refuse(
                "sms", f"'sms': the number of {service} must be in the first 153 characters: move it up"
            )
    in_web = set(placeholders.names_in(record.text("web"))) | {line.service for line in card.lines}
    for name, services in (("web", in_web), ("sms", set(named))):
        if card.show_as == "card" and EMERGENCY_SERVICE not in services:
            record.refuse(name, f"'{name}' must show {EMERGENCY_SERVICE}: add {{{EMERGENCY_SERVICE}}}")
