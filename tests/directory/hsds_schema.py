"""The shape of HSDS 3.0 as Open Referral UK uses it, written down from the standard's list of tables and fields.

It is the superset: phones on a service, which the UK profile leaves out. Other properties are allowed, as in the standard.
"""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CLOCK: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:\d{2})?$"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
PLACE_TYPE: Schema = {"enum": ["physical", "postal", "virtual"]}


def row(required: str, **properties: Schema) -> Schema:
    """An object with an id, and these."""
    return {"type": "object", "required": ["id", *required.split()], "properties": {"id": UUID, **properties}}


def rows(of: Schema) -> Schema:
    """A list of them."""
    return {"type": "array", "items": of}


ORGANIZATION = row("name description", name=TEXT, description=TEXT)
ADDRESS = row(
    "address_1 city state_province postal_code country address_type",
    address_1={**TEXT, "minLength": 1},
    city={**TEXT, "minLength": 1},
    state_province=TEXT,
    postal_code=TEXT,
    country={"type": "string", "pattern": "^[A-Z]{2}$"},
    address_type=PLACE_TYPE,
)
LOCATION = row(
    "location_type",
    location_type=PLACE_TYPE,
    addresses=rows(ADDRESS),
    accessibility=rows(row("", description=TEXT)),
)
SCHEDULE = row(
    "",
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    interval={"type": "integer", "minimum": 1},
    byday={
        "type": "string",
        "pattern": "^(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$",
    },
    dtstart=DAY,
    valid_from=DAY,
    valid_to=DAY,
    opens_at=CLOCK,
    closes_at=CLOCK,
    bank_holidays={"enum": ["closed", "open", "unknown", "only"]},
)
SCHEDULE["if"] = {"properties": {"interval": {"minimum": 2}}, "required": ["interval"]}
SCHEDULE["then"] = {"required": ["dtstart"]}
TERM = row("name description", name=TEXT, description=TEXT, taxonomy_id=UUID)
SERVICE = row(
    "name status organization",
    name={**TEXT, "minLength": 1},
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    organization_id=UUID,
    organization=ORGANIZATION,
    minimum_age=WHOLE,
    maximum_age=WHOLE,
    assured_date=DAY,
    email={"type": "string", "pattern": "@"},
    url={"type": "string", "pattern": "^https?://"},
    schedules=rows(SCHEDULE),
    service_areas=rows(row("", name=TEXT, extent=TEXT)),
    service_at_locations=rows(row("location", service_id=UUID, location_id=UUID, location=LOCATION)),
    languages=rows(row("", name=TEXT, code=TEXT)),
    cost_options=rows(row("", option=TEXT, amount=WHOLE, currency={"const": "GBP"})),
    contacts=rows(row("", name=TEXT, email=TEXT)),
    phones=rows(
        row("number type", number={**TEXT, "minLength": 3}, type={"enum": ["voice", "text", "textphone"]})
    ),
    attributes=rows(row("link_id link_type taxonomy_term", link_id=UUID, taxonomy_term=TERM)),
)
