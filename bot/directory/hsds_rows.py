"""The rows of one service in the tables of the open standard (see ``hsds``). What is not known is not made up. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from uuid import UUID, uuid5

from bot.directory.due import REVIEW_DAYS
from bot.directory.model import Place, Region, Service
from bot.directory.schedule import Schedule, Timetable, timetable
from bot.directory.sheet import listed

Row = dict[str, object]
Entry = tuple[str, Row]
"""A table and a row of it."""

# Ours alone. Never change it: every id that we have published comes from it.
_SPACE = UUID("6f0b1c62-8d1e-5a55-9c1b-0f6a3f2d7e41")
DROP_IN = {"yes": "drop-in", "no": "not drop-in"}
_STEP_FREE = {"yes": "Step-free", "no": "Not step-free"}
_EVERY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BRITISH_SIGN_LANGUAGE = "bfi"  # its code in ISO 639-3


def key(table: str, *parts: object) -> str:
    """The id of a row of the standard, from ids of ours."""
    return str(uuid5(_SPACE, ":".join(map(str, (table, *parts)))))


def of_service(
    service: Service, region: Region, places: Mapping[tuple[str, str], Place], found_by: Iterable[str]
) -> Iterator[Entry]:
    """Every row that a service gives. ``places`` are by region and name; ``found_by`` are its terms (see ``terms``)."""
    place = places.get((service.region, service.place))
    yield from _itself(service)
    yield from _location(service, region, place)
    yield from _schedules(service)
    yield from _contacts(service)
    yield from _extras(service)
    yield from _areas(service, region)
    yield from _attributes(service, found_by)
    yield "assurance", _assurance(service)


def _itself(service: Service) -> Iterator[Entry]:
    owner = service.owner or service.name
    organization = key("organization", owner)
    yield (
        "organization",
        {"id": organization, "name": owner, "description": "Runs services of the directory."},
    )
    yield (
        "service",
        {
            "id": key("service", service.id),
            "local_id": service.id,
            "region": service.region,
            "organization_id": organization,
            "name": service.name,
            "alternate_name": service.short_name or None,
            "description": service.description or None,
            "what_happens": service.what_happens or None,
            "url": service.url or None,
            "email": service.email or None,
            "status": "active",
            "eligibility_description": service.eligibility or None,
            "application_process": service.access or None,
            "interpretation_services": service.languages_access or None,
            "minimum_age": int(service.age_min) if service.age_min else None,
            "maximum_age": int(service.age_max) if service.age_max else None,
            "assured_date": service.confirmed_on or None,
            "alert": service.alert or None,
            "audience": str(service.audience),
            "referred_by": service.referred_by or None,
        },
    )


def _spot(service: Service) -> str | None:
    """What makes two services be at one location; None for a service that is nowhere to go to."""
    if not (service.address or service.outcode or service.place):
        return None
    parts = (service.region, service.address, service.town, service.postcode, service.outcode, service.place)
    return "|".join(part.casefold() for part in parts)


def _location(service: Service, region: Region, place: Place | None) -> Iterator[Entry]:
    spot = _spot(service)
    if spot is None:
        return
    location = key("location", spot)
    yield (
        "location",
        {
            "id": location,
            "location_type": "physical",
            "name": service.address or service.place or service.outcode,
        },
    )
    city = service.town or service.place
    if service.address and city:
        yield (
            "address",
            {
                "id": key("address", spot),
                "location_id": location,
                "address_1": service.address,
                "city": city,
                "state_province": (place.district if place else "") or region.name,
                "postal_code": service.postcode or service.outcode,
                "country": "GB",
                "address_type": "physical",
            },
        )
    yield (
        "service_at_location",
        {"id": _at(service), "service_id": key("service", service.id), "location_id": location},
    )
    if service.step_free in _STEP_FREE:
        said = _STEP_FREE[service.step_free]
        row: Row = {"id": key("accessibility", spot, said), "location_id": location, "description": said}
        yield "accessibility", row


def _at(service: Service) -> str:
    return key("service_at_location", service.id)


def _schedules(service: Service) -> Iterator[Entry]:
    if not service.hours:
        return
    table = timetable(service.hours, fortnightly_from=service.fortnightly_from, closed=service.closed)
    for number, row in enumerate(_sessions(table)):
        common = {"id": key("schedule", service.id, number), "service_id": key("service", service.id)}
        at = {"service_at_location_id": _at(service) if _spot(service) else None}
        said = {"timezone": "Europe/London", "description": service.hours}
        yield "schedule", {"bank_holidays": table.bank_holidays, **common, **at, **said, **row}
    for first, last in table.closures:
        days = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
        yield (
            "closure",
            {"id": key("closure", service.id, first), "service_id": key("service", service.id), **days},
        )


def _sessions(table: Timetable) -> Iterator[Row]:
    if table.always:
        always = {"opens_at": "00:00", "closes_at": "00:00", "bank_holidays": "open"}
        yield {"freq": "WEEKLY", "interval": 1, "byday": ",".join(_EVERY_DAY), **always}
    yield from map(_session, table.schedules)
    for opens, closes in table.bank_holiday_times:
        yield {"opens_at": _clock(opens), "closes_at": _clock(closes), "bank_holidays": "only"}


def _session(schedule: Schedule) -> Row:
    days = ("dtstart", "valid_from", "valid_to")
    dated = {name: day.isoformat() if (day := getattr(schedule, name)) else None for name in days}
    when = {"freq": schedule.freq, "interval": schedule.interval, "byday": ",".join(schedule.byday)}
    return {**when, "opens_at": _clock(schedule.opens_at), "closes_at": _clock(schedule.closes_at), **dated}


def _clock(moment: time | None) -> str | None:
    return moment.isoformat("minutes") if moment else None


def _contacts(service: Service) -> Iterator[Entry]:
    numbers = list(_numbers(service))
    if not (numbers or service.email):
        return
    ids = {"service_id": key("service", service.id), "contact_id": key("contact", service.id)}
    named = {"name": service.owner or None, "email": service.email or None}
    yield "contact", {"id": ids["contact_id"], "service_id": ids["service_id"], **named}
    for name, row in numbers:
        yield "phone", {"id": key("phone", service.id, name), **ids, **row}


def _numbers(service: Service) -> Iterator[tuple[str, Row]]:
    if service.phone:
        yield "phone", {"number": service.phone, "type": "voice", "hours": service.phone_hours or None}
    if service.phone_otherwise:
        said = "When the other number is not answered"
        yield "otherwise", {"number": service.phone_otherwise, "type": "voice", "description": said}
    if service.sms:
        word = f"Text the word {service.sms_keyword}" if service.sms_keyword else None
        yield "sms", {"number": service.sms, "type": "text", "description": word}


def _extras(service: Service) -> Iterator[Entry]:
    of = {"service_id": key("service", service.id)}
    if service.free:
        cost: Row = (
            {"option": "Free", "amount": 0, "currency": "GBP"}
            if service.free == "yes"
            else {"option": "Not free"}
        )
        yield "cost_option", {"id": key("cost_option", service.id), **of, **cost}
    for code in listed(service.languages):
        yield "language", {"id": key("language", service.id, code), **of, "code": code}
    if service.bsl == "yes":
        signs = {"name": "British Sign Language", "code": _BRITISH_SIGN_LANGUAGE}
        yield "language", {"id": key("language", service.id, _BRITISH_SIGN_LANGUAGE), **of, **signs}


def _areas(service: Service, region: Region) -> Iterator[Entry]:
    of = {"service_id": key("service", service.id)}
    for area in listed(service.serves):
        named = {
            "name": area,
            "extent": area,
            "extent_type": "outcode" if area in region.outcodes else "district",
        }
        yield "service_area", {"id": key("service_area", service.id, area), **of, **named}
    if not service.serves:
        extent = {"extent": ";".join(region.outcodes), "extent_type": "outcodes"} if region.outcodes else {}
        yield "service_area", {"id": key("service_area", service.id), **of, "name": region.name, **extent}


def _attributes(service: Service, found_by: Iterable[str]) -> Iterator[Entry]:
    """``found_by`` are its terms: "kind:carers", or the id of a need."""
    named = [(taxonomy or "need", code) for taxonomy, _, code in (term.rpartition(":") for term in found_by)]
    named += [("group", group) for group in listed(service.groups)]
    named += [("access", f"drop_in_{service.drop_in}")] if service.drop_in in DROP_IN else []
    for taxonomy, code in named:
        link = {"link_id": key("service", service.id), "link_type": "service"}
        term = {"taxonomy_term_id": key("taxonomy_term", taxonomy, code)}
        yield "attribute", {"id": key("attribute", service.id, taxonomy, code), **link, **term}


def _assurance(service: Service) -> Row:
    same = ("owner", "confirmed_on", "confirmed_by", "last_seen", "source", "confidence", "doubts", "notes")
    return {
        "id": key("assurance", service.id),
        "service_id": key("service", service.id),
        "state": str(service.assurance),
        **{name: getattr(service, name) or None for name in same},
        "review_days": REVIEW_DAYS[service.kind],
        "always_stands": int(service.always_stands),
    }
