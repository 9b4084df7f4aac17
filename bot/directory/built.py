"""A built file read back as the packs it was made of: for comparing, exporting and going back, not for answering people."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar, get_origin

from sqlite_utils import Database

from bot.directory.files import FORMAT, built_files, held, is_whole, open_built, version_of, withdrawn
from bot.directory.model import Need, Place, Region, Service
from bot.directory.pack import Packs

T = TypeVar("T", Region, Place, Need)


class BuiltError(Exception):
    """A built file that cannot be read; the message says what to do."""


def read_built(path: Path) -> Packs:
    """Everything that a built file holds. One from an earlier format lacks what it did not know: that is empty."""
    database = open_built(path)
    try:
        return _read(database)
    except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
        problem = f"version {version_of(path)} cannot be read: choose another that 'versions' lists"
        raise BuiltError(problem) from error
    finally:
        database.close()


def format_of(path: Path) -> int:
    """The format in which a file was built; 0 for one that cannot be read."""
    database = open_built(path)
    try:
        return int(next(iter(database["build"].rows))["format"])
    except (sqlite3.Error, StopIteration, KeyError, ValueError):
        return 0
    finally:
        database.close()


def is_fit(path: Path) -> bool:
    """True for a whole file that this Waymark can answer people from."""
    return is_whole(path) and format_of(path) == FORMAT


def to_go_back_to(data_dir: Path) -> Iterator[Path]:
    """The kept builds that are fit to answer from and that nobody went back from, the newest first."""
    away = withdrawn(data_dir) | {held(data_dir)}
    return (path for path in built_files(data_dir) if version_of(path) not in away and is_fit(path))


def _read(database: Database) -> Packs:
    empty = {each.name: each.default for each in fields(Service) if each.default is not MISSING}
    return Packs(
        regions={row["id"]: _record(Region, row) for row in _rows(database, "regions")},
        services=[Service.from_row({**empty, **row}) for row in _rows(database, "services")],
        places=[(row["region"], _record(Place, row)) for row in _rows(database, "places")],
        needs=[_record(Need, row) for row in _rows(database, "needs")],
    )


def _rows(database: Database, table: str) -> Iterator[dict[str, Any]]:
    if table in database.table_names():
        yield from database[table].rows


def _record(cls: type[T], row: dict[str, Any]) -> T:
    cells: dict[str, Any] = {
        each.name: _value(each.type, row[each.name]) for each in fields(cls) if each.name in row
    }
    return cls(**cells)


def _value(kind: object, cell: Any) -> object:  # noqa: ANN401 - whatever SQLite gives back
    """Lists are kept as JSON and flags as 0 or 1 (see ``build``)."""
    if get_origin(kind) in {tuple, frozenset}:
        return tuple(tuple(each) if isinstance(each, list) else each for each in json.loads(cell))
    return bool(cell) if kind is bool else cell
