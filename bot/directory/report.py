"""How well the directory covers what people ask for, and what is doubtful in it: for editors. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.directory.due import assurance_on, due
from bot.directory.model import PLACE_KINDS, Assurance, Audience, Kind, Region, Service
from bot.directory.needs import unanswered
from bot.directory.pack import Packs
from bot.directory.sheet import listed

_MOST = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


def report(packs: Packs, today: date, *, region: str = "") -> list[Section]:
    """All sections for a region and the national services behind it, or for all regions."""
    chosen = [each for each in packs.regions.values() if region in {"", each.id} and not each.national]
    sections = [section for each in chosen for section in _of_region(packs, each, today)]
    national = [each.id for each in packs.regions.values() if each.national]
    rows = [row for row in packs.services if row.region in {*(each.id for each in chosen), *national}]
    return [
        *sections,
        Section("Overdue: confirm these next", tuple(_overdue(rows, today))),
        Section("Doubts", tuple(_doubts(rows))),
        Section("Set aside", tuple(_set_aside(packs.regions.values()))),
    ]


def as_text(sections: Iterable[Section]) -> str:
    """The sections as plain text; one without lines says "none"."""
    return "\n\n".join(
        "\n".join((each.title, *(f"  {line}" for line in each.lines or ("none",)))) for each in sections
    )


def _of_region(packs: Packs, region: Region, today: date) -> Iterator[Section]:
    own = [row for row in packs.services if row.region == region.id]
    national = [row for row in packs.services if packs.regions[row.region].national]
    yield Section(f"{region.name}: services by kind", tuple(_kinds(own, national, today)))
    yield Section(f"{region.name}: services by place", tuple(_places(packs, region, own)))
    yield Section(f"{region.name}: gaps", tuple(_gaps(packs, region, [*own, *national])))


def _kinds(own: Sequence[Service], national: Sequence[Service], today: date) -> Iterator[str]:
    for kind in Kind:
        here = [row for row in own if row.kind is kind]
        sure = Counter(assurance_on(row, today) for row in here)
        parts = [f"{sure[each]} {each.replace('_', ' ')}" for each in Assurance if sure[each]]
        staff = sum(row.audience is Audience.PROFESSIONALS for row in here)
        parts += [f"{staff} for professionals"] if staff else []
        parts += [f"and {count} national"] if (count := sum(row.kind is kind for row in national)) else []
        yield f"{kind:<20} {len(here):>3}{': ' if parts else ''}{', '.join(parts)}"


def _places(packs: Packs, region: Region, own: Sequence[Service]) -> Iterator[str]:
    located = Counter(row.place or row.outcode for row in own if row.place or row.outcode)
    districts = {place.name: place.district for each, place in packs.places if each == region.id}
    for name, count in sorted(located.items(), key=lambda each: (-each[1], each[0])):
        district = districts.get(name, "")
        yield f"{name}{f' ({district})' if district and district != name else ''}: {count}"
    yield f"whole area, or not at a place: {sum(not (row.place or row.outcode) for row in own)}"


def _gaps(packs: Packs, region: Region, rows: Sequence[Service]) -> Iterator[str]:
    """What a person asks for in vain: no way in by kind or need, and districts with nowhere to go."""
    good = [row for row in rows if row.whole and row.has_way_in]
    for kind in Kind:
        if not any(row.kind is kind for row in good):
            yield f"{kind}: no row by which a person can get in touch"
    yield from (
        f"need {need.id}: no row by which a person can get in touch" for need in unanswered(packs.needs, good)
    )
    places = {place.name: place for each, place in packs.places if each == region.id}
    for kind in sorted(PLACE_KINDS):
        there = [row for row in rows if row.kind is kind and row.audience is Audience.PUBLIC]
        served = {places[row.place].district for row in there if row.place in places}
        missing = sorted({place.district for place in places.values()} - served - {""})
        yield from (f"{kind}: none in {district}" for district in missing)
        unknown = sum(not row.hours for row in there)
        if unknown:
            yield f"{kind}: the hours of {unknown} of {len(there)} rows are not known"


def _overdue(rows: Sequence[Service], today: date) -> Iterator[str]:
    waiting = due(rows, today)
    if waiting:
        never = sum(each.service.assurance is not Assurance.CONFIRMED for each in waiting)
        yield f"{len(waiting)} of {len(rows)} rows, {never} of them never confirmed; 'due' lists them all"
    for each in waiting[:_MOST]:
        yield f"{each.service.id} ({late(each.days)})"


def late(days: int | None) -> str:
    """How overdue a row is, in words."""
    if days is None:
        return "no date at all"
    if days <= 0:
        return f"in {-days} days" if days < -1 else "tomorrow" if days else "today"
    return f"{days} day{'' if days == 1 else 's'} overdue"


def _doubts(rows: Sequence[Service]) -> Iterator[str]:
    counted = Counter(doubt for row in rows for doubt in listed(row.doubts))
    for doubt, count in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        yield f"{doubt.replace('_', ' ')}: {count}"


def _set_aside(regions: Iterable[Region]) -> Iterator[str]:
    for region in regions:
        for service_id, reason in region.set_aside:
            yield f"{service_id} in {region.name}: {reason}"
