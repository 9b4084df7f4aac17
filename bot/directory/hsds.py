"""The directory in the tables of the open standard: HSDS 3.0, of which Open Referral UK 3.0 is a profile. Pure.

We publish the superset: the UK profile has no phone numbers in a service. Times are London wall time and naive, as the
UK's own samples are; a session that closes at or before it opens runs past midnight. The standard says nothing about bank
holidays, closures or how sure one is of a row, so ``bank_holidays``, ``closure`` and ``assurance`` are ours.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from bot.directory.hsds_rows import DROP_IN, Entry, Row, key, of_service
from bot.directory.model import Kind
from bot.directory.pack import Packs
from bot.directory.sheet import listed
from bot.directory.terms import terms

Tables = dict[str, list[Row]]

COLUMNS: Mapping[str, str] = {
    "organization": "id name description",
    "service": "id local_id region organization_id name alternate_name description what_happens url email status "
    "eligibility_description application_process interpretation_services minimum_age maximum_age assured_date alert "
    "audience referred_by",
    "location": "id location_type name",
    "address": "id location_id address_1 city state_province postal_code country address_type",
    "service_at_location": "id service_id location_id",
    "schedule": "id service_id service_at_location_id valid_from valid_to dtstart timezone freq interval byday opens_at "
    "closes_at description bank_holidays",
    "closure": "id service_id starts_on ends_on",
    "contact": "id service_id name email",
    "phone": "id service_id contact_id number type description hours",
    "cost_option": "id service_id option amount currency",
    "service_area": "id service_id name extent extent_type",
    "taxonomy": "id name description",
    "taxonomy_term": "id taxonomy_id code name description",
    "attribute": "id link_id link_type taxonomy_term_id",
    "accessibility": "id location_id description",
    "language": "id service_id name code",
    "assurance": "id service_id state owner confirmed_on confirmed_by last_seen source confidence review_days doubts "
    "always_stands notes",
}
"""Every table with its columns. A column ``<table>_id`` refers to that table, which stands before this one."""

NUMBERS = frozenset({"minimum_age", "maximum_age", "interval", "amount", "review_days", "always_stands"})
"""The columns that hold whole numbers."""

_TAXONOMIES = {
    "kind": "The kind of service.",
    "need": "What a person can ask for.",
    "group": "The people that a service is only for.",
    "access": "How a person comes in.",
}


def tables(packs: Packs) -> Tables:
    """Every table with its rows. Ids are made from our own, so the same packs give the same ids."""
    found: Tables = {name: [] for name in COLUMNS}
    seen: set[object] = set()
    places = {(region, place.name): place for region, place in packs.places}
    found_by: dict[str, list[str]] = {}
    for term, service in terms(packs.services, packs.needs):
        found_by.setdefault(service.id, []).append(term)
    rows = (
        of_service(service, packs.regions[service.region], places, found_by[service.id])
        for service in packs.services
    )
    for table, row in chain(_taxonomies(packs), *rows):
        if row["id"] not in seen:  # services share organisations and locations
            seen.add(row["id"])
            found[table].append({name: row.get(name) for name in _names(table)})
    return found


def refers_to(table: str) -> list[tuple[str, str, str]]:
    """The foreign keys of a table: column, other table, its column."""
    stems = [(name, name.removesuffix("_id")) for name in _names(table) if name.endswith("_id")]
    keys = [(name, stem, "id") for name, stem in stems if stem in COLUMNS]
    return [*keys, ("local_id", "services", "id")] if table == "service" else keys


@cache
def _names(table: str) -> tuple[str, ...]:
    return tuple(COLUMNS[table].split())


def _taxonomies(packs: Packs) -> Iterator[Entry]:
    for code, description in _TAXONOMIES.items():
        yield "taxonomy", {"id": key("taxonomy", code), "name": code, "description": description}
    for kind in Kind:
        yield _term("kind", kind, kind.replace("_", " "))
    for need in packs.needs:
        yield _term("need", need.id, need.name)
    for group in sorted({group for service in packs.services for group in listed(service.groups)}):
        yield _term("group", group, group.replace("_", " "))
    for answer, name in DROP_IN.items():
        yield _term("access", f"drop_in_{answer}", name)


def _term(taxonomy: str, code: str, name: str) -> Entry:
    row: Row = {"id": key("taxonomy_term", taxonomy, code), "taxonomy_id": key("taxonomy", taxonomy)}
    return "taxonomy_term", {**row, "code": str(code), "name": name, "description": _TAXONOMIES[taxonomy]}
