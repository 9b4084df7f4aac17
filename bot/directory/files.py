"""The built files: directory-<version>.db beside a pointer named ``current`` that a build moves in one step."""

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

POINTER = "current"
KEPT = 3
"""So many built files stay, the newest ones: to look at what was said before a change."""


class DirectoryMissingError(Exception):
    """There is no built directory; the message says how to make one."""


def folder(data_dir: Path) -> Path:
    """Where the built files are."""
    return data_dir / "directory"


def built_file(data_dir: Path, version: str) -> Path:
    """The file of one version."""
    return folder(data_dir) / built_name(version)


def built_name(version: str) -> str:
    """The file's name without its folder."""
    return f"directory-{version}.db"


def current_file(data_dir: Path) -> Path | None:
    """The file that the pointer names, if both are there."""
    try:
        name = (folder(data_dir) / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    path = folder(data_dir) / Path(name).name
    return path if path.is_file() else None


def point_to(data_dir: Path, path: Path) -> None:
    """Move the pointer in one step: a reader sees the old file or the new one, whole."""
    fresh = folder(data_dir) / f".{POINTER}-{os.getpid()}"
    with fresh.open("w", encoding="ascii") as file:
        file.write(path.name)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder(data_dir) / POINTER)


def open_built(path: Path) -> Database:
    """Open a built file for reading only, from any thread."""
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        return Database(connection)
    except sqlite3.Error as error:
        raise DirectoryMissingError(
            f"{path.name} cannot be opened: run 'python -m bot directory build'"
        ) from error


def is_whole(path: Path) -> bool:
    """True for a built file that opens and holds all that was written to it."""
    if not path.is_file():
        return False
    try:
        database = open_built(path)
    except DirectoryMissingError:
        return False
    try:
        (row,) = database["build"].rows
        (said,) = database.execute("pragma quick_check").fetchone()
        counted = database["services"].count
        return bool((said, counted, built_name(row["version"])) == ("ok", row["services"], path.name))
    except (sqlite3.Error, ValueError, KeyError):
        return False
    finally:
        database.close()


def prune(data_dir: Path, current: Path) -> None:
    """Remove all but the newest built files. Whoever has one open can go on reading it."""
    files = sorted(folder(data_dir).glob("directory-*.db"), key=_written)
    earlier = [path for path in files if path != current]
    for path in earlier[: 1 - KEPT]:
        discard(path)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # another build has just removed it
        return 0


def discard(path: Path) -> None:
    """Remove a file that was being built, with what SQLite put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
