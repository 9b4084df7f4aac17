"""The built files: directory-<version>.db beside a pointer named ``current`` that a build moves in one step.

After going back, ``held`` names the version of the packs that is not to be built again by itself, and ``withdrawn`` the
versions that were gone back from. ``before`` names the file that was in use before the present one.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

# Part of every version: raise it when the tables of ``build``, or what the checks let through, change.
FORMAT = 4
POINTER = "current"
BEFORE = "before"
HELD = "held"
WITHDRAWN = "withdrawn"
KEPT = 10
"""So many built files stay, the newest ones: to look at what was said before a change, and to go back to it."""


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


def version_of(path: Path) -> str:
    """The version of a built file, by its name."""
    return path.stem.removeprefix("directory-")


def current_file(data_dir: Path) -> Path | None:
    """The file that the pointer names, if both are there."""
    return _named(data_dir, POINTER)


def used_before(data_dir: Path) -> Path | None:
    """The file that was in use before the present one, if that is known and it is still there."""
    return _named(data_dir, BEFORE)


def point_to(data_dir: Path, path: Path) -> None:
    """Move the pointer in one step: a reader sees the old file or the new one, whole."""
    present = current_file(data_dir)
    if present and present != path:
        _write_in_one_step(folder(data_dir) / BEFORE, present.name)
    _write_in_one_step(folder(data_dir) / POINTER, path.name)


def held(data_dir: Path) -> str:
    """The version of the region packs that somebody went back from, and that no start builds again; empty if none."""
    return _read(folder(data_dir) / HELD)


def hold(data_dir: Path, version: str) -> None:
    """Hold a version of the region packs back until they change or somebody builds."""
    _write_in_one_step(folder(data_dir) / HELD, version)


def release(data_dir: Path) -> None:
    """Hold nothing back."""
    (folder(data_dir) / HELD).unlink(missing_ok=True)


def withdrawn(data_dir: Path) -> frozenset[str]:
    """The versions that somebody went back from, and that have not been used again since."""
    return frozenset(_read(folder(data_dir) / WITHDRAWN).split())


def withdraw(data_dir: Path, versions: Iterable[str]) -> None:
    """Write down which versions are withdrawn: these, of those that are kept, and no others."""
    kept = sorted(set(versions) & set(map(version_of, built_files(data_dir))))
    if kept:
        _write_in_one_step(folder(data_dir) / WITHDRAWN, "\n".join(kept))
    else:
        (folder(data_dir) / WITHDRAWN).unlink(missing_ok=True)


def _named(data_dir: Path, pointer: str) -> Path | None:
    path = folder(data_dir) / Path(_read(folder(data_dir) / pointer)).name
    return path if path.is_file() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _write_in_one_step(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


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
    earlier = [path for path in built_files(data_dir) if path != current]
    for path in earlier[KEPT - 1 :]:
        discard(path)


def built_files(data_dir: Path) -> list[Path]:
    """The built files that are kept, the newest first."""
    return sorted(folder(data_dir).glob("directory-*.db"), key=written, reverse=True)


def written(path: Path) -> int:
    """When a file was built, or built again, in nanoseconds since 1970; 0 if it is gone."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # another build has just removed it
        return 0


def stamp(path: Path) -> tuple[Path, int, int]:
    """What tells a file from one that takes its place under the same name; zeros if it is gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return path, 0, 0
    return path, found.st_ino, found.st_mtime_ns


def discard(path: Path) -> None:
    """Remove a file that was being built, with what SQLite put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
