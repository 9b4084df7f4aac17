"""The report to editors: what is covered, what is missing, what is doubtful."""

from bot.directory.model import Need
from bot.directory.pack import Packs
from bot.directory.report import as_text, late, report
from tests.directory.conftest import TODAY
from tests.directory.rows import cafe, packs_of, service

LINE = service(id="uk-111", kind="crisis_line", phone="111", hours="24/7")
PACKS = packs_of(
    cafe(doubts="one_source; old"),
    service(id="am-hub", kind="urgent_care_hub", audience="professionals", phone="116 123"),
    service(id="am-old", kind="carers", assurance="stale", phone="116 123", doubts="old"),
    service(id="am-sure", kind="vcs", assurance="confirmed", confirmed_on="2026-11-01", phone="116 123"),
    LINE,
    needs=(
        Need(id="tea", name="tea", kinds=("crisis_cafe",)),
        Need(id="caring", name="help for carers", kinds=("carers",)),
    ),
    set_aside=(("uk-111", "It has moved."),),
)


def section(title: str, packs: Packs = PACKS, region: str = "") -> list[str]:
    (lines,) = [each.lines for each in report(packs, TODAY, region=region) if each.title == title]
    return [" ".join(line.split()) for line in lines]


def test_kinds_say_how_sure_we_are() -> None:
    lines = section("Ambridge: services by kind")
    assert "crisis_cafe 1: 1 needs confirmation" in lines
    assert "urgent_care_hub 1: 1 needs confirmation, 1 for professionals" in lines
    assert "carers 1: 1 stale" in lines
    assert "vcs 1: 1 confirmed" in lines
    assert "crisis_line 0: and 1 national" in lines
    assert "lgbt 0" in lines


def test_places() -> None:
    assert section("Ambridge: services by place") == [
        "Ambridge (Borchester district): 1",
        "whole area, or not at a place: 3",
    ]


def test_gaps_are_what_a_person_asks_for_in_vain() -> None:
    lines = section("Ambridge: gaps")
    assert "urgent_care_hub: no row by which a person can get in touch" in lines
    assert "carers: no row by which a person can get in touch" in lines
    assert not [line for line in lines if line.startswith(("crisis_line:", "need tea:"))]
    assert "need caring: no row by which a person can get in touch" in lines
    assert [line for line in lines if line.startswith("crisis_cafe: none in")] == [
        "crisis_cafe: none in Felpersham district"
    ]


def test_cafes_without_hours_are_a_gap() -> None:
    packs = packs_of(cafe(hours=""), cafe(id="am-two"), LINE)
    assert "crisis_cafe: the hours of 1 of 2 rows are not known" in section("Ambridge: gaps", packs)


def test_overdue_doubts_and_lines_set_aside() -> None:
    assert section("Overdue: confirm these next")[:2] == [
        "4 of 5 rows, 4 of them never confirmed; 'due' lists them all",
        "am-hub (no date at all)",
    ]
    assert section("Doubts") == ["old: 2", "one source: 1"]
    assert section("Set aside") == ["uk-111 in Ambridge: It has moved."]


def test_one_region() -> None:
    assert [each.title for each in report(PACKS, TODAY, region="uk")] == [
        "Overdue: confirm these next",
        "Doubts",
        "Set aside",
    ]


def test_an_empty_section_says_so() -> None:
    assert "Doubts\n  none" in as_text(report(packs_of(LINE), TODAY))


def test_how_late_in_words() -> None:
    said = [late(days) for days in (None, -5, -1, 0, 1, 30)]
    assert said == ["no date at all", "in 5 days", "tomorrow", "today", "1 day overdue", "30 days overdue"]
