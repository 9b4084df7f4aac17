"""Reading the region packs of content/regions: all of them, whole and checked, or none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from bot.directory.checks import COLUMNS, OUTCODE, read_service
from bot.directory.known import Known
from bot.directory.misprints import Misprint, read_misprints
from bot.directory.model import Need, Place, Region, Service
from bot.directory.needs import read_needs
from bot.directory.places import plain
from bot.directory.region import read_region
from bot.directory.sheet import Fault, Sheet, listed, read_sheet
from bot.directory.together import Together

PLACE_COLUMNS = ("name", "outcodes", "district", "part_of", "aliases")


_MOST_SAID = 100
"""So many faults stand in the error's text; all are in its list."""


class PackError(Exception):
    """Region packs that cannot be built; ``faults`` says what to mend, file by file and line by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults[:_MOST_SAID])))
        self.faults = faults


@dataclass(slots=True)
class Packs:
    """Everything that was read, with where each service stands. Packs with ``warnings`` can be built, with faults not."""

    regions: dict[str, Region] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    places: list[tuple[str, Place]] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    misprints: dict[str, Misprint] = field(default_factory=dict)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_packs(content_root: Path, *, today: date) -> Packs:
    """Read content/regions/*; raise PackError with every fault there is."""
    packs = Packs()
    folders = pack_folders(content_root)
    packs.needs, faults = read_needs(content_root / "regions" / "needs.csv")
    packs.misprints, more = read_misprints(folders)
    packs.faults += faults + more
    for folder in folders:
        _read_pack(folder, packs, today)
    if not packs.regions:
        packs.faults.append(
            Fault("content/regions", None, "", "holds no region: add a folder with a region.yml")
        )
    _check_together(packs)
    if packs.faults:
        raise PackError(packs.faults)
    return packs


def pack_folders(content_root: Path) -> list[Path]:
    """The folders of the region packs, in a fixed order."""
    return sorted(path.parent for path in content_root.glob("regions/*/region.yml"))


def _read_pack(folder: Path, packs: Packs, today: date) -> None:
    name = f"content/regions/{folder.name}"
    region, faults = read_region(folder, f"{name}/region.yml")
    packs.faults += faults
    if region:
        packs.regions[region.id] = region
    sheet = Sheet(f"{name}/places.csv")
    if (folder / "places.csv").exists():
        sheet = read_sheet(folder / "places.csv", sheet.file, PLACE_COLUMNS)
    places = _read_places(sheet, folder.name, packs)
    if not (folder / "services.csv").exists():
        packs.faults.append(
            Fault(f"{name}/services.csv", None, "", "is missing: add it, if only with its header")
        )
        return
    known = Known(
        needs=frozenset(need.id for need in packs.needs),
        places=frozenset(place.name for place in places),
        districts=frozenset(place.district for place in places if place.district),
        outcodes=frozenset(region.outcodes if region else ()),
        misprints=packs.misprints,
    )
    services = read_sheet(folder / "services.csv", f"{name}/services.csv", COLUMNS)
    _read_services(services, folder.name, known, packs, today)


def _read_places(sheet: Sheet, region: str, packs: Packs) -> list[Place]:
    """Take the places of a region and give them back."""
    known = {row["name"] for _, row in sheet.rows}
    means: dict[str, str] = {}
    places = []
    for line, row in sheet.rows:
        place = Place(
            name=row["name"],
            outcodes=listed(row["outcodes"]),
            district=row["district"],
            part_of=row["part_of"],
            aliases=listed(row["aliases"]),
        )
        places.append(place)
        for name, problem in _place_problems(place, means, known):
            sheet.refuse(line, name, problem)
    packs.places += [(region, place) for place in places]
    packs.faults += sheet.faults
    return places


def _place_problems(place: Place, means: dict[str, str], known: set[str]) -> Iterator[tuple[str, str]]:
    if not plain(place.name):
        yield "name", "is empty: write the name of the place"
    for outcode in place.outcodes:
        if not OUTCODE.fullmatch(outcode):
            yield "outcodes", f"'{outcode}' is not the first half of a postcode, such as LE16"
    if place.part_of and place.part_of not in known:
        yield "part_of", f"'{place.part_of}' is not a place of this file"
    if plain(place.name) in means:
        yield "name", f"'{place.name}' already means {means[plain(place.name)]}: keep it in one place"
    for name in (place.name, *place.aliases):
        if means.setdefault(plain(name), place.name) != place.name:
            yield "aliases", f"'{name}' already means {means[plain(name)]}: keep it in one place"


def _read_services(sheet: Sheet, region: str, known: Known, packs: Packs, today: date) -> None:
    seen: dict[str, int] = {}
    for line, row in sheet.rows:
        if row["id"] in seen:
            sheet.refuse(
                line, "id", f"'{row['id']}' is also on line {seen[row['id']]}: give each row its own id"
            )
        seen.setdefault(row["id"], line)
        service = read_service(row, region, partial(sheet.refuse, line), today=today, known=known)
        if service:
            packs.services.append(service)
            packs.lines.setdefault(service.id, (sheet.file, line))
    packs.faults += sheet.faults


def _check_together(packs: Packs) -> None:
    together = Together(
        regions=packs.regions,
        services={service.id: service for service in packs.services},
        places=frozenset((region, place.name) for region, place in packs.places),
        needs=tuple(packs.needs),
        lines=packs.lines,
    )
    packs.faults += together.faults()
    packs.warnings += together.warnings()
