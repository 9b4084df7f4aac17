"""Which rows answer a question, and in which order. Pure: rows and places in, rows out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.directory.hours import is_open
from bot.directory.model import Assurance, Audience, Place, Service
from bot.directory.places import Where

_OPEN_FIRST = {True: 0, None: 1, False: 2}


@dataclass(frozen=True, slots=True)
class Near:
    """Rows near a place. ``same`` is True if they are in it, not only in its outcode or district."""

    services: tuple[Service, ...]
    same: bool


def public(services: Sequence[Service]) -> list[Service]:
    """The rows that may be shown as a way in."""
    return [service for service in services if service.audience is Audience.PUBLIC]


def near(services: Sequence[Service], where: Where, places: Mapping[str, Place]) -> Near:
    """The rows of the place itself, else of its outcode or of the city it is part of, else of its district."""
    placed = [service for service in services if service.place or service.outcode]
    steps: tuple[Callable[[Service], bool], ...] = (
        lambda service: _is_in(service, where, places),
        lambda service: (
            bool(_outcodes(service, places) & where.outcodes) or _is_in_the_same_city(service, where, places)
        ),
        lambda service: bool(where.districts) and _district(service, places) in where.districts,
    )
    for number, belongs in enumerate(steps):
        found = tuple(filter(belongs, placed))
        if found:
            return Near(found, same=number == 0)
    return Near((), same=False)


def ranked(services: Sequence[Service], now: datetime) -> list[Service]:
    """Best first: lines that always stand, rows for everybody, not stale, that can be reached, open now, not closed now.

    Within these the order of the region packs stays, which puts a region's own rows before national ones.
    """
    return sorted(
        services,
        key=lambda service: (
            not service.always_stands,
            bool(service.groups),
            service.assurance is Assurance.STALE,
            not service.has_way_in,
            _OPEN_FIRST[is_open(service.hours, now) if service.whole else None],
        ),
    )


def without_repeats(services: Sequence[Service]) -> list[Service]:
    """Leave out a row whose phone number an earlier row has: the national row of a line that a region has too."""
    seen: set[str] = set()
    kept = []
    for service in services:
        number = service.phone.replace(" ", "")
        if number not in seen:
            kept.append(service)
        if number:
            seen.add(number)
    return kept


def _is_in(service: Service, where: Where, places: Mapping[str, Place]) -> bool:
    if where.place is None:
        return bool(_outcodes(service, places) & where.outcodes)
    place = places.get(service.place)
    return place is not None and where.place.name in {place.name, place.part_of}


def _is_in_the_same_city(service: Service, where: Where, places: Mapping[str, Place]) -> bool:
    city = where.place.part_of if where.place else ""
    place = places.get(service.place)
    return bool(city) and place is not None and city in {place.name, place.part_of}


def _outcodes(service: Service, places: Mapping[str, Place]) -> frozenset[str]:
    if service.outcode:
        return frozenset({service.outcode})
    place = places.get(service.place)
    return frozenset(place.outcodes) if place else frozenset()


def _district(service: Service, places: Mapping[str, Place]) -> str:
    place = places.get(service.place)
    return place.district if place else ""
