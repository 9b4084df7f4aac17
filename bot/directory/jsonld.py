"""A service as schema.org data for whoever reads pages by program. Pure; only what a person may be shown of it.

Such data has no place for "please check" or "last listed in": of a stale row, or one for professionals, it says what it is
and no more. Hours are given if a plain week says them all; a part of them would be wrong on the other days.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.directory.model import Service
from bot.directory.schedule import WEEKLY, Schedule, Timetable, timetable

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_BANK_HOLIDAYS = "PublicHolidays"
_NEVER = {"opens": "00:00", "closes": "00:00"}  # how schema.org's readers write "closed"
_DAY_AND_NIGHT = {"opens": "00:00", "closes": "23:59"}

Data = dict[str, Any]


def describe(service: Service, address: str) -> Data:
    """The data of a service whose page is at this address."""
    said: Data = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "name": service.name,
        "description": service.description,
    }
    if not service.whole:
        return _filled(said)
    hours = _hours(service)
    place = _place(service, hours)
    channel = _filled(
        {
            "@type": "ServiceChannel",
            "serviceUrl": service.url,
            "servicePhone": _phone(service),
            "serviceSmsNumber": _contact_point(service.sms),
            "serviceLocation": place,
        }
    )
    said |= {
        "hoursAvailable": [] if place else hours,
        "availableChannel": channel if len(channel) > 1 else {},
    }
    return _filled(said)


def _hours(service: Service) -> list[Data]:
    if not service.hours:
        return []
    return week(timetable(service.hours, fortnightly_from=service.fortnightly_from, closed=service.closed))


def week(table: Timetable) -> list[Data]:
    """A timetable as OpeningHoursSpecification, or nothing if a plain week does not say it all."""
    if table.always:
        return [_open([*_DAYS.values()], _DAY_AND_NIGHT)]
    said = [_of_every_week(each) for each in table.schedules]
    if not said or not all(said):
        return []
    return [*said, *_on_bank_holidays(table), *(_closed(first, last) for first, last in table.closures)]


def _of_every_week(schedule: Schedule) -> Data:
    """A schedule that is held every week at known times, or nothing."""
    if schedule.freq != WEEKLY or schedule.interval != 1 or schedule.valid_from or schedule.valid_to:
        return {}
    if schedule.opens_at is None or schedule.closes_at is None:
        return {}
    return _open([_DAYS[day] for day in schedule.byday], _times(schedule.opens_at, schedule.closes_at))


def _on_bank_holidays(table: Timetable) -> list[Data]:
    """Closed or open then, if that is known: every other day of the week stays true."""
    if table.bank_holidays == "closed":
        return [_open([_BANK_HOLIDAYS], _NEVER)]
    return [_open([_BANK_HOLIDAYS], _times(start, end)) for start, end in table.bank_holiday_times]


def _closed(first: date, last: date) -> Data:
    return _open([], {**_NEVER, "validFrom": first.isoformat(), "validThrough": last.isoformat()})


def _times(opens: time, closes: time) -> dict[str, str]:
    """Midnight at the end of a day is written as its last minute: 00:00 would mean closed, or the day before."""
    end = "23:59" if closes == time(0) else f"{closes:%H:%M}"
    return {"opens": f"{opens:%H:%M}", "closes": end}


def _open(days: list[str], more: Mapping[str, str]) -> Data:
    return _filled({"@type": "OpeningHoursSpecification", "dayOfWeek": days, **more})


def _phone(service: Service) -> Data:
    """The number; one that is answered at some hours only is given with these hours, or not at all."""
    if not service.phone_hours:
        return _contact_point(service.phone)
    hours = week(timetable(service.phone_hours))
    return {**_contact_point(service.phone), "hoursAvailable": hours} if hours else {}


def _contact_point(number: str) -> Data:
    return {"@type": "ContactPoint", "telephone": number} if number else {}


def _place(service: Service, hours: list[Data]) -> Data:
    if not service.address:
        return {}
    address = {
        "@type": "PostalAddress",
        "streetAddress": service.address,
        "addressLocality": service.town,
        "postalCode": service.postcode,
        "addressCountry": "GB",
    }
    return _filled({"@type": "Place", "address": _filled(address), "openingHoursSpecification": hours})


def _filled(data: Data) -> Data:
    return {name: value for name, value in data.items() if value}
