"""One built directory file, open for reading."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.directory.choose import Near, near
from bot.directory.files import DirectoryMissingError, open_built
from bot.directory.model import Kind, Place, Region, Service
from bot.directory.places import Gazetteer, Where


class Edition:
    """One built file, open for reading: what it says never changes."""

    def __init__(self, path: Path) -> None:
        """Open a built file, or raise DirectoryMissingError."""
        self.path = path
        self._database = open_built(path)
        try:
            self.version = str(next(iter(self._database["build"].rows))["version"])
            self.regions = {str(row["id"]): _region(row) for row in self._database["regions"].rows}
            self._gazetteers = {region: self._gazetteer(region) for region in self.regions}
        except (sqlite3.Error, StopIteration) as error:
            raise DirectoryMissingError(
                f"{path.name} is not whole: run 'python -m bot directory build'"
            ) from error

    def region(self, region_id: str) -> Region:
        """A region, or the national one for an id that is not known."""
        return self.regions.get(region_id) or self.national()

    def national(self) -> Region:
        """The region whose services follow those of every other."""
        return next(region for region in self.regions.values() if region.national)

    def by_id(self, service_id: str) -> Service | None:
        """One row."""
        rows = self._services("id = :id", {"id": service_id})
        return rows[0] if rows else None

    def by_kind(self, kind: Kind, region_id: str) -> list[Service]:
        """The rows of a kind: the region's, then the national ones."""
        return self._services(
            "kind = :kind and region in (:region, :national) order by region = :national, rowid",
            {"kind": str(kind), "region": region_id, "national": self.national().id},
        )

    def search(self, words: str, region_id: str) -> list[Service]:
        """The rows that hold all these words, best first."""
        if not any(char.isalnum() for char in words):
            return []
        query = self._database.quote_fts(words.replace("\0", " "))
        where = "region in (:region, :national)"
        found = self._database.table("services").search(
            query, where=where, where_args={"region": region_id, "national": self.national().id}
        )
        return [Service.from_row(row) for row in found]

    def where(self, said: str, region_id: str) -> Where | None:
        """The place in a region that a person means."""
        return self._gazetteers[self.region(region_id).id].find(said)

    def places(self, region_id: str) -> Mapping[str, Place]:
        """The places of a region by name."""
        return self._gazetteers[self.region(region_id).id].places

    def near(self, services: Sequence[Service], where: Where, region_id: str) -> Near:
        """Those of the rows that are near a place."""
        return near(services, where, self.places(region_id))

    def _services(self, where: str, parameters: dict[str, str]) -> list[Service]:
        return [Service.from_row(row) for row in self._database["services"].rows_where(where, parameters)]

    def _gazetteer(self, region_id: str) -> Gazetteer:
        rows = self._database["places"].rows_where("region = ?", [region_id])
        return Gazetteer.of([_place(row) for row in rows], self.regions[region_id].outcodes)


def _region(row: dict[str, Any]) -> Region:
    lists = {name: tuple(json.loads(row[name])) for name in ("day_and_night", "languages", "outcodes")}
    return Region(**{**row, **lists, "national": bool(row["national"])})


def _place(row: dict[str, Any]) -> Place:
    lists = {name: tuple(json.loads(row[name])) for name in ("outcodes", "aliases")}
    return Place(name=row["name"], district=row["district"], part_of=row["part_of"], **lists)
