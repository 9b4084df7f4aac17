"""Builds to look back at, and ways to harm one."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.directory.build import Build, build
from bot.directory.desk import Desk
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_services


def rename(packs: Path, name: str) -> None:
    write_services(packs, services_csv([CAFE | {"name": name}]))


def builds(packs: Path, data: Path, *names: str) -> list[Build]:
    """One build after the other, an hour apart by their files, each with another name for the café."""
    made = []
    for number, name in enumerate(names):
        rename(packs, name)
        made.append(build(packs, data, today=TODAY))
        os.utime(made[-1].path, (number * 3600, number * 3600))
    return made


def two_builds(packs: Path, data: Path) -> tuple[Build, Build]:
    """The first as the packs are from the start."""
    first, second = builds(packs, data, CAFE["name"], "The Bull")
    return first, second


def of_another_format(path: Path) -> None:
    """As a Waymark of another time built it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update build set format = 1")


def harmed(path: Path, harm: str) -> None:
    """A file that cannot be answered from, and does not look newer for it."""
    at = path.stat().st_mtime_ns
    if harm == "format":
        of_another_format(path)
    elif harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    if path.exists():
        os.utime(path, ns=(at, at))


def desk(packs: Path, data: Path) -> Desk:
    return Desk(packs, data, TODAY)
