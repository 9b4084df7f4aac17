"""Which rows come first."""

from datetime import UTC, datetime

from bot.directory.choose import ranked, without_repeats
from bot.directory.lookup import Directory
from bot.directory.model import Kind

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def test_a_line_that_is_closed_now_comes_after_those_that_are_open(directory: Directory) -> None:
    rows = directory.by_kind(Kind.DOMESTIC_ABUSE, "llr")
    first = [ranked(rows, now)[0].id for now in (NOON, NIGHT)]
    assert first == ["llr-freeva", "llr-juniper-lodge"]


def test_stale_rows_and_rows_for_some_people_come_later(directory: Directory) -> None:
    order = [row.id for row in ranked(directory.by_kind(Kind.CRISIS_CAFE, "llr"), NOON)]
    assert order.index("llr-cafe-saffron") < order.index("llr-cafe-leicester-stmartins")
    assert order.index("llr-cafe-leicester-stmartins") < order.index("llr-cafe-uol")


def test_a_regions_line_stands_for_the_national_one_with_its_number(directory: Directory) -> None:
    kept = {row.id for row in without_repeats(directory.by_kind(Kind.CRISIS_LINE, "llr"))}
    assert "llr-nhs111-mh" in kept
    assert "uk-nhs111-mh" not in kept


def test_near_by_kind_and_place(directory: Directory) -> None:
    found = directory.near(Kind.CRISIS_CAFE, "LE16 7AG", "llr")
    assert ([row.id for row in found.services], found.same) == (["llr-cafe-market-harborough"], True)
    assert directory.near(Kind.CRISIS_CAFE, "Narnia", "llr").services == ()


def test_search_finds_words_whatever_their_ending(directory: Directory) -> None:
    edition = directory.edition()
    assert "llr-gate" in [row.id for row in edition.search("travellers", "llr")]
    assert "uk-silver-line" in [row.id for row in edition.search("LONELY older", "llr")]
    assert edition.search("'; drop table services; --", "llr") == []
    assert edition.search('" *', "llr") == []
    assert edition.search("\0", "llr") == []
