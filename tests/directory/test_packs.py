"""The real region packs: every researched row is there, with its doubts as typed fields."""

from collections import Counter

import pytest

from bot.directory.checks import COLUMNS
from bot.directory.edition import Edition
from bot.directory.lookup import Directory
from bot.directory.model import Assurance, Audience, Kind, Service
from bot.directory.words import KEYS


def everything(directory: Directory) -> list[Service]:
    edition = directory.edition()
    found = {
        service.id: service
        for region in edition.regions
        for kind in Kind
        for service in edition.by_kind(kind, region)
    }
    return list(found.values())


def test_every_researched_row_is_there(directory: Directory) -> None:
    assert Counter(service.region for service in everything(directory)) == {"llr": 67, "lsc": 10, "uk": 30}


def test_the_marks_of_the_research_became_fields(directory: Directory) -> None:
    rows = everything(directory)
    assert Counter(row.assurance for row in rows) == {Assurance.NEEDS_CONFIRMATION: 86, Assurance.STALE: 21}
    assert sum(row.audience is Audience.PROFESSIONALS for row in rows) == 5
    assert not [row.id for row in rows for name in COLUMNS if "[VERIFY]" in str(getattr(row, name))]


def test_nobody_is_said_to_have_confirmed_anything(directory: Directory) -> None:
    assert [row.id for row in everything(directory) if row.confirmed_by or row.confirmed_on] == []


def test_what_always_stands(directory: Directory) -> None:
    standing = {row.id for row in everything(directory) if row.always_stands}
    assert standing == {"uk-999", "uk-nhs111-mh", "llr-nhs111-mh", "llr-cap", "uk-samaritans"}


@pytest.mark.parametrize(
    ("service_id", "phone", "last_seen"),
    [
        ("llr-cap", "0808 800 3302", ""),
        ("uk-samaritans", "116 123", ""),
        ("uk-999", "999", "2024-08-14"),
        ("llr-nhs111-mh", "111", "2025-11-14"),
        ("llr-cafe-market-harborough", "", "2021-12-21"),
    ],
)
def test_a_row_says_when_it_was_last_seen(
    directory: Directory, service_id: str, phone: str, last_seen: str
) -> None:
    service = directory.by_id(service_id)
    assert service
    assert (service.phone, service.last_seen) == (phone, last_seen)


def test_the_region_is_first_sent_to_a_line_that_is_open_day_and_night(directory: Directory) -> None:
    edition: Edition = directory.edition()
    assert edition.region("llr").first_contact == "llr-cap"
    assert all(edition.by_id(each) for each in edition.region("llr").day_and_night)


def test_the_second_region_is_first_sent_to_its_own_line(directory: Directory) -> None:
    edition = directory.edition()
    assert edition.region("lsc").first_contact == "lsc-irs"
    assert edition.region("lsc").day_and_night == ("lsc-irs", "uk-nhs111-mh", "uk-samaritans")


@pytest.mark.parametrize("region", ["llr", "lsc"])
def test_a_region_offers_some_of_its_places(directory: Directory, region: str) -> None:
    edition = directory.edition()
    offered = edition.region(region).main_places
    assert 5 <= len(offered) <= 8
    assert set(offered) <= set(edition.places(region))


def test_an_unknown_region_is_served_by_the_national_one(directory: Directory) -> None:
    assert directory.edition().region("nowhere").id == "uk"


def test_every_kind_has_a_name_for_people() -> None:
    assert {f"kinds.{kind}" for kind in Kind} <= KEYS.keys()
