"""The tables of the open standard, and whether what we publish is in its shape."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.directory import export
from bot.directory.build import build
from bot.directory.built import read_built
from bot.directory.hsds import COLUMNS, tables
from bot.directory.hsds_rows import Row
from bot.directory.model import Service
from bot.directory.pack import Packs, read_packs
from tests.directory.conftest import TODAY
from tests.directory.hsds_schema import SERVICE
from tests.directory.packs import CAFE, CONTENT, DRAMA_NUMBER, services_csv, write_services
from tests.directory.rows import cafe, packs_of, service

VALID = Draft202012Validator(SERVICE)
FULL = {
    "email": "cafe@example.org",
    "url": "https://example.org/",
    "sms": "07700 900123",
    "sms_keyword": "BULL",
    "phone": DRAMA_NUMBER,
    "phone_hours": "Mo-Fr 09:00-17:00",
    "phone_otherwise": "01632 960002",
    "age_min": "16",
    "age_max": "25",
    "languages": "en; gu",
    "bsl": "yes",
    "step_free": "yes",
    "free": "yes",
    "drop_in": "yes",
    "groups": "students",
    "what_happens": "Somebody makes you a cup of tea.",
}
# Numbers of the drama ranges are refused by the checks of a build.
MAY_BE_BUILT = (
    CAFE | FULL | {"phone": CAFE["phone"], "sms": "", "sms_keyword": "", "phone_otherwise": "116 123"}
)


def made(*rows: Service) -> dict[str, list[Row]]:
    return tables(packs_of(*rows))


def of(found: dict[str, list[Row]], table: str, service_id: str = "am-cafe") -> list[Row]:
    """The rows of a table for one service."""
    (mine,) = [row["id"] for row in found["service"] if row["local_id"] == service_id]
    return [row for row in found[table] if mine in {row.get("service_id"), row.get("link_id")}]


def columns(rows: list[Row], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"hours": ""}, []),
        ({"hours": "24/7"}, [("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00", "open")]),
        ({"hours": "We 12:00-20:00"}, [("WEEKLY", "WE", "12:00", "20:00", "unknown")]),
        ({"hours": "Fr 22:00-02:00; PH off"}, [("WEEKLY", "FR", "22:00", "02:00", "closed")]),
        ({"hours": "Mo-Tu 17:00-24:00"}, [("WEEKLY", "MO,TU", "17:00", "00:00", "unknown")]),
        ({"hours": "We[1] 10:00-12:00"}, [("MONTHLY", "1WE", "10:00", "12:00", "unknown")]),
        ({"hours": "Fr[-1] 10:00-12:00"}, [("MONTHLY", "-1FR", "10:00", "12:00", "unknown")]),
        ({"hours": "Mo-Fr"}, [("WEEKLY", "MO,TU,WE,TH,FR", None, None, "unknown")]),
        (
            {"hours": "Mo 09:00-17:00; PH 10:00-14:00"},
            [("WEEKLY", "MO", "09:00", "17:00", "open"), (None, None, "10:00", "14:00", "only")],
        ),
    ],
)
def test_hours_become_schedules(cells: dict[str, str], expected: list[tuple[object, ...]]) -> None:
    found = of(made(cafe(**cells)), "schedule")
    assert columns(found, "freq", "byday", "opens_at", "closes_at", "bank_holidays") == expected
    assert {row["timezone"] for row in found} <= {"Europe/London"}


def test_a_fortnight_has_a_start_and_closures_have_both_days() -> None:
    cells = {"fortnightly_from": "2026-03-04", "closed": "2026-12-24..2027-01-02"}
    found = made(cafe(**cells))
    assert columns(of(found, "schedule"), "interval", "dtstart") == [(2, "2026-03-04")]
    assert columns(of(found, "closure"), "starts_on", "ends_on") == [("2026-12-24", "2027-01-02")]


def test_everything_that_is_known_is_there() -> None:
    found = made(cafe(**FULL))
    assert columns(of(found, "phone"), "number", "type", "hours") == [
        (DRAMA_NUMBER, "voice", "Mo-Fr 09:00-17:00"),
        ("01632 960002", "voice", None),
        ("07700 900123", "text", None),
    ]
    assert columns(of(found, "contact"), "name", "email") == [("Its owner", "cafe@example.org")]
    assert columns(of(found, "cost_option"), "option", "amount") == [("Free", 0)]
    assert columns(of(found, "language"), "code") == [("en",), ("gu",), ("bfi",)]
    assert columns(found["accessibility"], "description") == [("Step-free",)]
    assert columns(found["address"], "address_1", "city", "state_province", "country") == [
        ("The Bull", "Ambridge", "Borchester district", "GB")
    ]
    terms = {row["id"]: row["code"] for row in found["taxonomy_term"]}
    named = [terms[row["taxonomy_term_id"]] for row in of(found, "attribute")]
    assert named == ["crisis_cafe", "students", "drop_in_yes"]
    (service,) = [row for row in found["service"] if row["local_id"] == "am-cafe"]
    assert (service["minimum_age"], service["maximum_age"]) == (16, 25)
    assert of(found, "assurance")[0]["review_days"] == 91


def test_what_is_not_known_is_not_made_up() -> None:
    found = made(service(id="am-line"))
    empty = ("schedule", "closure", "contact", "phone", "cost_option", "language", "service_at_location")
    assert [of(found, table, "am-line") for table in empty] == [[]] * len(empty)
    assert columns(of(found, "service_area", "am-line"), "name", "extent") == [("Ambridge", "BC1")]


@pytest.mark.parametrize(
    ("serves", "areas"),
    [("BC1", [("BC1", "outcode")]), ("Borchester district", [("Borchester district", "district")])],
)
def test_who_is_served(serves: str, areas: list[tuple[str, str]]) -> None:
    found = of(made(cafe(serves=serves)), "service_area")
    assert columns(found, "name", "extent_type") == areas


def test_services_share_a_location_and_an_owner() -> None:
    found = made(cafe(), cafe(id="am-choir", kind="other"))
    assert (len(found["location"]), len(found["address"])) == (1, 1)
    assert len({row["location_id"] for row in found["service_at_location"]}) == 1
    assert len(found["organization"]) == 1


def test_the_same_packs_give_the_same_ids_and_no_id_twice() -> None:
    first, second = made(cafe(**FULL)), made(cafe(**FULL))
    assert first == second
    ids = [row["id"] for rows in first.values() for row in rows]
    assert len(ids) == len(set(ids))


def test_the_built_file_holds_the_tables_with_their_keys(packs: Path, tmp_path: Path) -> None:
    write_services(packs, services_csv([MAY_BE_BUILT]))
    path = build(packs, tmp_path, today=TODAY).path
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        keys = connection.execute("pragma foreign_key_list(service)").fetchall()
        assert {key[2] for key in keys} == {"organization", "services"}
        for table in COLUMNS:
            (info,) = [row for row in connection.execute(f"pragma table_info({table})") if row[5]]
            assert info[1] == "id"


def test_a_built_file_reads_back_as_the_packs(tmp_path: Path) -> None:
    path = build(CONTENT, tmp_path, today=TODAY).path
    read, written = read_built(path), read_packs(CONTENT, today=TODAY)
    for name in ("regions", "services", "places", "needs"):
        assert getattr(read, name) == getattr(written, name)


def nested(packs: Packs) -> list[dict[str, Any]]:
    whole = json.loads(export.as_json(packs, version="1", today=TODAY, public=False))
    found: list[dict[str, Any]] = whole["services"]
    return found


def test_what_we_publish_is_in_the_shape_of_the_standard() -> None:
    invented = packs_of(cafe(**FULL), service(id="am-bare"), service(id="am-flat", place="Ambridge"))
    ours = [*nested(invented), *nested(read_packs(CONTENT, today=TODAY))]
    assert [(each["name"], str(error.message)) for each in ours for error in VALID.iter_errors(each)] == []
    assert len(ours) > 100


def broken(change: Callable[[dict[str, Any]], object], whole: dict[str, Any]) -> dict[str, Any]:
    copy = deepcopy(whole)
    change(copy)
    return copy


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.pop("name"),
        lambda it: it.update(id="am-cafe"),
        lambda it: it.update(status="open"),
        lambda it: it["organization"].pop("description"),
        lambda it: it["schedules"][0].update(freq="DAILY"),
        lambda it: it["schedules"][0].update(opens_at="9am"),
        lambda it: it["schedules"][0].update(byday="WED"),
        lambda it: it["schedules"][0].update(interval=2),
        lambda it: it["service_at_locations"][0]["location"]["addresses"][0].pop("city"),
        lambda it: it["service_at_locations"][0]["location"].update(location_type="pub"),
        lambda it: it["phones"][0].pop("number"),
        lambda it: it["attributes"][0].pop("taxonomy_term"),
        lambda it: it.update(minimum_age="16"),
    ],
)
def test_the_shape_refuses_what_is_not_of_the_standard(
    change: Callable[[dict[str, Any]], object],
) -> None:
    (whole,) = nested(packs_of(cafe(**FULL)))
    assert VALID.is_valid(whole)
    assert not VALID.is_valid(broken(change, whole))
