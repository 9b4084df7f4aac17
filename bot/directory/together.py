"""The checks of all region packs together: lines that must stand, names that must be there, rows that are there twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.directory.model import ALWAYS, Need, Region, Service
from bot.directory.needs import NEEDS_FILE, unanswered, unreached
from bot.directory.sheet import Fault

Lines = Mapping[str, tuple[str, int]]
"""Where each service stands: its file and line."""


@dataclass(frozen=True, slots=True)
class Together:
    """Everything that was read."""

    regions: Mapping[str, Region]
    services: Mapping[str, Service]
    places: frozenset[tuple[str, str]]
    needs: tuple[Need, ...]
    lines: Lines

    def faults(self) -> Iterator[Fault]:
        """What keeps the packs from being built."""
        national = [region for region in self.regions.values() if region.national]
        if self.regions and len(national) != 1:
            yield Fault(
                "content/regions", None, "national", "one region, and only one, says 'national: true'"
            )
        for region in self.regions.values():
            file = f"content/regions/{region.id}/region.yml"
            problems = (*self._day_and_night(region), *self._set_aside(region), *self._main_places(region))
            yield from (Fault(file, None, name, problem) for name, problem in problems)
        yield from _same_twice(self.services.values(), self.lines)

    def warnings(self) -> Iterator[Fault]:
        """What an editor should look at; the packs can be built."""
        yield from _same_phone(self.services.values(), self.lines)
        for need in unanswered(self.needs, self.services.values()):
            yield Fault(
                NEEDS_FILE, None, need.id, "leads to no row: name it in the column needs of a service"
            )
        for service in unreached(self.needs, self.services.values()) if self.needs else ():
            problem = (
                "no need leads to this row: fill in the column needs, or people find it by its name only"
            )
            yield Fault(*self.lines[service.id], "needs", problem)

    def _day_and_night(self, region: Region) -> Iterator[tuple[str, str]]:
        lines = {"first_contact": (region.first_contact,), "day_and_night": region.day_and_night}
        if region.national:
            lines["emergency"] = (region.emergency,)
        for name, ids in lines.items():
            bad = [each for each in ids if not _stands_day_and_night(self.services.get(each))]
            if bad or not ids:
                yield name, f"'{', '.join(bad)}' is not a public phone line that is open 24/7 and not stale"

    def _set_aside(self, region: Region) -> Iterator[tuple[str, str]]:
        aside = {each for each, _ in region.set_aside}
        for each in sorted(aside):
            service = self.services.get(each)
            if service is None or not (service.always_stands or each in region.day_and_night):
                yield (
                    "set_aside",
                    f"'{each}' is not a line that always stands nor one of day_and_night: leave it out",
                )
        if aside and not set(region.day_and_night) - aside:
            yield "set_aside", "leaves no line of day_and_night: keep one at least, or add another first"

    def _main_places(self, region: Region) -> Iterator[tuple[str, str]]:
        for place in region.main_places:
            if (region.id, place) not in self.places:
                yield "main_places", f"'{place}' is not in places.csv: add it there, or mend the name"


def _stands_day_and_night(service: Service | None) -> bool:
    return service is not None and service.whole and bool(service.phone) and service.hours == ALWAYS


def _same_twice(services: Iterable[Service], lines: Lines) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    for service in services:
        # Rows at one place, or by one number, for people of different areas are different services.
        same = (
            service.region,
            service.name.casefold(),
            service.place,
            service.postcode,
            service.address,
            service.serves,
        )
        first = seen.setdefault(same, service.id)
        if first != service.id:
            problem = f"'{service.name}' is also on line {lines[first][1]}, as {first}: keep one row"
            yield Fault(*lines[service.id], "name", problem)


def _same_phone(services: Iterable[Service], lines: Lines) -> Iterator[Fault]:
    """A region may have a national line as a row of its own, so only the rows of one pack are compared."""
    seen: dict[tuple[str, str], Service] = {}
    for service in services:
        number = service.phone.replace(" ", "")
        first = seen.setdefault((service.region, number), service) if number else service
        if first.owner != service.owner:
            problem = (
                f"'{service.phone}' is also the number of {first.id}, which {first.owner} owns: look at both"
            )
            yield Fault(*lines[service.id], "phone", problem)
