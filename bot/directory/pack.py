"""Reading the region packs of content/regions: all of them, whole and checked, or none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from bot.content.errors import ContentError
from bot.directory.checks import COLUMNS, OUTCODE, read_service
from bot.directory.model import ALWAYS, Place, Region, Service
from bot.directory.places import plain
from bot.directory.sheet import Fault, Sheet, read_sheet
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

PLACE_COLUMNS = ("name", "outcodes", "district", "part_of", "aliases")
_REGION_FIELDS = (
    *("name", "national", "languages", "outcodes"),
    *("first_contact", "day_and_night", "emergency"),
)


class PackError(Exception):
    """Region packs that cannot be built; ``faults`` says what to mend, file by file and line by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(slots=True)
class Packs:
    """Everything that was read, and the lines where it stands."""

    regions: dict[str, Region] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    places: list[tuple[str, Place]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_packs(content_root: Path, *, today: date) -> Packs:
    """Read content/regions/*; raise PackError with every fault there is."""
    packs = Packs()
    for folder in pack_folders(content_root):
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
    region, faults = _read_region(folder, f"{name}/region.yml")
    packs.faults += faults
    if region:
        packs.regions[region.id] = region
    places = Sheet(f"{name}/places.csv")
    if (folder / "places.csv").exists():
        places = read_sheet(folder / "places.csv", places.file, PLACE_COLUMNS)
    known = _read_places(places, folder.name, packs)
    if not (folder / "services.csv").exists():
        packs.faults.append(
            Fault(f"{name}/services.csv", None, "", "is missing: add it, if only with its header")
        )
        return
    services = read_sheet(folder / "services.csv", f"{name}/services.csv", COLUMNS)
    _read_services(services, folder.name, known, packs, today)


def _read_region(folder: Path, file: str) -> tuple[Region | None, list[Fault]]:
    try:
        document = read_yaml(folder / "region.yml", file)
    except ContentError as error:
        return None, [_fault(error, file)]
    region = _region(document, folder.name)
    return (None if document.errors else region), [_fault(error, file) for error in document.errors]


def _region(document: Document, region_id: str) -> Region:
    top = Record(document)
    top.only(_REGION_FIELDS)
    outcodes = top.texts("outcodes", empty=True)
    for index, outcode in enumerate(outcodes):
        if not OUTCODE.fullmatch(outcode):
            problem = f"'{outcode}' is not the first half of a postcode, such as LE16"
            top.refuse("outcodes", problem, index)
    return Region(
        id=region_id,
        name=top.text("name"),
        national=top.flag("national") if "national" in top.data else False,
        languages=top.texts("languages", empty=True),
        outcodes=outcodes,
        first_contact=top.text("first_contact"),
        day_and_night=top.texts("day_and_night", empty=True),
        emergency=top.optional_text("emergency") or "",
    )


def _fault(error: ContentError, file: str) -> Fault:
    return Fault(file, error.line, "", error.problem)


def _read_places(sheet: Sheet, region: str, packs: Packs) -> set[str]:
    """Take the places of a region and give their names back."""
    known = {row["name"] for _, row in sheet.rows}
    means: dict[str, str] = {}
    for line, row in sheet.rows:
        place = Place(
            name=row["name"],
            outcodes=_split(row["outcodes"]),
            district=row["district"],
            part_of=row["part_of"],
            aliases=_split(row["aliases"]),
        )
        packs.places.append((region, place))
        for name, problem in _place_problems(place, means, known):
            sheet.refuse(line, name, problem)
    packs.faults += sheet.faults
    return known


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


def _read_services(sheet: Sheet, region: str, places: set[str], packs: Packs, today: date) -> None:
    seen: dict[str, int] = {}
    for line, row in sheet.rows:
        if row["id"] in seen:
            sheet.refuse(
                line, "id", f"'{row['id']}' is also on line {seen[row['id']]}: give each row its own id"
            )
        seen.setdefault(row["id"], line)
        if row["place"] and row["place"] not in places:
            sheet.refuse(
                line, "place", f"'{row['place']}' is not in places.csv: add it there, or mend the name"
            )
        service = read_service(row, region, partial(sheet.refuse, line), today=today)
        if service:
            packs.services.append(service)
    packs.faults += sheet.faults


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _check_together(packs: Packs) -> None:
    """The lines that stand beside everything doubtful must be there, public, and open day and night."""
    national = [region for region in packs.regions.values() if region.national]
    if packs.regions and len(national) != 1:
        problem = "one region, and only one, says 'national: true'"
        packs.faults.append(Fault("content/regions", None, "national", problem))
    by_id = {service.id: service for service in packs.services}
    for region in packs.regions.values():
        lines = {"first_contact": (region.first_contact,), "day_and_night": region.day_and_night}
        if region.national:
            lines["emergency"] = (region.emergency,)
        for name, ids in lines.items():
            bad = [each for each in ids if not _stands_day_and_night(by_id.get(each))]
            if bad or not ids:
                problem = f"'{', '.join(bad)}' is not a public phone line that is open 24/7 and not stale"
                packs.faults.append(Fault(f"content/regions/{region.id}/region.yml", None, name, problem))


def _stands_day_and_night(service: Service | None) -> bool:
    return service is not None and service.whole and bool(service.phone) and service.hours == ALWAYS
