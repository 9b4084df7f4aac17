"""Numbers that are known to be wrong and still copied: misprints.csv of a region pack names the right one for each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.directory.numbers import NOT_A_NUMBER, is_uk_number
from bot.directory.sheet import Fault, Sheet, read_sheet

MISPRINT_COLUMNS = ("number", "instead", "why")
_NUMBER = re.compile(r"\+?\d(?:[ \-]?\d)+")
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Misprint:
    """A wrong number, the right one, and where the wrong one comes from."""

    number: str
    instead: str
    why: str


Misprints = Mapping[str, Misprint]
"""The misprints of all packs by their digits."""


def read_misprints(folders: Iterable[Path]) -> tuple[dict[str, Misprint], list[Fault]]:
    """Read misprints.csv of each pack that has one, with all that is wrong with them."""
    found: dict[str, Misprint] = {}
    faults: list[Fault] = []
    for folder in folders:
        if (folder / "misprints.csv").exists():
            sheet = read_sheet(
                folder / "misprints.csv", f"content/regions/{folder.name}/misprints.csv", MISPRINT_COLUMNS
            )
            found |= {_digits(each.number): each for each in _taken(sheet)}
            faults += sheet.faults
    return found, faults


def problem_in(text: str, misprints: Misprints) -> str | None:
    """What to write instead of the first misprint in a cell or a line; None if it holds none."""
    for match in _NUMBER.finditer(text) if misprints else ():
        misprint = misprints.get(_digits(match[0]))
        if misprint:
            return f"'{match[0]}' is a known misprint: write {misprint.instead} ({misprint.why})"
    return None


def misprints_in_cards(content_root: Path, misprints: Misprints) -> list[Fault]:
    """The misprints in the crisis cards, by file and line."""
    return [
        Fault(path.relative_to(content_root.parent).as_posix(), number, "", problem)
        for path in sorted(content_root.glob("crisis/**/*.yml"))
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (problem := problem_in(line, misprints))
    ]


def _taken(sheet: Sheet) -> Iterator[Misprint]:
    for line, row in sheet.rows:
        misprint = Misprint(**row)
        if not _NUMBER.fullmatch(misprint.number):
            sheet.refuse(line, "number", f"'{misprint.number}' is not a number: write it as it is misprinted")
        if not is_uk_number(misprint.instead):
            sheet.refuse(line, "instead", f"'{misprint.instead}' {NOT_A_NUMBER}")
        elif _digits(misprint.instead) == _digits(misprint.number):
            sheet.refuse(line, "instead", "is the same number: write the right one")
        if not misprint.why:
            sheet.refuse(line, "why", "is empty: write whose number it is and where the wrong one stands")
        yield misprint


def _digits(number: str) -> str:
    """The digits as they are dialled in the UK: +44 is 0."""
    digits = _NOT_DIGITS.sub("", number)
    return f"0{digits[2:]}" if number.startswith("+44") else digits
