"""Building the directory: region packs, checked, into one versioned SQLite file that readers switch to in one step."""

import hashlib
import json
import logging
import os
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from bot.directory.files import (
    built_file,
    current_file,
    discard,
    folder,
    is_whole,
    open_built,
    point_to,
    prune,
)
from bot.directory.model import Place, Region, Service
from bot.directory.pack import PackError, Packs, pack_folders, read_packs
from bot.directory.sheet import Fault

__all__ = ["Build", "PackError", "build", "ensure_built", "packs_version"]

log = logging.getLogger(__name__)

# Part of every version: raise it when the tables below, or what the checks let through, change.
FORMAT = 2
_PLACE_COLUMNS = ("region", *(each.name for each in fields(Place)))
_PACK_FILES = ("region.yml", "services.csv", "places.csv")


@dataclass(frozen=True, slots=True)
class Build:
    """A built directory. ``faults`` is not empty if the packs could not be built and an earlier file is kept."""

    version: str
    services: int
    path: Path
    faults: tuple[Fault, ...] = ()


def build(content_root: Path, data_dir: Path, *, today: date) -> Build:
    """Build and switch to the result; raise PackError, and change nothing, if anything is wrong.

    The version is a hash of the packs: building again what is there already, and whole, writes nothing.
    """
    packs = read_packs(content_root, today=today)
    version = packs_version(content_root)
    path = built_file(data_dir, version)
    if current_file(data_dir) != path or not is_whole(path):
        folder(data_dir).mkdir(parents=True, exist_ok=True)
        if not is_whole(path):
            _write_whole(packs, version, path)
        point_to(data_dir, path)
        prune(data_dir, path)
    return Build(version, len(packs.services), path)


def ensure_built(content_root: Path, data_dir: Path, *, today: date) -> Build:
    """Build if the packs have changed; if they are broken, keep the directory that is there and say why.

    Raises PackError only if there is none to keep.
    """
    current = current_file(data_dir)
    if current and not is_whole(current):
        log.error("the built directory is damaged and is built again: %s", current.name)
        current = None
    if current and current == built_file(data_dir, packs_version(content_root)):
        return _as_built(current)
    try:
        return build(content_root, data_dir, today=today)
    except PackError as error:
        if current is None:
            raise
        # Each fault says where and what to mend; a traceback would add nothing.
        log.error("the directory cannot be built and the earlier one is kept:\n%s", error)  # noqa: TRY400 - see above
        return _as_built(current, tuple(error.faults))


def packs_version(content_root: Path) -> str:
    """The hash of everything that a build reads."""
    digest = hashlib.sha256(f"format {FORMAT}\n".encode())
    for pack in pack_folders(content_root):
        for name in _PACK_FILES:
            path = pack / name
            raw = path.read_bytes() if path.exists() else b""
            digest.update(f"{pack.name}/{name} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()[:16]


def _as_built(path: Path, faults: tuple[Fault, ...] = ()) -> Build:
    database = open_built(path)
    try:
        (row,) = database["build"].rows
        return Build(str(row["version"]), int(row["services"]), path, faults)
    finally:
        database.close()


def _write_whole(packs: Packs, version: str, path: Path) -> None:
    half = path.with_name(f".building-{version}-{os.getpid()}.db")
    discard(half)
    try:
        _write(packs, version, half)
        half.replace(path)
    finally:
        discard(half)


def _write(packs: Packs, version: str, path: Path) -> None:
    database = Database(path)
    try:
        with database.atomic():
            _write_tables(packs, version, database)
        database.vacuum()
    finally:
        database.close()


def _write_tables(packs: Packs, version: str, database: Database) -> None:
    database.table("build").insert({"version": version, "format": FORMAT, "services": len(packs.services)})
    database.table("regions").insert_all(map(_row, packs.regions.values()), pk="id")
    services = database.table("services")
    services.insert_all(map(_row, packs.services), pk="id")
    services.create_index(["kind", "region"])
    services.enable_fts(
        ["name", "short_name", "description", "eligibility", "town", "place"], tokenize="porter"
    )
    places = database.table("places")
    places.create(dict.fromkeys(_PLACE_COLUMNS, str), pk=("region", "name"))
    places.insert_all({"region": region, **_row(place)} for region, place in packs.places)


def _row(value: Region | Service | Place) -> dict[str, object]:
    return {each.name: _cell(getattr(value, each.name)) for each in fields(value)}


def _cell(value: object) -> object:
    """Numbers as they are, lists as JSON, words as plain text: SQLite does not know our closed lists."""
    if isinstance(value, tuple):
        return json.dumps(value)
    return value if isinstance(value, int) else str(value)
