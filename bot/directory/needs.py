"""What people look for, as editors write it in content/regions/needs.csv: read, checked, and which rows answer it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.directory.model import Kind, Need, Service
from bot.directory.sheet import Fault, listed, read_sheet

NEEDS_FILE = "content/regions/needs.csv"
NEED_COLUMNS = ("id", "name", "kinds", "words")
_ID = re.compile(r"[a-z]+(_[a-z]+)*")
_WORDS = re.compile(r"[a-z0-9]+(?:[ '][a-z0-9]+)*")


def read_needs(path: Path) -> tuple[list[Need], list[Fault]]:
    """Read the needs with all that is wrong with them. Without the file there are none."""
    if not path.exists():
        return [], []
    sheet = read_sheet(path, NEEDS_FILE, NEED_COLUMNS)
    needs: list[Need] = []
    ids: dict[str, int] = {}
    means: dict[str, str] = {}
    for line, row in sheet.rows:
        need = Need(id=row["id"], name=row["name"], kinds=listed(row["kinds"]), words=listed(row["words"]))
        if need.id in ids:
            sheet.refuse(line, "id", f"'{need.id}' is also on line {ids[need.id]}: give each need its own id")
        ids.setdefault(need.id, line)
        for name, problem in _problems(need, means):
            sheet.refuse(line, name, problem)
        needs.append(need)
    return needs, sheet.faults


def answers(need: Need, service: Service) -> bool:
    """True if the row is for this need: by its kind, or because it names the need."""
    return str(service.kind) in need.kinds or need.id in listed(service.needs)


def unanswered(needs: Iterable[Need], services: Iterable[Service]) -> list[Need]:
    """The needs for which there is no row."""
    rows = list(services)
    return [need for need in needs if not any(answers(need, service) for service in rows)]


def unreached(needs: Iterable[Need], services: Iterable[Service]) -> list[Service]:
    """The rows that no need leads to: a person finds them only by name."""
    known = list(needs)
    return [service for service in services if not any(answers(need, service) for need in known)]


def _problems(need: Need, means: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(need.id):
        yield "id", f"'{need.id}' must be small letters with '_' between words, such as eating_disorders"
    if not need.name:
        yield "name", 'is empty: write what fits into "I don\'t know of … near Oakham"'
    for kind in need.kinds:
        if kind not in set(Kind):
            yield "kinds", f"'{kind}' is not one of {', '.join(Kind)}"
    if not need.words:
        yield "words", "is empty: write what people say when they look for this, divided by ';'"
    yield from _word_problems(need, means)


def _word_problems(need: Need, means: dict[str, str]) -> Iterator[tuple[str, str]]:
    for words in need.words:
        if not _WORDS.fullmatch(words):
            yield "words", f"'{words:.60}' must be small letters without marks, as in: can't cope"
        elif means.setdefault(words, need.id) != need.id:
            yield "words", f"'{words}' already means {means[words]}: keep it in one place"
