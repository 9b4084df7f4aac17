"""Writing down that somebody has confirmed a row: three cells of one line change, and not a byte of any other.

The file stays the editor's: its separator, quotation marks, line ends and byte order mark are kept.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.directory.model import Assurance, Service

_LONGEST_NAME = 80
_SEPARATORS = ",;\t"


class ConfirmError(Exception):
    """A confirmation that cannot be written down; the message says what to do."""


def check(service: Service, *, by: str, on: date, today: date, still_there: bool) -> None:
    """Raise ConfirmError for what nobody can have confirmed."""
    if not by.strip():
        raise ConfirmError("Nobody is named: say with --by who of the service's owner confirmed it.")
    if not by.isprintable() or len(by) > _LONGEST_NAME or by.strip()[0] in "=+@-#":
        raise ConfirmError(f"--by takes a name of at most {_LONGEST_NAME} letters that begins with a letter.")
    if on > today:
        raise ConfirmError(f"{on} is still to come: give the day on which it was confirmed.")
    if service.confirmed_on and on < date.fromisoformat(service.confirmed_on):
        raise ConfirmError(
            f"{service.id} was confirmed later, on {service.confirmed_on}: look at the date again."
        )
    if service.assurance is Assurance.STALE and not still_there:
        raise ConfirmError(
            f"{service.id} is stale: if its owner says that it still exists and every fact in its row is right, "
            "add --still-there."
        )


def confirm(path: Path, service_id: str, *, by: str, on: date) -> None:
    """Write it into this services.csv in one step; ConfirmError if the row is not there or the file cannot be changed."""
    path = path.resolve()
    try:
        _write(path, service_id, by=by.strip(), on=on)
    except OSError as error:
        raise ConfirmError(f"{path} cannot be written: {error.strerror}.") from error


def _write(path: Path, service_id: str, *, by: str, on: date) -> None:
    raw = path.read_bytes()
    changed = confirmed(raw, service_id, by=by, on=on)
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, fresh)
        if path.read_bytes() != raw:
            raise ConfirmError(f"{path.name} has just been changed by somebody else: try again.")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def confirmed(raw: bytes, service_id: str, *, by: str, on: date) -> bytes:
    """The bytes of a services.csv with this row confirmed. Pure."""
    cells = {"assurance": str(Assurance.CONFIRMED), "confirmed_on": on.isoformat(), "confirmed_by": by}
    records = list(_records(raw.decode("utf-8")))
    header = records[0] if records else ""
    separator = max(_SEPARATORS, key=header.count)
    names = [_plain(each) for each in _cells(header, separator)]
    if missing := [each for each in ("id", *cells) if each not in names]:
        raise ConfirmError(
            f"services.csv has no column {missing[0]}: run 'python -m bot directory validate'."
        )
    for number, record in enumerate(records[1:], start=1):
        written = _cells(record, separator)
        if len(written) == len(names) and _plain(written[names.index("id")]) == service_id:
            for name, value in cells.items():
                index = names.index(name)
                written[index] = _like(written[index], value, separator)
            records[number] = separator.join(written)
            return "".join(records).encode()
    raise ConfirmError(f"No row has the id '{service_id}': 'python -m bot directory find' lists ids.")


def _records(text: str) -> Iterator[str]:
    """The records as they are written, each with its line end: a line end between quotation marks ends none."""
    record = ""
    for line in text.splitlines(keepends=True):
        record += line
        # Doubled quotation marks inside a cell do not change whether the number of all is even.
        if record.count('"') % 2 == 0 and line.endswith(("\n", "\r")):
            yield record
            record = ""
    if record:
        yield record


def _cells(record: str, separator: str) -> list[str]:
    """The cells as they are written, quotation marks and the line end included."""
    cells, cell = [], ""
    for part in record.split(separator):
        cell = f"{cell}{separator}{part}" if cell else part
        if cell.count('"') % 2 == 0:
            cells.append(cell)
            cell = ""
    return [*cells, cell] if cell else cells


def _plain(cell: str) -> str:
    bare = cell.strip().strip("\ufeff")
    return bare[1:-1].replace('""', '"').strip() if bare[:1] == '"' == bare[-1:] else bare


def _like(written: str, value: str, separator: str) -> str:
    """The value in quotation marks if the cell had them or needs them; with the line end of the cell."""
    end = written[len(written.rstrip("\r\n")) :]
    needed = written.startswith('"') or separator in value or '"' in value
    quoted = value.replace('"', '""')
    return (f'"{quoted}"' if needed else value) + end
