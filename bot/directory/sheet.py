"""Reading a CSV that came out of a spreadsheet: every cell checked, every problem named by line and field."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\ufeff": None}
)
_FORMULA = re.compile(r"[=+@\-#]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a region pack, said to an editor."""

    file: str
    line: int | None
    field: str
    problem: str

    def __str__(self) -> str:
        where = [self.file, *([str(self.line)] if self.line else []), *([self.field] if self.field else [])]
        return f"{':'.join(where)}: {self.problem}"


@dataclass(slots=True)
class Sheet:
    """The rows of one file with their lines, and the faults found on the way."""

    file: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: int | None, name: str, problem: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.file, line, name, problem))


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, divided by ';'."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def read_sheet(path: Path, file: str, columns: Sequence[str]) -> Sheet:
    """Read a file of exactly these columns, in any order."""
    sheet = Sheet(file)
    text = _text(path, sheet)
    if text is None:
        return sheet
    records = _records(text, sheet, columns)
    header = next(records, (1, []))[1]
    named = _without_empty_end(header)
    if _header_is_good(named, columns, sheet):
        for line, cells in records:
            if len(cells) == len(header) and len(_without_empty_end(cells)) <= len(named):
                _take_row(sheet, line, dict(zip(named, cells, strict=False)))
            else:
                problem = (
                    f"has {len(cells)} cells, not {len(header)}: look for a missing or an extra separator"
                )
                sheet.refuse(line, "", problem)
    return sheet


def _text(path: Path, sheet: Sheet) -> str | None:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        sheet.refuse(line, "", "is not UTF-8: in the spreadsheet choose 'Save as', 'CSV UTF-8'")
        return None
    if "\0" in text:
        sheet.refuse(
            text.count("\n", 0, text.index("\0")) + 1, "", "holds a NUL character: type the line again"
        )
        return None
    return text


def _records(text: str, sheet: Sheet, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not empty with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sheet.refuse(
                line, "", f"cannot be read as CSV ({error}): look for a quotation mark that is never closed"
            )
            return
        cells = [_clean(cell) for cell in cells]
        if any(cells):
            yield line, cells


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """Spreadsheets outside the UK write semicolons or tabs."""
    header = text.partition("\n")[0]
    return max(",;\t", key=lambda mark: len(set(_clean(header).replace('"', "").split(mark)) & set(columns)))


def _clean(cell: str) -> str:
    return cell.translate(_STRAIGHT).strip()


def _header_is_good(header: list[str], columns: Sequence[str], sheet: Sheet) -> bool:
    for name in columns:
        if header.count(name) != 1:
            problem = (
                "is missing: add the column" if name not in header else "is there twice: keep one column"
            )
            sheet.refuse(1, name, problem)
    for name in sorted({*header} - {*columns}):
        sheet.refuse(1, name, "is not a column of this file: remove it, or mend its name")
    return not sheet.faults


def _is_unseen(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}


def _without_empty_end(cells: list[str]) -> list[str]:
    """Spreadsheets save empty columns on the right."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _take_row(sheet: Sheet, line: int, row: dict[str, str]) -> None:
    for name, cell in row.items():
        if _FORMULA.match(cell):
            sheet.refuse(
                line,
                name,
                f"begins with '{cell[0]}', which a spreadsheet takes for a formula: write it plainly",
            )
        elif not cell.isprintable() and any(map(_is_unseen, cell)):
            sheet.refuse(line, name, "holds a character that cannot be seen: type the cell again")
    sheet.rows.append((line, row))
