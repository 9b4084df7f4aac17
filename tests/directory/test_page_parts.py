"""What pages are made of: the question in an address, lines with links, and data for search engines."""

import json
from typing import Any

import httpx
import pytest

from bot.directory import jsonld
from bot.directory.asked import Asked, is_question, pages, says_too_much
from bot.directory.linked import Piece, linked, targets
from bot.directory.model import Assurance, Audience
from bot.directory.schedule import timetable
from tests.directory.rows import bull


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Asked()),
        ({"q": "  a\n b "}, Asked(words="a b")),
        ({"q": "cafe le16 7ag"}, Asked(words="cafe LE16")),
        ({"place": "LE1 1AA"}, Asked(place="LE1")),
        ({"place": "near le16-7ag."}, Asked(place="near LE16.")),
        ({"when": "now", "bsl": "yes", "free": "1"}, Asked(when="now", only=("bsl",))),
        ({"page": "0"}, Asked()),
        ({"page": "٣"}, Asked()),
        ({"page": "9999999"}, Asked()),
        ({"page": "999999"}, Asked(page=10_000)),
    ],
)
def test_an_address_is_read_and_written(given: dict[str, str], expected: Asked) -> None:
    read = Asked.read(given)
    assert read == expected
    assert Asked.read(dict(httpx.URL(read.address()).params)) == expected


def test_what_is_a_question_and_what_says_too_much() -> None:
    assert [is_question(each) for each in ({}, {"utm": "x"}, {"q": ""}, {"free": "yes"})] == [
        False,
        False,
        True,
        True,
    ]
    assert [says_too_much({"place": each}) for each in ("LE16", "LE16 7AG", "the le167ag", "Oakham")] == [
        False,
        True,
        True,
        False,
    ]
    assert [pages(each) for each in (0, 1, 10, 11)] == [1, 1, 1, 2]


def test_numbers_in_lines_become_links_once_and_whole() -> None:
    row = bull(phone="111", sms="111", email="jo@example.org", url="https://example.org/a?b=c")
    lines = ["Call 111", "Text 111", "Relay: 18001 111", "At jo@example.org.", "https://example.org/a?b=c"]
    assert linked(lines, targets(row)) == [
        [Piece("Call "), Piece("111", "tel:111")],
        [Piece("Text "), Piece("111", "sms:111")],
        [Piece("Relay: 18001 111")],
        [Piece("At "), Piece("jo@example.org", "mailto:jo@example.org"), Piece(".")],
        [Piece("https://example.org/a?b=c", "https://example.org/a?b=c")],
    ]
    assert linked(
        ["Call 01632 960001 or 01632 960002"],
        targets(bull(phone="01632 960001", phone_otherwise="01632 960002")),
    ) == [
        [
            Piece("Call "),
            Piece("01632 960001", "tel:01632960001"),
            Piece(" or "),
            Piece("01632 960002", "tel:01632960002"),
        ]
    ]


def test_a_number_in_prose_is_not_the_one_to_press() -> None:
    prose = "Call 111 and choose."
    assert linked([prose, "Call 111"], targets(bull(phone="111")), prose={prose}) == [
        [Piece(prose)],
        [Piece("Call "), Piece("111", "tel:111")],
    ]


def test_an_address_that_is_no_web_page_becomes_no_link() -> None:
    assert targets(bull(url="javascript:alert(1)")) == []


MONDAY = {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday"], "opens": "09:00", "closes": "17:00"}


@pytest.mark.parametrize(
    ("hours", "more", "expected"),
    [
        ("Mo 09:00-17:00", {}, [MONDAY]),
        (
            "Mo 09:00-17:00; PH off",
            {},
            [MONDAY, {**MONDAY, "dayOfWeek": ["PublicHolidays"], "opens": "00:00", "closes": "00:00"}],
        ),
        (
            "Mo 09:00-17:00",
            {"closed": "2026-12-24..2027-01-02"},
            [
                MONDAY,
                {
                    "@type": "OpeningHoursSpecification",
                    "opens": "00:00",
                    "closes": "00:00",
                    "validFrom": "2026-12-24",
                    "validThrough": "2027-01-02",
                },
            ],
        ),
        ("Mo 18:00-24:00", {}, [{**MONDAY, "opens": "18:00", "closes": "23:59"}]),
        ("Mo 18:00-02:00", {}, [{**MONDAY, "opens": "18:00", "closes": "02:00"}]),
        ("Mo 09:00-17:00", {"fortnightly_from": "2026-03-02"}, []),
        ("Mo[1] 09:00-17:00", {}, []),
        ("Mo-Fr", {}, []),
        ("Mo 09:00-17:00; We[1] 09:00-17:00", {}, []),
    ],
)
def test_hours_as_data_if_a_plain_week_says_them(
    hours: str, more: dict[str, str], expected: list[Any]
) -> None:
    assert jsonld.week(timetable(hours, **more)) == expected


def test_day_and_night_is_every_day() -> None:
    (said,) = jsonld.week(timetable("24/7"))
    assert len(said["dayOfWeek"]) == 7
    assert (said["opens"], said["closes"]) == ("00:00", "23:59")


class TestData:
    def test_a_place_has_its_address_and_hours(self) -> None:
        row = bull(address="The Bull", town="Ambridge", postcode="BC1 1AA", hours="Mo 09:00-17:00")
        said = jsonld.describe(row, "/services/am-x")
        assert said["availableChannel"]["serviceLocation"] == {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "The Bull",
                "addressLocality": "Ambridge",
                "postalCode": "BC1 1AA",
                "addressCountry": "GB",
            },
            "openingHoursSpecification": [MONDAY],
        }
        assert "hoursAvailable" not in said

    def test_a_line_has_its_number_and_hours(self) -> None:
        said = jsonld.describe(bull(phone="01632 960001", hours="Mo 09:00-17:00"), "/x")
        assert said["availableChannel"]["servicePhone"]["telephone"] == "01632 960001"
        assert said["hoursAvailable"] == [MONDAY]

    def test_a_number_for_some_hours_says_which(self) -> None:
        row = bull(phone="01632 960001", phone_hours="Mo 09:00-17:00", phone_otherwise="01632 960002")
        said = jsonld.describe(row, "/x")
        assert said["availableChannel"]["servicePhone"]["hoursAvailable"] == [MONDAY]
        assert "960002" not in json.dumps(said)

    @pytest.mark.parametrize("hidden", [{"assurance": Assurance.STALE}, {"audience": Audience.PROFESSIONALS}])
    def test_what_must_be_said_with_care_is_not_said_as_data(self, hidden: dict[str, Any]) -> None:
        row = bull(
            phone="01632 960001", hours="24/7", address="The Bull", url="https://example.org", **hidden
        )
        assert jsonld.describe(row, "/x").keys() == {"@context", "@type", "@id", "name", "description"}
