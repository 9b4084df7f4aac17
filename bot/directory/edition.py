"""One built directory file, open for reading."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.directory.files import FORMAT, DirectoryMissingError, open_built, stamp
from bot.directory.model import SERVICE_COLUMNS, Kind, Need, Place, Region, Service
from bot.directory.outcodes import Point
from bot.directory.places import Gazetteer, Where
from bot.directory.wanted import Vocabulary

_OF_TERM = (
    "select service_id, easting, northing from terms where term = :term and region in (:region, :national)"
)
_NEAREST = (
    f"{_OF_TERM} and easting is not null"
    " order by (easting - :e) * (easting - :e) + (northing - :n) * (northing - :n) limit :most"
)
_BY_PACK = f"{_OF_TERM} and easting is not null order by region = :national, rowid limit :most"
_WITHOUT_PLACE = f"{_OF_TERM} and easting is null order by region = :national, rowid"
_SOME = "select id, easting, northing, region from services where id in"
_WHOLE_ROWS = f"select {', '.join(SERVICE_COLUMNS)} from services"  # noqa: S608 - our own names
_REMEMBERED = 20_000
"""Rows that are read when a file is opened, and stay: all of any directory but a very large one."""


class Edition:
    """One built file, open for reading: what it says never changes."""

    def __init__(self, path: Path) -> None:
        """Open a built file, or raise DirectoryMissingError."""
        self.path = path
        # First the stamp: a file that takes this one's place meanwhile is noticed.
        self.stamp = stamp(path)
        self._database = open_built(path)
        try:
            built = next(iter(self._database["build"].rows))
            # Before the tables are read: those of another format may have other columns.
            if built.get("format") != FORMAT:
                raise DirectoryMissingError(
                    f"{path.name} was built by another Waymark: run 'python -m bot directory build'"
                )
            self.version = str(built["version"])
            self.regions = {str(row["id"]): _region(row) for row in self._database["regions"].rows}
            self._gazetteers = {region: self._gazetteer(region) for region in self.regions}
            self.needs = {str(row["id"]): _need(row) for row in self._database["needs"].rows}
            read = self._database.execute(f"{_WHOLE_ROWS} limit ?", [_REMEMBERED]).fetchall()
            self._remembered = {service.id: service for service in map(Service.from_cells, read)}
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
        return self._rows([service_id]).get(service_id)

    def by_kind(self, kind: Kind, region_id: str) -> list[Service]:
        """The rows of a kind: the region's, then the national ones."""
        return self._services(
            "kind = :kind and region in (:region, :national) order by region = :national, rowid",
            {"kind": str(kind), "region": region_id, "national": self.national().id},
        )

    def lines_beside(self, region_id: str) -> list[Service]:
        """The lines named beside anything doubtful, without those that are set aside: the region's, else the country's."""
        aside = self.set_aside(region_id)
        for ids in (self.region(region_id).day_and_night, self.national().day_and_night):
            lines = [line for each in ids if each not in aside and (line := self.by_id(each))]
            if lines:
                return lines
        return []

    def emergency(self) -> Service | None:
        """The line for danger to life, unless an operator has set it aside."""
        line = self.national().emergency
        return None if line in self.set_aside(self.national().id) else self.by_id(line)

    def set_aside(self, region_id: str) -> frozenset[str]:
        """The services that an operator does not want named to people of a region."""
        both = (self.region(region_id), self.national())
        return frozenset(each for region in both for each, _ in region.set_aside)

    def with_words(self, words: Sequence[str], region_id: str, most: int) -> tuple[str, ...]:
        """The ids of so many rows that hold all these words, however they are inflected, best first."""
        quoted = " ".join(f'"{word}"' for word in words if word.isalnum())
        if not quoted:
            return ()
        found = self._database.table("services").search(
            quoted,
            columns=["id"],
            where="region in (:region, :national) and audience = 'public'",
            where_args={"region": region_id, "national": self.national().id},
            limit=most,
        )
        return tuple(str(row["id"]) for row in found)

    def where(self, said: str, region_id: str) -> Where | None:
        """The place in a region that a person means."""
        return self._gazetteers[self.region(region_id).id].find(said)

    def places(self, region_id: str) -> Mapping[str, Place]:
        """The places of a region by name."""
        return self._gazetteers[self.region(region_id).id].places

    def where_else(self, said: str, region_id: str) -> tuple[Where, Region] | None:
        """The place, by its name or its outcode, in another region than this one, and that region."""
        for region in self.regions.values():
            if region.id not in (region_id, self.national().id):
                found = self._gazetteers[region.id].find(said)
                if found and not (found.guessed or found.unsure or found.outside or found.elsewhere):
                    return found, region
        return None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words by which needs and services are asked for."""
        rows = self._database.execute("select id, name, short_name from services where audience = 'public'")
        names = {each: (_spoken(name), short) for each, name, short in rows.fetchall()}
        return Vocabulary(self.needs.values(), names)

    def candidates(
        self, term: str, region: str, centre: Point | None, most: int
    ) -> list[tuple[Service, Point | None]]:
        """The rows of a term in a region and the national pack: so many of the nearest, and all that are at no place.

        Without a centre, the first so many at a place in the order of the packs.
        """
        given = {"term": term, "region": region, "national": self.national().id, "most": most}
        given |= dict(zip(("e", "n"), centre or (0, 0), strict=True))
        placed = self._database.execute(_NEAREST if centre else _BY_PACK, given).fetchall()
        anywhere = self._database.execute(_WITHOUT_PLACE, given).fetchall()
        return self._with_points([*placed, *anywhere], region)

    def with_ids(self, ids: tuple[str, ...], region: str) -> list[tuple[Service, Point | None]]:
        """These rows, in this order, without those of other regions."""
        if not ids:
            return []
        marks = ", ".join("?" * len(ids))
        found = self._database.execute(f"{_SOME} ({marks})", ids).fetchall()
        ours = [row[:3] for row in found if row[3] in (region, self.national().id)]
        return self._with_points(sorted(ours, key=lambda row: ids.index(row[0])), region)

    def _with_points(
        self, found: Sequence[tuple[str, int | None, int | None]], region: str
    ) -> list[tuple[Service, Point | None]]:
        aside = self.set_aside(region)
        rows = self._rows([each for each, *_ in found if each not in aside])
        return [
            (rows[each], None if east is None or north is None else (east, north))
            for each, east, north in found
            if each in rows
        ]

    def _rows(self, ids: Sequence[str]) -> dict[str, Service]:
        """These rows by id; those of a very large directory that are not in memory are read."""
        remembered = self._remembered
        known = {each: remembered[each] for each in ids if each in remembered}
        missing = [each for each in dict.fromkeys(ids) if each not in known]
        if missing and len(remembered) == _REMEMBERED:
            marks = ", ".join("?" * len(missing))
            read = self._database.execute(f"{_WHOLE_ROWS} where id in ({marks})", missing).fetchall()
            known |= {service.id: service for service in map(Service.from_cells, read)}
        return known

    def _services(self, where: str, parameters: dict[str, str]) -> list[Service]:
        return [Service.from_row(row) for row in self._database["services"].rows_where(where, parameters)]

    def _gazetteer(self, region_id: str) -> Gazetteer:
        rows = self._database["places"].rows_where("region = ?", [region_id])
        return Gazetteer.of([_place(row) for row in rows], self.regions[region_id].outcodes)


def _region(row: dict[str, Any]) -> Region:
    names = ("day_and_night", "languages", "outcodes", "main_places")
    lists: dict[str, Any] = {name: tuple(json.loads(row[name])) for name in names}
    lists["set_aside"] = tuple(tuple(pair) for pair in json.loads(row["set_aside"]))
    return Region(**{**row, **lists, "national": bool(row["national"])})


def _need(row: dict[str, Any]) -> Need:
    return Need(**{**row, "kinds": tuple(json.loads(row["kinds"])), "words": tuple(json.loads(row["words"]))})


def _spoken(name: str) -> str:
    """A name without what stands in brackets."""
    return name.partition(" (")[0]


def _place(row: dict[str, Any]) -> Place:
    lists = {name: tuple(json.loads(row[name])) for name in ("outcodes", "aliases")}
    return Place(name=row["name"], district=row["district"], part_of=row["part_of"], **lists)
