"""Where outcodes are, how far apart, and postcodes of other lands."""

from collections.abc import Callable, Iterable
from math import inf, nan
from runpy import run_path

import pytest

from bot.directory.outcodes import (
    centroids,
    country,
    elsewhere,
    kilometres,
    mean,
    mentions,
    nearest_outcode,
)
from tests.guards.tree import ROOT

MEANS = {
    "LE1": (458799, 304312),
    "LE65": (435881, 316904),
    "LE67": (443150, 313315),
    "NG1": (457374, 340034),
    "DE1": (435560, 335849),
    "PE1": (518740, 300702),
    "CV1": (433607, 279104),
}
"""Worked out once from the same postcodes by other means."""


Row = tuple[str, str, str, str, str]


class TestTable:
    @pytest.mark.parametrize("outcode", MEANS)
    def test_the_means_are_those_of_another_reckoning(self, outcode: str) -> None:
        assert centroids()[outcode] == pytest.approx(MEANS[outcode], abs=1)

    def test_great_britain_is_there_and_what_is_not_on_its_grid_is_not(self) -> None:
        assert 2900 < len(centroids()) < 3100
        assert not [each for each in centroids() if each.startswith(("BT", "GY", "JE", "IM"))]
        assert all(0 < east < 660_000 and 0 < north < 1_220_000 for east, north in centroids().values())

    @pytest.mark.parametrize(
        ("outcode", "name"),
        [("LE1", "england"), ("CF10", "wales"), ("EH1", "scotland"), ("TD15", "england"), ("BT1", "")],
    )
    def test_country(self, outcode: str, name: str) -> None:
        assert country(outcode) == name

    def test_nobody_can_change_it(self) -> None:
        with pytest.raises(TypeError):
            centroids()["LE1"] = (0, 0)  # type: ignore[index]


class TestDistance:
    def test_from_leicester_to_coalville(self) -> None:
        assert kilometres(centroids()["LE1"], centroids()["LE67"]) == pytest.approx(18.1, abs=0.05)

    def test_no_way_at_all(self) -> None:
        assert kilometres((1, 2), (1, 2)) == 0

    @pytest.mark.parametrize(
        ("points", "middle"),
        [((), None), ((None,), None), (((0, 0), None, (10, 20)), (5, 10)), (((1, 1),), (1, 1))],
    )
    def test_mean(self, points: Iterable[tuple[int, int] | None], middle: tuple[int, int] | None) -> None:
        assert mean(points) == middle


class TestPosition:
    @pytest.mark.parametrize(
        ("latitude", "longitude", "outcode"),
        [
            (52.6334, -1.1326, "LE1"),
            (52.7486, -1.4699, "LE65"),
            (52.7158, -1.3627, "LE67"),
            (52.632, -1.130, "LE1"),  # nearer to LE21, which is for PO boxes
            (54.6, -5.93, None),  # Belfast
            (54.64, -5.53, None),  # the coast of Northern Ireland that is nearest to Scotland
            (49.45, -2.54, None),  # Guernsey
            (49.19, -2.11, None),  # Jersey
            (54.15, -4.48, None),  # Isle of Man
            (50.95, 1.86, None),  # Calais
            (53.35, -6.26, None),  # Dublin
            (40.71, -74.0, None),  # New York
            (0.0, 0.0, None),
            (-52.6, 1.1, None),
            (90.0, 0.0, None),
            (1e300, 1e300, None),
            (nan, -1.1, None),
            (52.6, inf, None),
        ],
    )
    def test_nearest_outcode(self, latitude: float, longitude: float, outcode: str | None) -> None:
        assert nearest_outcode(latitude, longitude) == outcode


class TestMentions:
    @pytest.mark.parametrize(
        ("said", "outcodes"),
        [
            ("le11", ["LE11"]),
            ("LE11 3TU", ["LE11"]),
            ("le113tu", ["LE11"]),
            ("le11aa", ["LE1"]),
            ("SW1A 1AA", ["SW1A"]),
            ("w1a1aa", ["W1A"]),
            ("im in le16 7ag near the station", ["LE16"]),
            ("(LE16-7AG)", ["LE16"]),
            ("LE16🙂", ["LE16"]),
            ("between LE1 and LE2", ["LE1", "LE2"]),
            ("the number 12345", []),
            ("gr8rrr", []),
            ("🙂", []),
            ("", []),
        ],
    )
    def test_first_halves(self, said: str, outcodes: list[str]) -> None:
        assert [each.outcode for each in mentions(said)] == outcodes

    @pytest.mark.parametrize(
        ("said", "sure"),
        [
            ("M1", True),
            ("in m1 please", True),
            ("M1 1AE", True),
            ("manchester m1 1ae", True),
            ("nottingham ng1", True),
            ("on the m1", False),
            ("stuck on the m1 near leicester", False),
            ("cheers m8", False),
            ("w8 for me", False),
            ("b4 2nd period", False),
            ("b4 1am", False),
            ("me2 tbh", False),
            ("im 16", False),
            ("im 15 5ft tall", False),
            ("im16 and scared", False),
        ],
    )
    def test_text_speak_is_no_postcode(self, said: str, sure: bool) -> None:
        assert any(each.sure for each in mentions(said)) is sure


@pytest.mark.parametrize(
    ("said", "land"),
    [
        ("BT1 1AA", "northern_ireland"),
        ("bt48", "northern_ireland"),
        ("i live in northern ireland", "northern_ireland"),
        ("GY1 1AA", "crown_dependency"),
        ("je2", "crown_dependency"),
        ("IM1 1AA", "crown_dependency"),
        ("Isle of Man", "crown_dependency"),
        ("the Channel Islands", "crown_dependency"),
        ("EH1 1AA", "scotland"),
        ("Scotland", "scotland"),
        ("cf10", "wales"),
        ("90210", "foreign"),
        ("75001 Paris", "foreign"),
        ("D02 AF30", "foreign"),
        ("Dublin D02AF30", "foreign"),
        ("K1A 0B1", "foreign"),
        ("1012 AB", "foreign"),
        ("LE16 7AG", None),
        ("NG1", None),
        ("ZZ99 9ZZ", None),
        ("I lost my jersey", None),
        ("im 16", None),
        ("the a47 road", None),
        ("01632 960001", None),
        ("01632960001", None),
        ("12", None),
        ("", None),
        ("🙂", None),
        ("1" * 10_000, None),
    ],
)
def test_elsewhere(said: str, land: str | None) -> None:
    assert elsewhere(said) == land


@pytest.fixture(scope="module")
def rows() -> Callable[..., list[Row]]:
    """How scripts/outcodes makes the table; what it reads is not installed here."""
    found: Callable[..., list[Row]] = run_path(str(ROOT / "scripts" / "outcodes"))["rows"]
    return found


class TestDeriving:
    def test_it_takes_the_middle_and_leaves_out_what_is_not_on_the_grid(
        self, rows: Callable[..., list[Row]]
    ) -> None:
        units = [
            ("L1  0AA", "E08000012", 10.0, 20.0),
            ("L1  0AB", "E08000012", 20.0, 41.0),
            ("L1  0AC", "E08000012", nan, nan),
            ("TD151AA", "S12000026", 1.0, 1.0),
            ("TD151AB", "E06000057", 1.0, 1.0),
            ("TD151AD", "E06000057", 1.0, 1.0),
            ("BT1 1AA", "N09000003", 1.0, 1.0),
            ("JE1 1AA", "L99999999", nan, nan),
            ("GIR 0AA", "E08000011", 1.0, 1.0),
        ]
        assert rows(units) == [
            ("L1", "0000015", "0000030", "E", "no"),
            ("TD15", "0000001", "0000001", "E", "no"),
        ]

    @pytest.mark.parametrize(
        ("units", "places", "homes"),
        [
            (1000, 30, "yes"),
            (29, 29, "yes"),
            (8, 8, "yes"),
            (15, 9, "yes"),
            (16, 9, "no"),
            (7, 7, "no"),
            (238, 4, "no"),
        ],
    )
    def test_people_do_not_live_at_a_post_office_box(
        self, rows: Callable[..., list[Row]], units: int, places: int, homes: str
    ) -> None:
        table = rows((f"L1  {number:03}", "E08000012", number % places, 1.0) for number in range(units))
        assert [row[-1] for row in table] == [homes]
