"""Building the directory: region packs, checked, into one versioned SQLite file that readers switch to in one step."""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from bot.directory import hsds, outcodes
from bot.directory.built import is_fit, to_go_back_to
from bot.directory.files import (
    FORMAT,
    built_file,
    current_file,
    discard,
    folder,
    held,
    open_built,
    point_to,
    prune,
    release,
    withdraw,
    withdrawn,
)
from bot.directory.model import Need, Place, Region, Service
from bot.directory.pack import PackError, Packs, pack_folders, read_packs
from bot.directory.places import Gazetteer
from bot.directory.sheet import Fault
from bot.directory.terms import terms

__all__ = ["Build", "PackError", "build", "ensure_built", "packs_version"]

log = logging.getLogger(__name__)

_OUTCODES = Path(outcodes.__file__).with_name("outcodes.csv")
_PACK_FILES = ("region.yml", "services.csv", "places.csv", "misprints.csv")
_TRIES = 5
_SEARCHED = ("name", "short_name", "description", "what_happens", "eligibility", "owner", "town", "place")


@dataclass(frozen=True, slots=True)
class Build:
    """A built directory. ``faults`` is not empty if the packs could not be built and an earlier file is kept."""

    version: str
    services: int
    path: Path
    faults: tuple[Fault, ...] = ()


def build(content_root: Path, data_dir: Path, *, today: date) -> Build:
    """Build and switch to the result; raise PackError, and change nothing, if anything is wrong.

    The version is a hash of the packs: building again what is there already, and whole, writes nothing. Nothing is held
    back afterwards (see ``versions``).
    """
    packs, version = _read_at_rest(content_root, today)
    path = built_file(data_dir, version)
    if current_file(data_dir) != path or not is_fit(path):
        folder(data_dir).mkdir(parents=True, exist_ok=True)
        if is_fit(path):
            path.touch()  # now the newest, so the one before it is the one to go back to
        else:
            _write_whole(packs, version, path)
        point_to(data_dir, path)
        prune(data_dir, path)
    release(data_dir)
    withdraw(data_dir, withdrawn(data_dir) - {version})
    return Build(version, len(packs.services), path)


def ensure_built(content_root: Path, data_dir: Path, *, today: date) -> Build:
    """Build if the packs have changed; if they are broken, keep the directory that is there and say why.

    After going back, no damage brings what is held back while another kept build can be used. Raises PackError only if
    there is none to keep.
    """
    wanted = packs_version(content_root)
    back = held(data_dir) == wanted
    current = _usable(data_dir, back=back)
    if current and (back or current == built_file(data_dir, wanted)):
        return _as_built(current)
    try:
        return build(content_root, data_dir, today=today)
    except PackError as error:
        if current is None:
            raise
        # Each fault says where and what to mend; a traceback would add nothing.
        log.error("the directory cannot be built and the earlier one is kept:\n%s", error)  # noqa: TRY400 - see above
        return _as_built(current, tuple(error.faults))


def _usable(data_dir: Path, *, back: bool) -> Path | None:
    """The present file, if it can be used; after going back, else the newest other that can, which it points to."""
    current = current_file(data_dir)
    if current and is_fit(current):
        return current
    if current:
        log.error("the built directory is damaged, or was built by another Waymark: %s", current.name)
    other = next(to_go_back_to(data_dir), None) if back else None
    if other:
        log.error("what the packs give now is held back, so the bot uses %s", other.name)
        point_to(data_dir, other)
    return other


def _read_at_rest(content_root: Path, today: date) -> tuple[Packs, str]:
    """The packs and their version: read again if somebody saves meanwhile, so that both are of the same files."""
    for _ in range(_TRIES):
        version = packs_version(content_root)
        try:
            packs = read_packs(content_root, today=today)
        except PackError:
            if packs_version(content_root) == version:
                raise
            continue  # the faults may be those of a file that was half saved
        if packs_version(content_root) == version:
            return packs, version
    problem = "changed each time it was read: build again when nobody is saving files in it"
    raise PackError([Fault("content/regions", None, "", problem)])


def packs_version(content_root: Path) -> str:
    """The hash of everything that a build reads."""
    digest = hashlib.sha256(f"format {FORMAT}\n".encode())
    paths = [pack / name for pack in pack_folders(content_root) for name in _PACK_FILES]
    for path in (*paths, content_root / "regions" / "needs.csv", _OUTCODES):
        raw = path.read_bytes() if path.exists() else b""
        digest.update(f"{path.parent.name}/{path.name} {len(raw)}\n".encode() + raw)
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
    _fill(database, "regions", _columns(Region), map(_row, packs.regions.values()))
    _write_services(packs, database)
    places = ({"region": region, **_row(place)} for region, place in packs.places)
    _fill(database, "places", {"region": str, **_columns(Place)}, places, pk=("region", "name"))
    _fill(database, "needs", _columns(Need), map(_row, packs.needs))
    for name, rows in hsds.tables(packs).items():
        columns = {each: int if each in hsds.NUMBERS else str for each in hsds.COLUMNS[name].split()}
        database.table(name).create(columns, pk="id", foreign_keys=hsds.refers_to(name))
        _insert(database, name, columns, rows)


def _write_services(packs: Packs, database: Database) -> None:
    spots = {"easting": int, "northing": int}
    rows = list(_services(packs))
    _fill(database, "services", _columns(Service) | spots, rows)
    services = database.table("services")
    services.create_index(["kind", "region"])
    services.enable_fts(_SEARCHED, tokenize="porter")
    where = {row["id"]: {"region": row["region"], **{name: row[name] for name in spots}} for row in rows}
    found = (
        {"term": term, "service_id": service.id, **where[service.id]}
        for term, service in terms(packs.services, packs.needs)
    )
    columns = {"term": str, "region": str, **spots, "service_id": str}
    _fill(database, "terms", columns, found, pk=("term", "service_id"))
    database.table("terms").create_index(["term", "region", *spots, "service_id"])


def _fill(
    database: Database,
    name: str,
    columns: Mapping[str, type],
    rows: Iterable[Mapping[str, object]],
    *,
    pk: str | tuple[str, ...] = "id",
) -> None:
    database.table(name).create(dict(columns), pk=pk)
    _insert(database, name, columns, rows)


def _insert(
    database: Database, name: str, columns: Mapping[str, type], rows: Iterable[Mapping[str, object]]
) -> None:
    """All rows at once: sqlite-utils looks at each cell, which takes most of the time of a large build."""
    names, marks = ", ".join(f'"{each}"' for each in columns), ", ".join("?" * len(columns))
    statement = f'insert into "{name}" ({names}) values ({marks})'  # noqa: S608 - our own names
    database.conn.executemany(statement, (tuple(map(row.get, columns)) for row in rows))


def _services(packs: Packs) -> Iterable[dict[str, object]]:
    centroids = outcodes.centroids()
    gazetteers = {
        region: Gazetteer.of([place for each, place in packs.places if each == region], ())
        for region in packs.regions
    }
    for service in packs.services:
        gazetteer = gazetteers[service.region]
        place = gazetteer.places.get(service.place)
        spot = centroids.get(service.outcode) or (gazetteer.centre(place) if place else None)
        easting, northing = spot or (None, None)
        yield {**_row(service), "easting": easting, "northing": northing}


def _columns(cls: type[Region | Service | Place | Need]) -> dict[str, type]:
    """The columns of a table: flags as numbers, all else as text."""
    return {each.name: int if each.type is bool else str for each in fields(cls)}


def _row(value: Region | Service | Place | Need) -> dict[str, object]:
    return {each.name: _cell(getattr(value, each.name)) for each in fields(value)}


def _cell(value: object) -> object:
    """Numbers as they are, lists as JSON, words as plain text: SQLite does not know our closed lists."""
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, int) else str(value)
