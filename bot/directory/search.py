"""Which services answer a question, and in which order. Pure over an edition: a query and a moment in, results out.

The order is that of ``rank``; docs/directory.md says it in words, and tests hold each of its rules.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from bot.clock import local
from bot.directory.due import assurance_on
from bot.directory.model import Assurance, Audience, Kind, Service
from bot.directory.opening import BANK_HOLIDAY, State, doubt_between, opens_between, state_at
from bot.directory.outcodes import Point, kilometres
from bot.directory.places import Where
from bot.directory.schedule import Timetable, timetable
from bot.directory.sheet import listed
from bot.directory.window import Window

NEAR = 30.0
"""Kilometres, by the centres of postcode districts, that somebody may travel: about an hour by bus."""
_BANDS = (3.0, 6.0, 10.0, 16.0, 22.0)
"""Kilometres: on foot, a short ride, longer ones. Within a band other things matter more than who is nearer."""
_YOUNG, _OLDER = 26, 49
_AFTER_A_SHORT_RIDE = 1.5
CANDIDATES = 24
"""So many rows at a place are looked at first, the nearest ones, so that the time does not grow with the directory."""
PROPERTIES = ("step_free", "drop_in", "bsl", "free")
_OPEN = {"always": 0, "open": 0, "unknown": 1, "closed": 2}


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: any of these terms (bot/directory/terms.py), or these ids, where, when and for whom.

    ``kinds`` are those that answer it by what they are. ``only`` holds properties (PROPERTIES) that it must not lack and
    groups of people whom it is for. What is only
    ``for_professionals`` is found by itself, to say who refers people to it.
    """

    terms: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    where: Where | None = None
    window: Window | None = None
    age: int | None = None
    only: frozenset[str] = frozenset()
    language: str = ""
    kinds: frozenset[Kind] = frozenset()
    confirmed_only: bool = False
    for_professionals: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A row as it is to be told on that day, how far it is, and when it is open.

    ``opens`` is the first moment in the window that was asked about at which it is open, if any; ``doubt`` is why that is
    not known (the reasons of State). ``sooner``: it may open before it surely does, for it is a bank holiday.
    """

    service: Service
    state: State = field(default_factory=lambda: State("unknown"))
    kilometres: float | None = None
    opens: datetime | None = None
    doubt: str = ""
    sooner: bool = False

    @property
    def placed(self) -> bool:
        """True for somewhere to go, false for what is for the whole area."""
        return bool(self.service.place or self.service.outcode)

    @property
    def near(self) -> bool:
        """True for somewhere to go that is no further than somebody may travel."""
        return self.placed and self.kilometres is not None and self.kilometres <= NEAR


@dataclass(frozen=True, slots=True)
class Result:
    """A row as it is to be told, and in words why it was found: ("about 6 km (4 miles) away", "drop-in")."""

    service: Service
    reasons: tuple[str, ...] = ()
    kilometres: float | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found, how much there is in all, in which region, and what has to be said first."""

    results: tuple[Result, ...]
    total: int
    region: str
    notes: tuple[str, ...] = ()


class Rows(Protocol):
    """Where rows come from: an edition."""

    def candidates(
        self, term: str, region: str, centre: Point | None, most: int
    ) -> list[tuple[Service, Point | None]]:
        """The rows of a term in a region and the national pack: so many of the nearest, and all that are at no place."""
        ...

    def with_ids(self, ids: tuple[str, ...], region: str) -> list[tuple[Service, Point | None]]:
        """These rows, in this order."""
        ...


def search(
    rows: Rows, query: Query, *, region: str, now: datetime, holidays: Container[date], wanted: int
) -> tuple[Match, ...]:
    """The rows that may be shown as a way in, best first. Far ones are among them.

    Named ones come before all others, then those of the first term; within these the order is that of ``rank``. Of a term
    with very many rows the nearest are looked at, until ``wanted`` of them have all that was asked for.
    """
    look = partial(_matches, query=query, now=now, holidays=holidays)
    found = [look(rows.with_ids(query.ids, region))]
    found += [_of_term(rows, term, query, region, look, wanted) for term in query.terms]
    order: dict[str, Match] = {}
    for group in found:
        for match in sorted(group, key=lambda match: rank(match, query)):
            order.setdefault(match.service.id, match)
    return tuple(order.values())


def without_repeats(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Leave out a line whose number has been named already: the national row of a line that a region has too."""
    seen: set[str] = set()
    kept = []
    for match in matches:
        number = match.service.phone.replace(" ", "") if match.service.whole else ""
        if match.placed or number not in seen:
            kept.append(match)
        seen |= {number} - {""}
    return tuple(kept)


Rowed = list[tuple[Service, Point | None]]


def _of_term(
    rows: Rows, term: str, query: Query, region: str, look: Callable[[Rowed], list[Match]], wanted: int
) -> list[Match]:
    centre = query.where.centre if query.where else None
    most = CANDIDATES
    while True:
        found = rows.candidates(term, region, centre, most)
        matches = look(found)
        all_seen = sum(point is not None for _, point in found) < most
        if all_seen or sum(_has_all(match, query) for match in matches) >= wanted:
            return matches
        most *= 4


def _matches(found: Rowed, *, query: Query, now: datetime, holidays: Container[date]) -> list[Match]:
    at = query.window.start if query.window else now
    day = local(now).date()
    return [
        _match(service, coordinates, query, at=at, holidays=holidays)
        for row, coordinates in found
        if _answers(service := as_of(row, day), query)
    ]


def _has_all(match: Match, query: Query) -> bool:
    """True if the row has all that was asked for, as far as it is known."""
    asked = query.only - frozenset(PROPERTIES)
    return (
        match.service.has_way_in
        and not _when(match, query)
        and (not asked or bool(groups_of(match.service) & asked))
        and all(getattr(match.service, name) == "yes" for name in PROPERTIES if name in query.only)
    )


def rank(match: Match, query: Query) -> tuple[float, ...]:
    """What comes first, the most important thing first; smaller is better.

    1. lines that always stand; 2. for the people who were asked for; 3. for everybody, at any age, anywhere in the region;
    4. that can be reached; 5. of a kind that is for this, and not only beside other things; 6. open at the time that was
    asked about, or perhaps open; 7. known to have what was asked for; 8. on foot, a short ride, the whole area, a ride,
    further; 9. not stale; 10. open now; 11. nearer. What is left keeps the order of the packs.
    """
    service = match.service
    groups = groups_of(service)
    asked = query.only - frozenset(PROPERTIES)
    wanted = [getattr(service, name) for name in PROPERTIES if name in query.only]
    return (
        not service.always_stands,
        not groups & asked,
        bool(groups - asked) + _for_some_ages(service, query) + bool(service.serves and not query.where),
        not service.has_way_in,
        bool(query.kinds) and service.kind not in query.kinds,
        _when(match, query),
        sum(value != "yes" for value in wanted) + _language(service, query),
        band(match.kilometres),
        service.assurance is Assurance.STALE,
        _OPEN[match.state.kind] if service.whole else 1,
        match.kilometres or 0.0,
    )


def band(distance: float | None) -> float:
    """The step of a distance; what is for the whole area comes after a short ride."""
    if distance is None:
        return _AFTER_A_SHORT_RIDE
    return float(sum(distance > limit for limit in _BANDS))


def groups_of(service: Service) -> frozenset[str]:
    """Whom the row is only for."""
    return frozenset(listed(service.groups))


def timetable_of(service: Service) -> Timetable | None:
    """When it is open; None if that is not known."""
    if not service.hours:
        return None
    return timetable(service.hours, fortnightly_from=service.fortnightly_from, closed=service.closed)


def stands(service: Service) -> bool:
    """True if the row is shown also where an operator has chosen that only what is confirmed is."""
    return service.always_stands or service.assurance is Assurance.CONFIRMED


def as_of(service: Service, day: date) -> Service:
    """The row with the assurance that it has on this day: a confirmation grows old."""
    assurance = assurance_on(service, day)
    return service if assurance is service.assurance else replace(service, assurance=assurance)


def _match(
    service: Service,
    coordinates: Point | None,
    query: Query,
    *,
    at: datetime,
    holidays: Container[date],
) -> Match:
    table = timetable_of(service)
    state = state_at(table, at, holidays)
    return Match(
        service,
        state,
        _distance(service, coordinates, query.where),
        *_in_window(table, state, query.window, holidays),
        sooner=_may_open_sooner(table, state, at, holidays),
    )


def _may_open_sooner(table: Timetable | None, state: State, at: datetime, holidays: Container[date]) -> bool:
    """True if a bank holiday, of which the hours say nothing, comes before the next opening that is sure."""
    if state.opens is None:
        return False
    days = (state.opens.date() - local(at).date()).days
    near = any(local(at).date() + timedelta(days=day) in holidays for day in range(days))
    return near and doubt_between(table, at, state.opens, holidays) == BANK_HOLIDAY


def _distance(service: Service, coordinates: Point | None, where: Where | None) -> float | None:
    """Kilometres; 0 for the place itself, also where no map knows it."""
    if where is None:
        return None
    if service.outcode in where.outcodes or (where.place and service.place == where.place.name):
        return 0.0
    return kilometres(where.centre, coordinates) if where.centre and coordinates else None


def _in_window(
    table: Timetable | None, state: State, asked: Window | None, holidays: Container[date]
) -> tuple[datetime | None, str]:
    """When it is first open in the window, and, if it is not known to be, why that is in doubt."""
    if asked is None:
        return None, ""
    if state.kind in {"always", "open"}:
        return asked.start, ""
    if asked.name == "now":
        return None, state.reason
    opens = opens_between(table, asked.start, asked.end, holidays)
    return opens, "" if opens else doubt_between(table, asked.start, asked.end, holidays)


def _answers(service: Service, query: Query) -> bool:
    """True if nothing that is known of the row speaks against it; what is not known does not."""
    return (
        (service.audience is Audience.PROFESSIONALS) == query.for_professionals
        and (not query.confirmed_only or stands(service))
        and not any(getattr(service, name) == "no" for name in PROPERTIES if name in query.only)
        and _for_age(service, query.age)
        and _serves(service, query.where)
    )


def _for_some_ages(service: Service, query: Query) -> bool:
    """True if it is only for young or for older people, and the person has not said how old they are."""
    return query.age is None and (int(service.age_max or 200) < _YOUNG or int(service.age_min or 0) > _OLDER)


def _for_age(service: Service, age: int | None) -> bool:
    if age is None:
        return True
    return int(service.age_min or 0) <= age <= int(service.age_max or 200)


def _serves(service: Service, where: Where | None) -> bool:
    served = frozenset(listed(service.serves))
    if not served or where is None or not (where.districts or where.outcodes):
        return True
    return bool(served & (where.districts | where.outcodes))


def _when(match: Match, query: Query) -> int:
    if query.window is None or not match.service.whole:
        return 0 if query.window is None else 1
    if match.opens is not None:
        return 0
    return 1 if match.doubt else 2


def _language(service: Service, query: Query) -> int:
    if not query.language:
        return 0
    return query.language not in listed(service.languages)
