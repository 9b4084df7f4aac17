"""The whole directory to take away: as JSON in the shape of the open standard, and as CSV. Pure.

``public`` is what anybody may have: no rows for professionals, no lines that are set aside, no way to reach a stale row
nor hours as if it ran, and nothing that is for editors. It is cut from the rows before anything is written, so no format
can forget it.
"""

import csv
import io
import json
import re
from calendar import day_name, month_name
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from bot.directory.due import assurance_on
from bot.directory.hsds import Tables, tables
from bot.directory.hsds_rows import Row
from bot.directory.model import ALWAYS, Assurance, Audience, Service
from bot.directory.pack import Packs

PROFILE = "HSDS-UK-3.0"
CONTACTS = (
    "phone",
    "sms",
    "sms_keyword",
    "email",
    "url",
    "languages_access",
    "phone_hours",
    "phone_otherwise",
)
"""What is not given away of a stale row."""
FOR_EDITORS = ("confirmed_by", "confidence", "doubts", "source", "notes")
"""What is never given away."""

_SESSIONS = ("hours", "fortnightly_from", "closed")
_DAYS = {name[:2]: name for name in day_name}
_IN_WORDS = {**_DAYS, ALWAYS: "day and night", "PH": "bank holidays"}
_CODE = re.compile(rf"\b(?:{'|'.join(_IN_WORDS)})\b")

_COLUMNS = tuple(each.name for each in fields(Service))
_MANY = {
    "schedules": "schedule",
    "closures": "closure",
    "service_areas": "service_area",
    "languages": "language",
    "cost_options": "cost_option",
    "contacts": "contact",
    "phones": "phone",
}


def as_json(packs: Packs, *, version: str, today: date, public: bool) -> str:
    """Every service with all that belongs to it inside, its phones among them."""
    made = tables(shown(packs, today=today, public=public))
    whole = {
        "profile": PROFILE,
        "version": version,
        "taxonomies": [_bare(row) for row in made["taxonomy"]],
        "services": services(made),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(packs: Packs, *, today: date, public: bool) -> str:
    """One row a service, in the columns of services.csv after its region."""
    out = io.StringIO()
    left_out = FOR_EDITORS if public else ()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [name for name in _COLUMNS if name not in left_out]
    writer.writerow(columns)
    for service in shown(packs, today=today, public=public).services:
        cells = (getattr(service, name) for name in columns)
        writer.writerow(("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in cells)
    return out.getvalue()


def shown(packs: Packs, *, today: date, public: bool) -> Packs:
    """The packs with the assurance of today and, if ``public``, without what not everybody may have."""
    rows = [replace(row, assurance=assurance_on(row, today)) for row in packs.services]
    if public:
        aside = {each for region in packs.regions.values() for each, _ in region.set_aside}
        rows = [_cut(row) for row in rows if row.audience is Audience.PUBLIC and row.id not in aside]
    return replace(packs, services=rows)


def _cut(service: Service) -> Service:
    nothing: dict[str, Any] = dict.fromkeys(FOR_EDITORS, "")
    return replace(_as_last_listed(service), **nothing)


def _as_last_listed(service: Service) -> Service:
    """A stale row does not look as if it ran: its hours are words only, and its alert says how old it is."""
    if service.assurance is not Assurance.STALE:
        return service
    nothing: dict[str, Any] = dict.fromkeys((*CONTACTS, *_SESSIONS), "")
    return replace(
        service,
        description=" ".join(filter(None, (service.description, _last_hours(service)))),
        alert=" ".join(filter(None, (_last_listed(service.last_seen), service.alert))),
        **nothing,
    )


def _last_hours(service: Service) -> str:
    if not service.hours:
        return ""
    words = _CODE.sub(lambda match: _IN_WORDS[match[0]], service.hours)
    words = re.sub(r"\[([^]]*)\]", r" (\1 of the month)", words)
    return f"Last known hours: {'every second week, ' if service.fortnightly_from else ''}{words}."


def _last_listed(last_seen: str) -> str:
    if not last_seen:
        return "We do not know when it was last listed; it may have changed."
    year, _, rest = last_seen.partition("-")
    month = f"{month_name[int(rest[:2])]} " if rest else ""
    return f"Last listed in {month}{year}; it may have changed."


def services(made: Tables) -> list[dict[str, Any]]:
    """The services of these tables, each with everything that refers to it nested as the standard says."""
    one = {name: {row["id"]: row for row in rows} for name, rows in made.items()}
    many = {
        name: _by(made[name], "service_id") for name in (*_MANY.values(), "service_at_location", "assurance")
    }
    links = _by(made["attribute"], "link_id")
    inside = {name: _by(made[name], "location_id") for name in ("address", "accessibility")}
    found = []
    for row in made["service"]:
        me = row["id"]
        nested: dict[str, Any] = _bare(row) | {
            "organization": _bare(one["organization"][row["organization_id"]])
        }
        nested |= {plural: [_bare(each) for each in many[table][me]] for plural, table in _MANY.items()}
        nested["service_at_locations"] = [
            _bare(each) | {"location": _location(one["location"][each["location_id"]], inside)}
            for each in many["service_at_location"][me]
        ]
        nested["attributes"] = [
            _bare(each) | {"taxonomy_term": _bare(one["taxonomy_term"][each["taxonomy_term_id"]])}
            for each in links[me]
        ]
        nested["assurance"] = _bare(many["assurance"][me][0])
        found.append(nested)
    return found


def _location(row: Row, inside: Mapping[str, Mapping[object, list[Row]]]) -> dict[str, Any]:
    addresses, accessibility = (
        [_bare(each) for each in inside[name][row["id"]]] for name in ("address", "accessibility")
    )
    return _bare(row) | {"addresses": addresses, "accessibility": accessibility}


def _by(rows: list[Row], column: str) -> Mapping[object, list[Row]]:
    grouped: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def _bare(row: Row) -> dict[str, Any]:
    """A row without what is not known."""
    return {name: value for name, value in row.items() if value is not None}
