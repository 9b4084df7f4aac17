"""Two builds compared, in words."""

from dataclasses import replace

import pytest

from bot.directory.difference import differences, upheaval
from bot.directory.model import Need, Service
from tests.directory.rows import cafe, packs_of, service


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"phone": "01632 960002"}, "am-cafe: phone was '0808 800 3302', now '01632 960002'"),
        ({"phone": ""}, "am-cafe: phone was '0808 800 3302', now empty"),
        ({"notes": "New."}, "am-cafe: notes was empty, now 'New.'"),
        ({"assurance": "stale"}, "am-cafe: assurance was 'needs_confirmation', now 'stale'"),
        ({"always_stands": "yes"}, "am-cafe: always_stands was 'no', now 'yes'"),
    ],
)
def test_a_cell_that_changed(cells: dict[str, str], line: str) -> None:
    assert differences(packs_of(cafe()), packs_of(cafe(**cells))) == [line]


def test_rows_new_and_gone() -> None:
    old, new = packs_of(cafe()), packs_of(service(id="am-bar", name="Bar"))
    assert differences(old, new) == ["am-bar: new (Bar)", "am-cafe: gone (Bull Café)"]


def test_the_same_is_no_difference_in_any_order() -> None:
    rows = cafe(), service()
    assert differences(packs_of(*rows), packs_of(*reversed(rows))) == []


def test_long_cells_are_shown_where_they_differ() -> None:
    before, after = "x" * 200, "y" * 200
    (line,) = differences(
        packs_of(cafe(notes=f"{before} on Monday {after}")),
        packs_of(cafe(notes=f"{before} on Friday {after}")),
    )
    assert "on Monday y" in line
    assert "on Friday y" in line
    assert len(line) < 250


def test_regions_places_and_needs() -> None:
    old = packs_of(needs=(Need(id="tea", name="tea", words=("tea",)),))
    new = packs_of(
        needs=(Need(id="tea", name="tea", words=("tea", "cuppa")),), set_aside=(("uk-111", "It has moved."),)
    )
    region, ambridge = new.places[0]
    new.places[0] = (region, replace(ambridge, aliases=("the ridge",)))
    assert differences(old, new) == [
        "region am: set_aside was empty, now 'uk-111 It has moved.'",
        "place am Ambridge: aliases was empty, now 'the ridge'",
        "need tea: words was 'tea', now 'tea; cuppa'",
    ]


ROWS = tuple(service(id=f"am-{number}", phone=f"01632 9600{number:02}") for number in range(20))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ROWS, None),
        (ROWS[:18], None),
        (ROWS[:17], "3 of 20 services are gone, such as am-17, am-18, am-19"),
        ((*ROWS[:17], *(replace(row, phone="01632 960099") for row in ROWS[17:])), None),
        (
            (*ROWS[:16], *(replace(row, phone="") for row in ROWS[16:])),
            "4 phone numbers are not what they were",
        ),
        ((*ROWS, service(id="am-new")), None),
    ],
)
def test_what_looks_like_an_accident_with_a_spreadsheet(rows: tuple[Service, ...], says: str | None) -> None:
    found = upheaval(packs_of(*ROWS), packs_of(*rows))
    assert (found is None) == (says is None)
    assert says is None or (found and says in found)
