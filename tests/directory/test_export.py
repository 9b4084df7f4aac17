"""What is given away of the directory, and what is not."""

import csv
import io
import json
from typing import Any

import pytest

from bot.directory.export import CONTACTS, FOR_EDITORS, as_csv, as_json
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


def test_a_stale_row_keeps_its_place_and_its_last_known_hours() -> None:
    (told,) = json_of(packs_of(STALE), public=True)
    assert told["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "The Bull"
    assert told["schedules"][0]["byday"] == "WE"
    assert (told["phones"], told["contacts"], told["assurance"]["state"]) == ([], [], "stale")


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
    assert len(rows) == len(packs.services) - len(staff)
    assert [row["id"] for row in csv_of(packs, public=True) if row["id"] in stale and row["phone"]] == []
