"""What must be confirmed next: every row has a review date by its kind, and past it no longer counts as confirmed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.directory.model import CRISIS_KINDS, PLACE_KINDS, Assurance, Kind, Service

_CRISIS_DAYS = 30
_OTHER_DAYS = 91
REVIEW_DAYS: Mapping[Kind, int] = {
    kind: _CRISIS_DAYS if kind in CRISIS_KINDS - PLACE_KINDS else _OTHER_DAYS for kind in Kind
}
"""Crisis rows monthly, cafés and everything else every three months (content/regions/README.md)."""


@dataclass(frozen=True, slots=True)
class Due:
    """A row to confirm. ``days`` is how long it is overdue: less than 0 if it is still to come, None if nobody knows."""

    service: Service
    days: int | None


def review_on(service: Service) -> date | None:
    """The last day on which the row's confirmation counts; of a row that was only seen, when that ran out."""
    seen = service.confirmed_on if service.assurance is Assurance.CONFIRMED else service.last_seen
    if not seen:
        return None
    first_day = date.fromisoformat((seen + "-01-01")[:10])
    return first_day + timedelta(days=REVIEW_DAYS[service.kind])


def assurance_on(service: Service, today: date) -> Assurance:
    """How sure we are of the row on this day: a confirmation ends with its review date."""
    if service.assurance is not Assurance.CONFIRMED:
        return service.assurance
    last = review_on(service)
    return Assurance.CONFIRMED if last and today <= last else Assurance.NEEDS_CONFIRMATION


def due(services: Iterable[Service], today: date, *, within: int = 0) -> list[Due]:
    """The rows that nobody has confirmed or whose review date is past, and those whose date comes ``within`` so many days.

    Most overdue first; a row without any date before all others. Of two alike, lines that always stand and crisis kinds.
    """
    found = [
        Due(service, _overdue(service, today))
        for service in services
        if service.assurance is not Assurance.CONFIRMED or (_overdue(service, today) or 0) > -within
    ]
    return sorted(found, key=_order)


def _overdue(service: Service, today: date) -> int | None:
    last = review_on(service)
    return (today - last).days if last else None


def _order(each: Due) -> tuple[bool, int, bool, bool, str]:
    row = each.service
    # False sorts first.
    return (
        each.days is not None,
        -(each.days or 0),
        not row.always_stands,
        row.kind not in CRISIS_KINDS,
        row.id,
    )
