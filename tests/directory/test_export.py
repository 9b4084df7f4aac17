"""What is given away of the directory, and what is not."""

import csv
import io
import json
from typing import Any

import pytest

from bot.directory.export import CONTACTS, FOR_EDITORS, as_csv, as_json
from bot.directory.model import Service
from bot.directory.pack import Packs, read_packs
from tests.directory.conftest import TODAY
from tests.directory.packs import CONTENT, DRAMA_NUMBER
from tests.directory.rows import cafe, packs_of, service

SECRETS = {
    "phone": DRAMA_NUMBER,
    "phone_otherwise": "01632 960002",
    "phone_hours": "Mo-Fr 09:00-17:00",
    "sms": "07700 900123",
    "sms_keyword": "BULL",
    "email": "cafe@example.org",
    "url": "https://example.org/cafe",
    "languages_access": "Interpreters by video",
}
EDITORS = {
    "confirmed_by": "Ruth Archer",
    "confidence": "low",
    "doubts": "number_unsure",
    "source": "https://example.org/source",
    "notes": "Heard at the shop.",
}
WHOLE = cafe(**SECRETS, **EDITORS)
STALE = cafe(**SECRETS, **EDITORS, assurance="stale")
STAFF = cafe(**SECRETS, audience="professionals", name="Staff door")


def json_of(packs: Packs, *, public: bool) -> list[dict[str, Any]]:
    whole = json.loads(as_json(packs, version="v1", today=TODAY, public=public))
    assert whole["version"] == "v1"
    found: list[dict[str, Any]] = whole["services"]
    return found


def csv_of(packs: Packs, *, public: bool) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(packs, today=TODAY, public=public), newline="")))


def texts(packs: Packs, *, public: bool) -> list[str]:
    return [
        as_json(packs, version="v1", today=TODAY, public=public),
        as_csv(packs, today=TODAY, public=public),
    ]


def test_all_kinds_of_secret_are_tried() -> None:
    assert {*SECRETS} == {*CONTACTS}
    assert {*EDITORS} == {*FOR_EDITORS}


@pytest.mark.parametrize(
    ("packs", "public", "absent"),
    [
        (packs_of(WHOLE), False, []),
        (packs_of(WHOLE), True, [*EDITORS.values()]),
        (packs_of(STALE), False, []),
        (packs_of(STALE), True, [*SECRETS.values(), *EDITORS.values()]),
        (packs_of(STAFF), True, [*SECRETS.values(), "Staff door"]),
        (packs_of(WHOLE, set_aside=(("am-cafe", "It has moved."),)), True, [*SECRETS.values(), "Bull"]),
    ],
)
def test_what_is_not_given_away(packs: Packs, *, public: bool, absent: list[str]) -> None:
    for text in texts(packs, public=public):
        assert [secret for secret in absent if secret in text] == []
    if not absent:
        for text in texts(packs, public=public):
            assert [secret for secret in (*SECRETS.values(), *EDITORS.values()) if secret not in text] == []


def test_a_stale_row_keeps_its_place() -> None:
    (told,) = json_of(packs_of(STALE), public=True)
    assert told["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "The Bull"
    assert (told["phones"], told["contacts"], told["assurance"]["state"]) == ([], [], "stale")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"hours": "We 12:00-20:00"}, "Last known hours: Wednesday 12:00-20:00."),
        ({"hours": "Mo-Fr; PH off"}, "Last known hours: Monday-Friday; bank holidays off."),
        ({"hours": "24/7"}, "Last known hours: day and night."),
        ({"hours": "We[1] 10:00-12:00"}, "Last known hours: Wednesday (1 of the month) 10:00-12:00."),
        (
            {"hours": "We 10:00-12:00", "fortnightly_from": "2026-03-04", "closed": "2026-12-24"},
            "Last known hours: every second week, Wednesday 10:00-12:00.",
        ),
        ({"hours": "", "description": "Tea."}, "Tea."),
        ({"hours": "24/7", "description": "Tea."}, "Tea. Last known hours: day and night."),
    ],
)
def test_of_a_stale_row_the_last_known_hours_are_given_in_words_only(
    cells: dict[str, str], said: str
) -> None:
    packs = packs_of(cafe(**{"assurance": "stale", "description": "", **cells}))
    ((told,), (row,)) = json_of(packs, public=True), csv_of(packs, public=True)
    assert (told["schedules"], told["closures"]) == ([], [])
    assert (row["hours"], row["fortnightly_from"], row["closed"]) == ("", "", "")
    assert (told["description"], row["description"]) == (said, said)


@pytest.mark.parametrize(
    ("cells", "alert"),
    [
        ({"last_seen": "2021-12-21"}, "Last listed in December 2021; it may have changed."),
        ({"last_seen": "2022-07"}, "Last listed in July 2022; it may have changed."),
        ({"last_seen": "2019"}, "Last listed in 2019; it may have changed."),
        ({"last_seen": ""}, "We do not know when it was last listed; it may have changed."),
        (
            {"last_seen": "2019", "alert": "Call first."},
            "Last listed in 2019; it may have changed. Call first.",
        ),
    ],
)
def test_a_stale_row_says_how_old_it_is(cells: dict[str, str], alert: str) -> None:
    packs = packs_of(cafe(assurance="stale", **cells))
    assert [each["alert"] for each in json_of(packs, public=True)] == [alert]
    assert [each["alert"] for each in csv_of(packs, public=True)] == [alert]


@pytest.mark.parametrize(("row", "public"), [(STALE, False), (WHOLE, True)])
def test_other_rows_and_the_editors_export_keep_their_schedules(row: Service, *, public: bool) -> None:
    (told,) = json_of(packs_of(row), public=public)
    assert told["schedules"][0]["byday"] == "WE"
    assert "alert" not in told


def test_a_confirmation_that_is_too_old_is_none() -> None:
    packs = packs_of(cafe(assurance="confirmed", confirmed_on="2025-01-01", confirmed_by="Ruth Archer"))
    assert [each["assurance"]["state"] for each in json_of(packs, public=True)] == ["needs_confirmation"]
    assert [each["assurance"] for each in csv_of(packs, public=True)] == ["needs_confirmation"]


def test_csv_holds_every_row_as_it_is() -> None:
    packs = packs_of(cafe(name='The "Bull", Café'), service(id="uk-one", always_stands="yes"))
    rows = csv_of(packs, public=False)
    assert [row["name"] for row in rows] == ['The "Bull", Café', "A service"]
    assert [row["always_stands"] for row in rows] == ["no", "yes"]


def test_the_real_directory_gives_nothing_away() -> None:
    packs = read_packs(CONTENT, today=TODAY)
    stale = {each.id for each in packs.services if each.assurance == "stale"}
    staff = {each.id for each in packs.services if each.audience == "professionals"}
    rows = {each["local_id"]: each for each in json_of(packs, public=True)}
    assert stale <= {*rows}
    assert not staff & {*rows}
    assert [each for each in stale if rows[each]["phones"] or "url" in rows[each]] == []
    assert [each for each in stale if rows[each]["schedules"] or "alert" not in rows[each]] == []
    assert len(rows) == len(packs.services) - len(staff)
    assert [row["id"] for row in csv_of(packs, public=True) if row["id"] in stale and row["phone"]] == []
