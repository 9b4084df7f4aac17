"""A confirmation changes three cells of one row, and not a byte of any other."""

import csv
import io
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.checks import COLUMNS
from bot.directory.confirm import ConfirmError, check, confirm, confirmed
from bot.directory.model import Service
from tests.directory.packs import CAFE, services_csv
from tests.directory.rows import cafe

DAY = date(2026, 11, 21)
BY = "Ruth Archer"
OTHER = CAFE | {"id": "am-bar", "name": "Bar", "notes": 'Two\nlines, and a "word"; here'}
THREE = [OTHER, CAFE, OTHER | {"id": "am-pub"}]


def quoted(delimiter: str) -> str:
    out = io.StringIO()
    rows = list(csv.reader(io.StringIO(services_csv(THREE), newline="")))
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


PLAIN = services_csv(THREE)


@pytest.mark.parametrize(
    ("label", "raw", "delimiter"),
    [
        ("plain", PLAIN.encode(), ","),
        ("byte order mark", PLAIN.encode("utf-8-sig"), ","),
        ("Windows line ends", PLAIN.replace("\n", "\r\n").encode(), ","),
        ("semicolons", services_csv(THREE, delimiter=";").encode(), ";"),
        ("tabs", services_csv(THREE, delimiter="\t").encode(), "\t"),
        ("everything quoted", quoted(",").encode(), ","),
        ("everything quoted, semicolons", quoted(";").encode(), ";"),
        ("no line end at the end", PLAIN.rstrip("\n").encode(), ","),
        ("blank lines", (PLAIN + "\n\n").encode(), ","),
        ("other line separators in a cell", PLAIN.replace("Two\n", "Two\u2028\x0b").encode(), ","),
    ],
)
def test_only_the_row_changes(label: str, raw: bytes, delimiter: str) -> None:
    after = confirmed(raw, "am-cafe", by=BY, on=DAY)
    was, now = (
        list(csv.reader(io.StringIO(each.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        for each in (raw, after)
    )
    expected = dict(zip(COLUMNS, was[2], strict=True)) | {
        "assurance": "confirmed",
        "confirmed_on": "2026-11-21",
        "confirmed_by": BY,
    }
    assert now == [*was[:2], [*expected.values()], *was[3:]]
    start = raw.index(b"am-cafe")
    rest = raw[raw.index(b"am-pub") - 1 :]
    assert after[:start] == raw[:start]
    assert after.endswith(rest)
    assert (b'"confirmed"' in after) == ("quoted" in label)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_last_cell_of_a_line_may_change(end: str) -> None:
    raw = f"id,assurance,confirmed_on,confirmed_by\nam-cafe,stale,,{end}".encode()
    assert (
        confirmed(raw, "am-cafe", by=BY, on=DAY).decode().endswith(f"am-cafe,confirmed,2026-11-21,{BY}{end}")
    )


def test_a_name_is_quoted_if_it_must_be() -> None:
    after = confirmed(PLAIN.encode(), "am-cafe", by='Ruth "R" Archer, Bull', on=DAY).decode()
    assert '"Ruth ""R"" Archer, Bull"' in after


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_any_notes_survive(notes: str, quoting: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]  # a number is one
    writer.writerows(
        [
            ("id", "assurance", "notes", "confirmed_on", "confirmed_by"),
            ("am-bar", "stale", notes, "", ""),
            ("am-cafe", "stale", notes, "", ""),
        ]
    )
    after = confirmed(out.getvalue().encode(), "am-cafe", by=BY, on=DAY).decode()
    rows = list(csv.reader(io.StringIO(after, newline="")))
    assert rows[1:] == [
        ["am-bar", "stale", notes, "", ""],
        ["am-cafe", "confirmed", notes, "2026-11-21", BY],
    ]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (PLAIN.replace("am-cafe", "am-coffee"), "No row has the id 'am-cafe'"),
        (PLAIN.replace("confirmed_by", "signed_by", 1), "has no column confirmed_by"),
        ("", "has no column id"),
    ],
)
def test_what_is_not_there(raw: str, problem: str) -> None:
    with pytest.raises(ConfirmError, match=problem):
        confirmed(raw.encode(), "am-cafe", by=BY, on=DAY)


CONFIRMED = cafe(assurance="confirmed", confirmed_on="2026-11-01", confirmed_by=BY)
STALE = cafe(assurance="stale")


@pytest.mark.parametrize(
    ("row", "by", "on", "still_there", "problem"),
    [
        (cafe(), "", DAY, False, "Nobody is named"),
        (cafe(), "  ", DAY, False, "Nobody is named"),
        (cafe(), "Ruth\nArcher", DAY, False, "takes a name"),
        (cafe(), "=1+1", DAY, False, "takes a name"),
        (cafe(), "R" * 81, DAY, False, "takes a name"),
        (cafe(), BY, date(2026, 11, 22), False, "2026-11-22 is still to come"),
        (CONFIRMED, BY, date(2026, 10, 1), False, "was confirmed later, on 2026-11-01"),
        (STALE, BY, DAY, False, "add --still-there"),
    ],
)
def test_what_nobody_can_have_confirmed(
    row: Service, by: str, on: date, *, still_there: bool, problem: str
) -> None:
    with pytest.raises(ConfirmError, match=problem):
        check(row, by=by, on=on, today=DAY, still_there=still_there)


@pytest.mark.parametrize(("row", "still_there"), [(cafe(), False), (CONFIRMED, False), (STALE, True)])
def test_what_may_be_confirmed(row: Service, *, still_there: bool) -> None:
    check(row, by=BY, on=DAY, today=DAY, still_there=still_there)


def test_the_file_is_written_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    path.write_text(PLAIN)
    path.chmod(0o640)
    confirm(path, "am-cafe", by=BY, on=DAY)
    assert BY in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with pytest.raises(ConfirmError):
        confirm(path, "am-nothing", by=BY, on=DAY)
    assert [each.name for each in tmp_path.iterdir()] == ["services.csv"]


def test_a_file_that_somebody_changes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "services.csv"
    path.write_text(PLAIN)
    monkeypatch.setattr(shutil, "copymode", lambda *_: path.write_text("mine"))
    with pytest.raises(ConfirmError, match="has just been changed by somebody else"):
        confirm(path, "am-cafe", by=BY, on=DAY)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["mine"]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfirmError, match=r"services\.csv cannot be written: No such file"):
        confirm(tmp_path / "services.csv", "am-cafe", by=BY, on=DAY)
