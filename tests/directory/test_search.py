"""The order of results, rule by rule, and what is left out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.directory.model import Assurance, Audience, Kind, Service
from bot.directory.outcodes import Point
from bot.directory.places import Where
from bot.directory.search import NEAR, Match, Query, search, without_repeats
from bot.directory.window import window

SATURDAY = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
HERE = Where("Ambridge", None, frozenset({"BC1"}), frozenset({"Borchester"}), centre=(450_000, 300_000))
PLAIN = Service(
    id="am-plain",
    region="am",
    name="Plain",
    kind=Kind.VCS,
    assurance=Assurance.NEEDS_CONFIRMATION,
    phone="01632 960001",
)


class Given:
    """Rows as an edition gives them: in the order of the packs."""

    def __init__(self, *rows: tuple[Service, Point | None]) -> None:
        self.rows = list(rows)

    def candidates(
        self, term: str, region: str, centre: Point | None, most: int
    ) -> list[tuple[Service, Point | None]]:
        return self.rows

    def with_ids(self, ids: tuple[str, ...], region: str) -> list[tuple[Service, Point | None]]:
        return [row for row in self.rows if row[0].id in ids]


def other(**cells: object) -> Service:
    start: dict[str, object] = {"id": "am-other", "name": "Other", "phone": "01632 960002"}
    return replace(PLAIN, **start | cells)  # type: ignore[arg-type]  # a table of mixed cells


def at(kilometres: float) -> Point:
    return round(450_000 + 1000 * kilometres), 300_000


def found(rows: Given, query: Query) -> list[str]:
    matches = search(rows, query, region="am", now=SATURDAY, holidays=frozenset(), wanted=4)
    return [match.service.id for match in matches]


ASKED = Query(terms=("need",), where=HERE)
NOW = replace(ASKED, window=window("now", SATURDAY))


@pytest.mark.parametrize(
    ("better", "where_better", "where_plain", "query"),
    [
        (other(always_stands=True), None, at(0), ASKED),
        (other(groups="women"), at(1), at(1), replace(ASKED, only=frozenset({"women"}))),
        (other(drop_in="yes"), at(2), at(1), replace(ASKED, only=frozenset({"drop_in"}))),
        (other(languages="en; gu"), at(2), at(1), replace(ASKED, language="gu")),
        (other(hours="Sa 10:00-15:00"), at(9), at(1), NOW),
        (other(hours="24/7"), at(9), at(1), NOW),
        (other(), at(1), at(9), ASKED),
        (other(), at(2), at(4), ASKED),
        (other(), None, at(20), ASKED),
        (other(), at(4), None, ASKED),
        (other(hours="Sa 10:00-15:00"), at(2), at(1), ASKED),
        (other(), at(1), at(2), ASKED),
    ],
)
def test_what_comes_first(
    better: Service, where_better: Point | None, where_plain: Point | None, query: Query
) -> None:
    assert found(Given((PLAIN, where_plain), (better, where_better)), query) == ["am-other", "am-plain"]


@pytest.mark.parametrize(
    ("worse", "where_worse"),
    [
        (other(groups="students"), at(0)),
        (other(age_max="18"), at(0)),
        (other(age_min="55"), at(0)),
        (other(phone=""), at(0)),
        (other(assurance=Assurance.STALE, address="The Bull"), at(1)),
    ],
)
def test_what_comes_after(worse: Service, where_worse: Point | None) -> None:
    assert found(Given((worse, where_worse), (PLAIN, at(1))), ASKED) == ["am-plain", "am-other"]


def test_open_comes_before_perhaps_open_before_closed() -> None:
    online = replace(PLAIN, phone="", url="https://example.org")
    closed, perhaps, is_open = (
        replace(online, id=f"am-{hours[:2]}", hours=hours)
        for hours in ("Su 10:00-12:00", "", "Sa 10:00-15:00")
    )
    rows = Given((closed, at(1)), (perhaps, at(1)), (is_open, at(1)))
    assert found(rows, NOW) == [is_open.id, perhaps.id, closed.id]


@pytest.mark.parametrize(
    ("left_out", "query"),
    [
        (other(audience=Audience.PROFESSIONALS), ASKED),
        (other(step_free="no"), replace(ASKED, only=frozenset({"step_free"}))),
        (other(age_max="18"), replace(ASKED, age=19)),
        (other(age_min="18"), replace(ASKED, age=17)),
        (other(serves="Felpersham; XY1"), ASKED),
        (other(), replace(ASKED, confirmed_only=True)),
        (
            other(assurance=Assurance.CONFIRMED, confirmed_on="2026-01-01", confirmed_by="A. Nother"),
            replace(ASKED, confirmed_only=True),
        ),
    ],
)
def test_what_is_left_out(left_out: Service, query: Query) -> None:
    assert found(Given((left_out, at(0))), query) == []


@pytest.mark.parametrize(
    ("kept", "query"),
    [
        (other(), replace(ASKED, only=frozenset({"step_free"}))),
        (other(age_max="18"), replace(ASKED, age=18)),
        (other(serves="Borchester"), ASKED),
        (other(serves="BC1"), ASKED),
        (other(serves="Felpersham"), replace(ASKED, where=None)),
        (
            other(assurance=Assurance.CONFIRMED, confirmed_on="2026-11-01", confirmed_by="A. Nother"),
            replace(ASKED, confirmed_only=True),
        ),
    ],
)
def test_what_is_not_known_to_be_wrong_stays(kept: Service, query: Query) -> None:
    assert found(Given((kept, at(0))), query) == ["am-other"]


def test_a_confirmation_grows_old() -> None:
    row = other(assurance=Assurance.CONFIRMED, confirmed_on="2026-01-01", confirmed_by="A. Nother")
    (match,) = search(Given((row, None)), ASKED, region="am", now=SATURDAY, holidays=frozenset(), wanted=4)
    assert match.service.assurance is Assurance.NEEDS_CONFIRMATION


def test_a_named_service_comes_first_and_once() -> None:
    named = replace(ASKED, ids=("am-other",))
    assert found(Given((PLAIN, at(0)), (other(groups="students"), at(25))), named) == ["am-other", "am-plain"]


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (replace(PLAIN, id="uk-same"), ["am-plain"]),
        (replace(PLAIN, id="am-elsewhere", outcode="BC2"), ["am-plain", "am-elsewhere"]),
        (other(), ["am-plain", "am-other"]),
        (other(phone=""), ["am-plain", "am-other"]),
    ],
)
def test_one_number_is_named_once_but_for_another_place(second: Service, kept: list[str]) -> None:
    left = without_repeats([Match(PLAIN), Match(second), Match(replace(second, id="uk-third", phone=""))])
    assert [match.service.id for match in left] == [*kept, "uk-third"]


def test_a_number_that_is_not_shown_hides_no_other() -> None:
    old = replace(PLAIN, id="am-old", assurance=Assurance.STALE)
    assert [match.service.id for match in without_repeats([Match(old), Match(PLAIN)])] == [
        "am-old",
        "am-plain",
    ]


class Many(Given):
    """So many rows that the nearest are given first."""

    def candidates(
        self, term: str, region: str, centre: Point | None, most: int
    ) -> list[tuple[Service, Point | None]]:
        return self.rows[:most]


def test_behind_many_that_are_closed_one_that_is_open_is_found() -> None:
    closed = [(replace(PLAIN, id=f"am-{n}", hours="Su 10:00-12:00"), at(1)) for n in range(200)]
    rows = Many(*closed, (other(hours="Sa 10:00-15:00"), at(2)))
    assert found(rows, NOW)[0] == "am-other"
    assert (
        found(Many(*closed, (other(groups="women"), at(2))), replace(ASKED, only=frozenset({"women"})))[0]
        == "am-other"
    )


@pytest.mark.parametrize(
    ("better", "query"),
    [
        (other(kind=Kind.CARERS), replace(ASKED, kinds=frozenset({Kind.CARERS}))),
        (other(), replace(ASKED, where=None)),
    ],
)
def test_what_is_meant_for_it_comes_first(better: Service, query: Query) -> None:
    beside = replace(PLAIN, serves="" if query.where else "Borchester")
    assert found(Given((beside, None), (better, None)), query) == ["am-other", "am-plain"]


@pytest.mark.parametrize(("kilometres", "near"), [(0, True), (NEAR, True), (NEAR + 0.1, False)])
def test_near_is_what_somebody_may_travel(kilometres: float, near: bool) -> None:
    row = other(outcode="BC9")
    (match,) = search(
        Given((row, at(kilometres))), ASKED, region="am", now=SATURDAY, holidays=frozenset(), wanted=4
    )
    assert match.near == near
