"""One row at a time: what is refused, in which field."""

from pathlib import Path

import pytest

from bot.directory.build import PackError, build
from bot.directory.checks import read_service
from bot.directory.known import Known
from bot.directory.lookup import Directory
from bot.directory.misprints import Misprint
from bot.directory.pack import read_packs
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, row, services_csv, write_services

PLAIN = {"id": "am-one"}


def refused(cells: dict[str, str], known: Known | None = None) -> dict[str, str]:
    found: dict[str, str] = {}
    service = read_service(row(**PLAIN | cells), "am", found.__setitem__, today=TODAY, known=known)
    assert (service is None) == bool(found)
    return found


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"phone": "0808 800 3302"},
        {"phone": "0800 1111"},
        {"phone": "0800 4 70 80 90"},
        {"phone": "111"},
        {"phone": "116 123"},
        {"sms": "85258", "sms_keyword": "SHOUT"},
        {"postcode": "LE16 7AG", "outcode": "LE16"},
        {"hours": "Mo-Fr 09:00-17:00; PH off"},
        {"last_seen": "2021"},
        {"last_seen": "2021-12"},
        {"groups": "students; women"},
        {"assurance": "confirmed", "confirmed_on": "2026-03-31", "confirmed_by": "A. Nother"},
        {"audience": "professionals", "referred_by": "a GP"},
        {"age_min": "0"},
        {"age_min": "18", "age_max": "18"},
        {"languages": "en; gu; pa"},
        {"bsl": "yes", "step_free": "no", "free": "yes", "drop_in": "yes"},
        {"hours": "We[1] 10:00-12:00"},
        {"hours": "We 10:00-12:00", "fortnightly_from": "2026-03-04"},
        {"hours": "We 10:00-12:00", "closed": "2026-12-23; 2026-12-24..2027-01-02"},
        {"closed": "2026-12-24..2027-01-02"},
        {
            "phone": "0808 800 3302",
            "phone_hours": "Mo-Fr 08:00-16:00",
            "phone_otherwise": "0116 225 6847",
            "hours": "24/7",
        },
        {"doubts": "one_source; may_have_closed"},
        {"what_happens": "Someone listens."},
    ],
)
def test_taken(cells: dict[str, str]) -> None:
    assert refused(cells) == {}


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        ({"id": "other-one"}, "id", "begin with 'am-'"),
        ({"id": "am_one"}, "id", "small letters"),
        ({"name": ""}, "name", "is empty"),
        ({"kind": "cafe"}, "kind", "crisis_cafe"),
        ({"assurance": "checked"}, "assurance", "needs_confirmation"),
        ({"audience": "everyone"}, "audience", "professionals"),
        ({"always_stands": "TRUE"}, "always_stands", "not yes or no"),
        ({"groups": "teenagers"}, "groups", "young_people"),
        ({"phone": "0808 800330"}, "phone", "not a UK number"),
        ({"phone": "0808 800 330224"}, "phone", "not a UK number"),
        ({"phone": "8088003302"}, "phone", "its first 0"),
        ({"phone": "8.08801E+09"}, "phone", "not a UK number"),
        ({"phone": "0808 800 3302 / 0116 225 6847"}, "phone", "one number"),
        ({"phone": "12"}, "phone", "not a UK number"),
        ({"sms_keyword": "SHOUT"}, "sms_keyword", "needs a number"),
        ({"url": "www.example.org"}, "url", "begin with https://"),
        ({"url": "javascript:alert(1)"}, "url", "not a web address"),
        ({"email": "help at example.org"}, "email", "not an email"),
        ({"postcode": "le167ag", "outcode": "LE16"}, "postcode", "such as LE1 1AA"),
        ({"postcode": "LE16 7AG", "outcode": "LE1"}, "outcode", "first half of LE16 7AG"),
        ({"outcode": "Leicester"}, "outcode", "such as LE16"),
        ({"hours": "We 25:00-20:00"}, "hours", "09:00-17:30"),
        ({"hours": "Mo-Fr 9-5"}, "hours", "09:00-17:30"),
        ({"hours": "Wednesdays 12pm"}, "hours", "write Mo, Tu"),
        ({"hours": "We 12:00-24:30"}, "hours", "24:00"),
        ({"hours": "We 12:00-14:00; We 16:00-18:00"}, "hours", "one day twice"),
        ({"hours": "PH off"}, "hours", "names no day"),
        ({"last_seen": "21/12/2021"}, "last_seen", "2026-03-31"),
        ({"last_seen": "2021-13"}, "last_seen", "not a date"),
        ({"last_seen": "undated"}, "last_seen", "not a date"),
        ({"last_seen": "2027-01-01"}, "last_seen", "still to come"),
        ({"assurance": "confirmed", "confirmed_on": "2026-03-31"}, "confirmed_by", "is empty"),
        ({"assurance": "confirmed", "confirmed_by": "A. Nother"}, "confirmed_on", "is empty"),
        (
            {"assurance": "confirmed", "confirmed_by": "A. Nother", "confirmed_on": "2026"},
            "confirmed_on",
            "not a date",
        ),
        ({"confirmed_by": "A. Nother"}, "assurance", "is not confirmed"),
        ({"always_stands": "yes", "phone": "111"}, "always_stands", "open 24/7"),
        (
            {"always_stands": "yes", "phone": "111", "hours": "24/7", "assurance": "stale"},
            "always_stands",
            "not stale",
        ),
        ({"audience": "professionals"}, "referred_by", "is empty"),
        ({"referred_by": "a GP"}, "audience", "people are referred to it"),
        ({"access": "professional referral only"}, "audience", "people are referred to it"),
        ({"ages": "Nov-19"}, "ages", "write for instance 11 to 19"),
        ({"description": "Ring 0116 295 3060 today"}, "description", "move it to the column phone"),
        ({"alert": "[VERIFY] ask them"}, "alert", "holds a tag"),
        ({"name": "Two\nlines"}, "name", "more than one line"),
        ({"owner": ""}, "owner", "which organisation"),
        ({"what_happens": "They ring from 0116 295 3060"}, "what_happens", "holds a phone number"),
        ({"description": "Dial (01632) 960 001"}, "description", "holds a phone number"),
        ({"description": "Dial 01632.960.001"}, "description", "holds a phone number"),
        ({"description": "Text 85258", "assurance": "stale"}, "description", "holds a phone number"),
        ({"alert": "Or call 116 123.", "assurance": "stale"}, "alert", "holds a phone number"),
        ({"alert": "Or call 116123."}, "alert", "holds a phone number"),
        ({"age_min": "eighteen"}, "age_min", "an age in years"),
        ({"age_min": "18+"}, "age_min", "an age in years"),
        ({"age_max": "121"}, "age_max", "an age in years"),
        ({"age_min": "19", "age_max": "11"}, "age_max", "less than age_min"),
        ({"languages": "Gujarati"}, "languages", "such as en, gu"),
        ({"languages": "en; xx"}, "languages", "'xx' is not the code"),
        ({"bsl": "BSL"}, "bsl", "yes or no"),
        ({"step_free": "unknown"}, "step_free", "leave it empty"),
        ({"free": "TRUE"}, "free", "yes or no"),
        ({"drop_in": "Yes"}, "drop_in", "yes or no"),
        ({"doubts": "maybe"}, "doubts", "may_have_closed"),
        ({"closed": "Christmas"}, "closed", "2026-12-24"),
        ({"closed": "2026-12-24..2026-12-20"}, "closed", "before it begins"),
        ({"closed": "2026-02-30"}, "closed", "not a date"),
        ({"hours": "We 10:00-12:00", "fortnightly_from": "4 March"}, "fortnightly_from", "not a date"),
        ({"hours": "We 10:00-12:00", "fortnightly_from": "2026-03-05"}, "fortnightly_from", "Thursday"),
        ({"hours": "We[1] 10:00-12:00", "fortnightly_from": "2026-03-04"}, "fortnightly_from", "keep one"),
        ({"hours": "24/7", "fortnightly_from": "2026-03-04"}, "fortnightly_from", "needs hours with days"),
        ({"fortnightly_from": "2026-03-04"}, "fortnightly_from", "needs hours with days"),
        ({"hours": "week 1-53/2 We 10:00-12:00"}, "hours", "fortnightly_from"),
        (
            {"phone": "0808 800 3302", "phone_hours": "Mo-Fr 08:00-16:00"},
            "phone_otherwise",
            "all times outside",
        ),
        ({"phone": "0808 800 3302", "phone_otherwise": "0116 225 6847"}, "phone_hours", "when the number"),
        ({"phone_hours": "Mo-Fr 08:00-16:00", "phone_otherwise": "0116 225 6847"}, "phone", "is answered"),
        (
            {"phone": "0808 800 3302", "phone_hours": "24/7", "phone_otherwise": "0116 225 6847"},
            "phone_hours",
            "no other times",
        ),
        (
            {"phone": "0808 800 3302", "phone_hours": "office hours", "phone_otherwise": "0116 225 6847"},
            "phone_hours",
            "write",
        ),
        (
            {"phone": "0808 800 3302", "phone_hours": "Mo-Fr 08:00-16:00", "phone_otherwise": "12"},
            "phone_otherwise",
            "not a UK number",
        ),
    ],
)
def test_refused(cells: dict[str, str], field: str, says: str) -> None:
    found = refused(cells)
    assert list(found) == [field]
    assert says in found[field]


KNOWN = Known(
    needs=frozenset({"food"}),
    places=frozenset({"Ambridge"}),
    districts=frozenset({"Borchester district"}),
    outcodes=frozenset({"BC1", "BC2"}),
    misprints={"01162953060": Misprint("0116 295 3060", "0808 800 3302", "an old leaflet")},
)


@pytest.mark.parametrize(
    "cells",
    [
        {"place": "Ambridge", "needs": "food", "serves": "Borchester district; BC2"},
        {"postcode": "BC2 1AA", "outcode": "BC2"},
        {"postcode": "LE1 5RA", "outcode": "LE1", "serves": "BC1"},
        {"phone": "0808 800 3302"},
    ],
)
def test_names_that_are_known(cells: dict[str, str]) -> None:
    assert refused(cells, KNOWN) == {}


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        ({"place": "Felpersham"}, "place", "not in places.csv"),
        ({"needs": "food; shoes"}, "needs", "'shoes' is not in needs.csv"),
        ({"serves": "Borchester"}, "serves", "not a district of places.csv"),
        ({"serves": "LE1"}, "serves", "nor an outcode of region.yml"),
        ({"postcode": "LE1 5RA", "outcode": "LE1"}, "postcode", "outside this region"),
        ({"outcode": "LE1"}, "outcode", "outside this region"),
        ({"phone": "0116 295 3060"}, "phone", "write 0808 800 3302 (an old leaflet)"),
        ({"sms": "0116 2953060"}, "sms", "known misprint"),
        ({"languages_access": "Textphone: 0116 295 30 60."}, "languages_access", "known misprint"),
    ],
)
def test_names_that_are_not_known(cells: dict[str, str], field: str, says: str) -> None:
    found = refused(cells, KNOWN)
    assert list(found) == [field]
    assert says in found[field]


def test_a_national_row_may_be_anywhere() -> None:
    assert refused({"postcode": "LE1 5RA", "outcode": "LE1"}, Known()) == {}


def test_the_same_row_twice_is_refused_and_a_shared_number_is_a_warning(packs: Path) -> None:
    same = CAFE | {"id": "am-two", "owner": "Another owner"}
    write_services(packs, services_csv([CAFE, same]))
    with pytest.raises(PackError) as error:
        read_packs(packs, today=TODAY)
    assert [(fault.line, fault.field) for fault in error.value.faults] == [(3, "name")]
    assert "am-cafe" in str(error.value)
    write_services(packs, services_csv([CAFE, same | {"name": "Another café"}]))
    (warning,) = read_packs(packs, today=TODAY).warnings
    assert (warning.line, warning.field) == (3, "phone")
    assert "am-cafe" in warning.problem


def test_every_fault_is_named_at_once(packs: Path, tmp_path: Path) -> None:
    rows = [CAFE | {"phone": "1", "hours": "never"}, CAFE | {"id": "am-b", "place": "Felpersham"}]
    write_services(packs, services_csv(rows))
    with pytest.raises(PackError) as error:
        build(packs, tmp_path / "data", today=TODAY)
    assert [(fault.line, fault.field) for fault in error.value.faults] == [
        (2, "phone"),
        (2, "hours"),
        (3, "place"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "am/region.yml",
            "first_contact: uk-111",
            "first_contact: am-cafe",
            "am/region.yml:first_contact: 'am-cafe'",
        ),
        (
            "am/region.yml",
            "first_contact: uk-111",
            "first_contact: nobody",
            "am/region.yml:first_contact: 'nobody'",
        ),
        ("am/region.yml", "[uk-111]", "[]", "am/region.yml:day_and_night: ''"),
        ("am/region.yml", "[BC1]", "BC1", "am/region.yml:2: 'outcodes' must be a list"),
        ("am/region.yml", "[BC1]", "[Ambridge]", "am/region.yml:2: 'Ambridge' is not the first half"),
        ("am/region.yml", "name: Ambridge", "nmae: Ambridge", "am/region.yml:1: unknown field 'nmae'"),
        ("am/region.yml", "name: Ambridge", "name: [", "am/region.yml:3: is not YAML"),
        ("am/region.yml", "name: Ambridge", "name: 4", "am/region.yml:1: 'name' must be text"),
        (
            "uk/region.yml",
            "national: true",
            "national: maybe",
            "uk/region.yml:2: 'national' must be true or false",
        ),
        ("uk/region.yml", "national: true", "national: false", "national: one region"),
        ("uk/region.yml", "emergency: uk-999\n", "", "uk/region.yml:emergency: ''"),
        ("am/region.yml", "outcodes: [BC1]", "outcodes: [BC1]\nmain_places: [Ambridge]", None),
        (
            "am/region.yml",
            "outcodes: [BC1]",
            "outcodes: [BC1]\nmain_places: [Penny Hassett]",
            "am/region.yml:main_places: 'Penny Hassett' is not in places.csv",
        ),
        (
            "am/region.yml",
            "day_and_night: [uk-111]",
            'day_and_night: [uk-111, uk-999]\nset_aside: {uk-111: "Answered by nobody since 1 March"}',
            None,
        ),
        (
            "am/region.yml",
            "day_and_night: [uk-111]",
            'day_and_night: [uk-111, uk-999]\nset_aside: {uk-111: "shut"}',
            "am/region.yml:5: 'shut' is no reason",
        ),
        (
            "am/region.yml",
            "day_and_night: [uk-111]",
            "day_and_night: [uk-111]\nset_aside: {uk-111: Answered by nobody since 1 March}",
            "am/region.yml:set_aside: leaves no line",
        ),
        (
            "am/region.yml",
            "day_and_night: [uk-111]",
            "day_and_night: [uk-111]\nset_aside: {am-cafe: Answered by nobody since 1 March}",
            "am/region.yml:set_aside: 'am-cafe' is not a line that always stands",
        ),
        (
            "am/region.yml",
            "day_and_night: [uk-111]",
            "day_and_night: [uk-111]\nset_aside: [uk-111]",
            "am/region.yml:5: 'set_aside' must be 'name: value' lines",
        ),
        ("am/places.csv", "the ridge", "Ambridge", None),
        ("am/places.csv", "BC1", "BC1; nowhere", "am/places.csv:2:outcodes: 'nowhere'"),
        (
            "am/places.csv",
            "Borchester district,",
            "Borchester district,Felpersham",
            "am/places.csv:2:part_of: 'Felpersham'",
        ),
        (
            "am/places.csv",
            "the ridge\n",
            "the ridge\nPenny,,,,the ridge\n",
            "am/places.csv:3:aliases: 'the ridge'",
        ),
    ],
)
def test_region_and_places(
    packs: Path, tmp_path: Path, file: str, old: str, new: str, fault: str | None
) -> None:
    path = packs / "regions" / file
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new), encoding="utf-8")
    if fault is None:
        build(packs, tmp_path, today=TODAY)
        assert Directory.open(tmp_path).by_id("am-cafe")
        return
    with pytest.raises(PackError) as error:
        build(packs, tmp_path / "data", today=TODAY)
    assert f"content/regions/{fault}" in str(error.value) or f"content/regions:{fault}" in str(error.value)
