"""The real packs against the research that they were made from: tests/directory/research.csv holds its facts."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.directory.checks import Doubt
from bot.directory.misprints import misprints_in_cards, problem_in
from bot.directory.model import Audience, Kind, Service
from bot.directory.needs import answers, unanswered, unreached
from bot.directory.pack import Packs, read_packs
from bot.directory.sheet import listed
from tests.directory.conftest import TODAY
from tests.directory.packs import CONTENT

FACTS = ("kind", "phone", "sms", "email", "url", "address", "town", "postcode", "hours", "ages")
FROM = ("confidence", "source", "last_seen")
TAGS = {"": "needs_confirmation", "VERIFY": "needs_confirmation", "PRO-ONLY": "needs_confirmation"} | {
    "STALE": "stale"
}
OLD = 2023


@cache
def packs() -> Packs:
    return read_packs(CONTENT, today=TODAY)


@cache
def rows() -> dict[str, Service]:
    return {service.id: service for service in packs().services}


def research() -> list[dict[str, str]]:
    with Path(__file__).with_name("research.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_word(service: Service) -> str:
    return " ".join(str(getattr(service, name)) for name in Service.__slots__)


def test_every_row_of_the_research_is_a_row_and_no_other_is() -> None:
    assert sorted(rows()) == sorted(found["id"] for found in research())


@pytest.mark.parametrize("found", research(), ids=lambda found: str(found["id"]))
def test_every_fact_of_the_research_is_in_its_row(found: dict[str, str]) -> None:
    service = rows()[found["id"]]
    assert {name: getattr(service, name) for name in (*FACTS, *FROM)} == {
        name: found[name] for name in (*FACTS, *FROM)
    }
    assert service.assurance == TAGS[found["tag"]]
    assert (service.audience is Audience.PROFESSIONALS) == (found["tag"] == "PRO-ONLY")
    assert [each for each in listed(found["numbers"]) if each not in every_word(service)] == []


def test_undated_and_old_rows_say_so() -> None:
    doubts = {service.id: listed(service.doubts) for service in rows().values()}
    undated = {
        service.id for service in rows().values() if not service.last_seen and service.confidence != "high"
    }
    old = {
        service.id
        for service in rows().values()
        if service.last_seen and date.fromisoformat((service.last_seen + "-01-01")[:10]).year < OLD
    }
    assert [each for each in sorted(undated) if not {Doubt.UNDATED, Doubt.OLD} & set(doubts[each])] == []
    assert [each for each in sorted(old) if Doubt.OLD not in doubts[each]] == []


def test_stale_rows_have_a_doubt_for_editors() -> None:
    assert [
        service.id for service in rows().values() if service.assurance == "stale" and not service.doubts
    ] == []


def test_the_cafes_are_for_adults_where_the_research_says_so() -> None:
    cafes = [service for service in rows().values() if service.kind is Kind.CRISIS_CAFE]
    assert {(service.ages, service.age_min) for service in cafes} == {("18+", "18"), ("", "")}


@pytest.mark.parametrize(
    ("service_id", "age_min", "age_max"),
    [
        ("uk-papyrus", "", "34"),
        ("uk-childline", "", "18"),
        ("uk-the-mix", "", "24"),
        ("uk-silver-line", "55", ""),
        ("llr-myselfreferral", "", "17"),
        ("llr-tellmi", "11", ""),
        ("llr-mhst", "5", "18"),
        ("llr-cap", "0", ""),
        ("lsc-safe-centre", "18", ""),
    ],
)
def test_ages(service_id: str, age_min: str, age_max: str) -> None:
    service = rows()[service_id]
    assert (service.age_min, service.age_max) == (age_min, age_max)


def test_a_phone_that_changes_with_the_time_of_day() -> None:
    safe = rows()["lsc-safe-centre"]
    assert (safe.hours, safe.phone, safe.phone_hours, safe.phone_otherwise) == (
        "24/7",
        "01772 523344",
        "Mo-Fr 08:00-16:00",
        "01772 716565",
    )


def test_lines_by_part_of_a_region_serve_different_districts() -> None:
    lines = [rows()[f"lsc-irs-{area}"] for area in ("central-west", "bay", "fylde")]
    districts = [each for line in lines for each in listed(line.serves)]
    assert districts
    assert len(districts) == len(set(districts))
    assert rows()["lsc-irs"].serves == ""


def test_every_need_leads_to_a_row_and_every_row_is_reached_by_a_need() -> None:
    services = list(rows().values())
    assert [need.id for need in unanswered(packs().needs, services)] == []
    assert [service.id for service in unreached(packs().needs, services)] == []
    assert packs().warnings == []


def test_every_kind_can_be_asked_for() -> None:
    for kind in Kind:
        assert [
            need.id
            for need in packs().needs
            for row in rows().values()
            if row.kind is kind and answers(need, row)
        ]


def test_every_need_has_many_ways_to_say_it() -> None:
    assert {need.id: len(need.words) for need in packs().needs if not 12 <= len(need.words) <= 80} == {}
    assert [
        need.name for need in packs().needs if need.name.endswith(".") or need.name != need.name.strip()
    ] == []


@pytest.mark.parametrize(
    ("need", "service_id", "yes"),
    [
        ("sexual_violence", "lsc-safe-centre", True),
        ("domestic_abuse", "lsc-safe-centre", False),
        ("domestic_abuse", "llr-gate", True),
        ("eating_disorders", "uk-beat", True),
        ("gambling", "uk-gambling", True),
        ("alcohol", "uk-frank", False),
        ("drugs", "uk-frank", True),
        ("forced_marriage", "uk-karma-nirvana", True),
        ("crisis_house", "llr-crisis-house", True),
    ],
)
def test_a_need_leads_to_the_right_rows(need: str, service_id: str, yes: bool) -> None:
    (found,) = [each for each in packs().needs if each.id == need]
    assert answers(found, rows()[service_id]) is yes


def test_no_row_and_no_card_holds_a_misprint() -> None:
    misprints = packs().misprints
    assert len(misprints) == 12
    shown = ("phone", "sms", "phone_otherwise", "description", "alert", "what_happens", "eligibility")
    assert [
        (service.id, name)
        for service in rows().values()
        for name in shown
        if problem_in(getattr(service, name), misprints)
    ] == []
    assert misprints_in_cards(CONTENT, misprints) == []


def test_what_to_expect_is_said_where_the_research_supports_it() -> None:
    said = {service.id for service in rows().values() if service.what_happens}
    assert {"llr-cap", "llr-nmhc-network", "llr-nhs111-mh", "llr-talking-therapies", "llr-mhuch"} <= said
    assert "in 2021" in rows()["llr-cap"].what_happens
