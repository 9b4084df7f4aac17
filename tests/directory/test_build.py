"""Building: versions, the pointer, and readers that are open meanwhile."""

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.directory import build as building
from bot.directory import outcodes
from bot.directory.build import Build, PackError, build, ensure_built, packs_version
from bot.directory.desk import Desk
from bot.directory.files import (
    KEPT,
    DirectoryMissingError,
    built_file,
    built_files,
    current_file,
    folder,
    held,
    open_built,
    point_to,
)
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.pack import Packs, read_packs
from bot.directory.versions import VersionError, find_version, roll_back
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_services


def rename(packs: Path, name: str) -> None:
    write_services(packs, services_csv([CAFE | {"name": name}]))


def test_building_again_writes_nothing(packs: Path, tmp_path: Path) -> None:
    first = build(packs, tmp_path, today=TODAY)
    stamps = {path: path.stat().st_mtime_ns for path in folder(tmp_path).iterdir()}
    assert build(packs, tmp_path, today=TODAY) == first
    assert ensure_built(packs, tmp_path, today=TODAY) == first
    assert {path: path.stat().st_mtime_ns for path in folder(tmp_path).iterdir()} == stamps
    assert sorted(path.name for path in stamps) == ["current", first.path.name]


def test_the_version_is_the_content(packs: Path, tmp_path: Path) -> None:
    first = build(packs, tmp_path, today=TODAY)
    rename(packs, "The Bull")
    second = build(packs, tmp_path, today=TODAY)
    rename(packs, CAFE["name"])
    assert build(packs, tmp_path, today=TODAY).version == first.version != second.version
    assert current_file(tmp_path) == built_file(tmp_path, first.version)


def test_an_open_reader_sees_the_new_build(packs: Path, tmp_path: Path) -> None:
    build(packs, tmp_path, today=TODAY)
    directory = Directory.open(tmp_path)
    before = directory.edition()
    rename(packs, "The Bull")
    build(packs, tmp_path, today=TODAY)
    names = [edition.by_kind(Kind.CRISIS_CAFE, "am")[0].name for edition in (before, directory.edition())]
    assert names == ["Bull Café", "The Bull"]


@pytest.mark.parametrize("harm", ["gone", "rubbish", "empty", "pointer rubbish", "pointer outside"])
def test_an_open_reader_outlives_harm(
    packs: Path, tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    build(packs, tmp_path, today=TODAY)
    directory = Directory.open(tmp_path)
    rename(packs, "The Bull")
    second = build(packs, tmp_path, today=TODAY).path
    pointer = folder(tmp_path) / "current"
    match harm:
        case "gone":
            second.unlink()
        case "rubbish" | "empty":
            second.write_bytes(b"rubbish" * 1000 if harm == "rubbish" else b"")
        case "pointer rubbish":
            pointer.write_bytes(b"\xff\xfe")
        case _:
            pointer.write_text("../../etc/passwd")
    with caplog.at_level(logging.CRITICAL):
        assert directory.by_kind(Kind.CRISIS_CAFE, "am")[0].name == "Bull Café"


def test_an_open_reader_keeps_its_edition_when_another_waymark_builds(
    packs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two_builds(packs, tmp_path)
    point_to(tmp_path, first.path)
    directory = Directory.open(tmp_path)
    of_another_format(second.path)
    point_to(tmp_path, second.path)
    with caplog.at_level(logging.ERROR):
        assert directory.by_kind(Kind.CRISIS_CAFE, "am")[0].name == "Bull Café"
    assert "was built by another Waymark" in caplog.text
    with pytest.raises(DirectoryMissingError, match="run 'python -m bot directory build'"):
        Directory.open(tmp_path)


def test_an_open_reader_sees_a_damaged_file_that_is_built_again(packs: Path, tmp_path: Path) -> None:
    path = build(packs, tmp_path, today=TODAY).path
    directory = Directory.open(tmp_path)
    before = directory.edition()
    path.write_bytes(b"")
    ensure_built(packs, tmp_path, today=TODAY)
    assert directory.edition() is not before
    assert directory.edition() is directory.edition()
    assert directory.by_kind(Kind.CRISIS_CAFE, "am")[0].name == "Bull Café"


def saved_while_read(packs: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Each time the packs have been read, an editor has given the café its next name."""
    waiting = iter(names)

    def read(content_root: Path, *, today: date) -> Packs:
        try:
            return read_packs(content_root, today=today)
        finally:
            for name in waiting:
                rename(packs, name)
                break

    monkeypatch.setattr(building, "read_packs", read)


@pytest.mark.parametrize("half_saved", [False, True])
def test_an_edit_saved_during_a_build_is_in_it(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half_saved: bool
) -> None:
    if half_saved:
        write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    saved_while_read(packs, monkeypatch, "The Bull")
    made = build(packs, tmp_path, today=TODAY)
    assert made.version == packs_version(packs)
    assert Directory.open(tmp_path).by_kind(Kind.CRISIS_CAFE, "am")[0].name == "The Bull"


def test_packs_that_never_rest_change_nothing(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build(packs, tmp_path, today=TODAY)
    saved_while_read(packs, monkeypatch, *(f"Bull {number}" for number in range(100)))
    with pytest.raises(PackError, match="changed each time it was read: build again"):
        build(packs, tmp_path, today=TODAY)
    assert current_file(tmp_path) == good.path


def test_a_broken_pack_changes_nothing(packs: Path, tmp_path: Path) -> None:
    good = build(packs, tmp_path, today=TODAY)
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    with pytest.raises(PackError):
        build(packs, tmp_path, today=TODAY)
    assert current_file(tmp_path) == good.path


def test_a_start_keeps_the_earlier_build_and_says_why(
    packs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = build(packs, tmp_path, today=TODAY)
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    kept = ensure_built(packs, tmp_path, today=TODAY)
    assert (kept.version, kept.path) == (good.version, good.path)
    assert [fault.field for fault in kept.faults] == ["phone"]
    assert "services.csv:2:phone" in caplog.text


def test_a_first_start_with_a_broken_pack_stops(packs: Path, tmp_path: Path) -> None:
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    with pytest.raises(PackError):
        ensure_built(packs, tmp_path / "data", today=TODAY)


def test_a_content_folder_without_regions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="holds no region"):
        build(tmp_path / "content", tmp_path / "data", today=TODAY)


def test_a_region_without_services_is_refused(packs: Path, tmp_path: Path) -> None:
    (packs / "regions/am/services.csv").unlink()
    with pytest.raises(PackError, match=r"am/services\.csv: is missing"):
        build(packs, tmp_path / "data", today=TODAY)


def test_without_a_build_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DirectoryMissingError, match="run 'python -m bot directory build'"):
        Directory.open(tmp_path)


def test_a_lost_file_is_built_again(packs: Path, tmp_path: Path) -> None:
    first = build(packs, tmp_path, today=TODAY)
    shutil.rmtree(folder(tmp_path))
    assert ensure_built(packs, tmp_path, today=TODAY) == first


@pytest.mark.parametrize("harm", ["empty", "rubbish", "half", "no build", "no rows", "zeros"])
@pytest.mark.parametrize("make", [build, ensure_built])
def test_a_damaged_file_is_built_again(
    packs: Path, tmp_path: Path, harm: str, make: Callable[..., Build]
) -> None:
    first = build(packs, tmp_path, today=TODAY)
    whole = first.path.read_bytes()
    match harm:
        case "empty":
            first.path.write_bytes(b"")
        case "rubbish":
            first.path.write_bytes(b"rubbish" * 1000)
        case "half":
            first.path.write_bytes(whole[: len(whole) // 2])
        case "no build" | "no rows":
            database = Database(first.path)
            database.table("build" if harm == "no build" else "services").delete_where()
            database.close()
        case _:
            first.path.write_bytes(b"\0" * len(whole))
    assert make(packs, tmp_path, today=TODAY) == first
    assert Directory.open(tmp_path).by_kind(Kind.CRISIS_CAFE, "am")[0].name == "Bull Café"
    assert not list(folder(tmp_path).glob(".building-*"))


def test_a_start_with_a_damaged_file_and_a_broken_pack_stops(packs: Path, tmp_path: Path) -> None:
    build(packs, tmp_path, today=TODAY).path.write_bytes(b"")
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    with pytest.raises(PackError):
        ensure_built(packs, tmp_path, today=TODAY)


def test_a_file_of_another_format_is_built_again(packs: Path, tmp_path: Path) -> None:
    first = build(packs, tmp_path, today=TODAY)
    of_another_format(first.path)
    assert ensure_built(packs, tmp_path, today=TODAY) == first
    assert Directory.open(tmp_path).version == first.version


def test_a_start_with_a_file_of_another_format_and_a_broken_pack_stops(packs: Path, tmp_path: Path) -> None:
    of_another_format(build(packs, tmp_path, today=TODAY).path)
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    with pytest.raises(PackError):
        ensure_built(packs, tmp_path, today=TODAY)


def test_the_newest_files_are_kept(packs: Path, tmp_path: Path) -> None:
    paths = []
    for number in range(KEPT + 2):
        rename(packs, f"Bull {number}")
        paths.append(build(packs, tmp_path, today=TODAY).path)
        os.utime(paths[-1], (number, number))
    assert built_files(tmp_path) == paths[:1:-1]
    rename(packs, "Bull 2")
    again = build(packs, tmp_path, today=TODAY).path
    assert (again, built_files(tmp_path)[0]) == (paths[2], paths[2])
    rename(packs, "Bull 99")
    newest = build(packs, tmp_path, today=TODAY).path
    assert built_files(tmp_path) == [newest, paths[2], *paths[:3:-1]]
    assert current_file(tmp_path) == newest


def builds(packs: Path, data: Path, *names: str) -> list[Build]:
    """One build after the other, an hour apart by their files, each with another name for the café."""
    made = []
    for number, name in enumerate(names):
        rename(packs, name)
        made.append(build(packs, data, today=TODAY))
        os.utime(made[-1].path, (number * 3600, number * 3600))
    return made


def two_builds(packs: Path, data: Path) -> tuple[Build, Build]:
    """The first as the packs are from the start."""
    first, second = builds(packs, data, CAFE["name"], "The Bull")
    return first, second


def of_another_format(path: Path) -> None:
    """As a Waymark of another time built it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update build set format = 1")


def harmed(path: Path, harm: str) -> None:
    """A file that cannot be answered from, and does not look newer for it."""
    at = path.stat().st_mtime_ns
    if harm == "format":
        of_another_format(path)
    elif harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    if path.exists():
        os.utime(path, ns=(at, at))


def desk(packs: Path, data: Path) -> Desk:
    return Desk(packs, data, TODAY)


class TestGoingBack:
    def test_readers_see_it_and_a_start_keeps_it(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)
        directory = Directory.open(tmp_path)
        assert roll_back(packs, tmp_path) == first.path
        assert directory.version == first.version
        assert held(tmp_path) == second.version
        assert ensure_built(packs, tmp_path, today=TODAY).version == first.version

    def test_a_change_of_the_packs_ends_it(self, packs: Path, tmp_path: Path) -> None:
        two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        rename(packs, "The Royal Bull")
        ensure_built(packs, tmp_path, today=TODAY)
        assert Directory.open(tmp_path).by_kind(Kind.CRISIS_CAFE, "am")[0].name == "The Royal Bull"
        assert held(tmp_path) == ""

    def test_a_build_ends_it(self, packs: Path, tmp_path: Path) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        assert build(packs, tmp_path, today=TODAY).version == second.version
        assert (Directory.open(tmp_path).version, held(tmp_path)) == (second.version, "")

    def test_going_forward_again_ends_it(self, packs: Path, tmp_path: Path) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        assert roll_back(packs, tmp_path, second.version) == second.path
        assert held(tmp_path) == ""

    def test_a_withdrawn_build_is_passed_over(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        rename(packs, "The Royal Bull")
        third = build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == first.path
        marks = {line.split()[0]: line.split("  ")[-1] for line in desk(packs, tmp_path).versions()}
        assert marks == {first.version: "current", second.version: "withdrawn", third.version: "held back"}

    def test_builds_between_are_withdrawn_with_the_last(self, packs: Path, tmp_path: Path) -> None:
        first, *_ = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        roll_back(packs, tmp_path, first.version)
        rename(packs, "The Bull Inn")
        build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == first.path

    @pytest.mark.parametrize("again", ["by name", "by a build"])
    def test_a_withdrawn_build_that_was_used_again_may_be_gone_back_to(
        self, packs: Path, tmp_path: Path, again: str
    ) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        if again == "by name":
            roll_back(packs, tmp_path, second.version)
        else:
            build(packs, tmp_path, today=TODAY)
        rename(packs, "The Royal Bull")
        build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == second.path

    @pytest.mark.parametrize("harm", ["empty", "format"])
    def test_a_build_that_cannot_be_used_is_passed_over(self, packs: Path, tmp_path: Path, harm: str) -> None:
        first, second, _ = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        harmed(second.path, harm)
        assert roll_back(packs, tmp_path) == first.path

    def test_what_is_different_from_what_was_used_before(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)

        def compared() -> str:
            return desk(packs, tmp_path).compared("", "")[-1]

        assert compared() == f"1 difference between {first.version} and {second.version}"
        roll_back(packs, tmp_path)
        assert compared() == f"1 difference between {second.version} and {first.version}"
        rename(packs, "The Royal Bull")
        third = build(packs, tmp_path, today=TODAY)
        assert compared() == f"1 difference between {first.version} and {third.version}"

    @pytest.mark.parametrize("harm", ["empty", "gone"])
    def test_what_was_used_before_may_be_damaged(self, packs: Path, tmp_path: Path, harm: str) -> None:
        first, second, third = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        harmed(second.path, harm)
        said = desk(packs, tmp_path).compared("", "")
        assert said[-1] == f"1 difference between {first.version} and {third.version}"

    @pytest.mark.parametrize("harm", ["empty", "format", "gone"])
    def test_a_start_with_a_damaged_build_goes_back_further(
        self, packs: Path, tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        first, second, third = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        roll_back(packs, tmp_path)
        harmed(second.path, harm)
        assert ensure_built(packs, tmp_path, today=TODAY) == first
        assert (current_file(tmp_path), held(tmp_path)) == (first.path, third.version)
        assert f"uses {first.path.name}" in caplog.text
        assert ensure_built(packs, tmp_path, today=TODAY) == first

    def test_a_start_with_a_damaged_build_does_not_use_what_is_held_back(
        self, packs: Path, tmp_path: Path
    ) -> None:
        """As after going from an older build, which the packs are like again, to a newer one."""
        first, second, third = builds(packs, tmp_path, "The Bull", CAFE["name"], "The Royal Bull")
        rename(packs, CAFE["name"])
        point_to(tmp_path, second.path)
        roll_back(packs, tmp_path, third.version)
        harmed(third.path, "empty")
        assert ensure_built(packs, tmp_path, today=TODAY) == first
        assert held(tmp_path) == second.version

    def test_a_damaged_present_build_is_built_from_the_packs(self, packs: Path, tmp_path: Path) -> None:
        """Nothing is left then but the build that was withdrawn."""
        first, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        first.path.write_bytes(b"")
        assert ensure_built(packs, tmp_path, today=TODAY).version == second.version

    @pytest.mark.parametrize(
        ("version", "harm", "problem"),
        [
            ("", "gone", "There is no earlier build"),
            ("", "empty", "There is no earlier build"),
            ("", "format", "There is no earlier build"),
            ("beef", "gone", "'beef' is not a version that is kept"),
            ("directory-", "gone", "is not a version that is kept"),
            ("../../etc", "gone", "is not a version that is kept"),
            ("first", "empty", "is damaged: choose another"),
            ("first", "format", "was built by another Waymark"),
        ],
    )
    def test_what_cannot_be_used_changes_nothing(
        self, packs: Path, tmp_path: Path, version: str, harm: str, problem: str
    ) -> None:
        first, second = two_builds(packs, tmp_path)
        harmed(first.path, harm)
        with pytest.raises(VersionError, match=problem):
            roll_back(packs, tmp_path, first.version if version == "first" else version)
        assert (current_file(tmp_path), held(tmp_path)) == (second.path, "")

    def test_the_beginning_of_a_version_is_enough(self, packs: Path, tmp_path: Path) -> None:
        first, _ = two_builds(packs, tmp_path)
        assert find_version(tmp_path, first.version[:6]) == first.path
        shared = [first.path.with_name(f"directory-abcd{end}.db") for end in "ef"]
        for path in shared:
            path.touch()
        assert find_version(tmp_path, "abcde") == shared[0]
        with pytest.raises(VersionError, match="begins more than one version"):
            find_version(tmp_path, "abcd")


@pytest.mark.parametrize("name", ["am/misprints.csv", "needs.csv"])
def test_every_file_that_is_read_is_part_of_the_version(packs: Path, name: str) -> None:
    before = packs_version(packs)
    (packs / "regions" / name).write_text("number,instead,why\n")
    assert packs_version(packs) != before


def test_what_can_be_looked_up_is_there(packs: Path, tmp_path: Path) -> None:
    told = {"needs": "tea", "what_happens": "Somebody makes you a cup of tea."}
    write_services(packs, services_csv([CAFE | told, {"id": "am-line", "outcode": "BC1"}]))
    (packs / "regions/needs.csv").write_text(
        "id,name,kinds,words\ntea,somewhere to sit,,cup of tea; sit down\nline,a phone line,crisis_line,phone line\n"
    )
    database = open_built(build(packs, tmp_path, today=TODAY).path)
    assert [row["words"] for row in database["needs"].rows] == [
        '["cup of tea", "sit down"]',
        '["phone line"]',
    ]
    terms = database.execute("select term, region from terms where service_id = 'am-cafe'").fetchall()
    assert sorted(terms) == [("kind:crisis_cafe", "am"), ("tea", "am")]
    assert [row["id"] for row in database.table("services").search("cups")] == ["am-cafe"]
    lines = database["terms"].rows_where("term = 'line'")
    assert sorted(row["service_id"] for row in lines) == ["uk-111", "uk-999"]
    database.close()


def test_a_service_is_where_its_outcode_is_or_in_the_middle_of_its_place(packs: Path, tmp_path: Path) -> None:
    one, two = (outcodes.centroids()[each] for each in ("LE15", "LE16"))
    (packs / "regions/am/region.yml").write_text(
        (packs / "regions/am/region.yml").read_text().replace("[BC1]", "[LE15, LE16]")
    )
    (packs / "regions/am/places.csv").write_text(
        "name,outcodes,district,part_of,aliases\nAmbridge,LE15;LE16,Borchester,,\n"
    )
    rows = [CAFE, {"id": "am-flat", "outcode": "LE16", "place": "Ambridge"}, {"id": "am-line"}]
    write_services(packs, services_csv(rows))
    database = open_built(build(packs, tmp_path, today=TODAY).path)
    found = database.execute("select id, easting, northing from services where region = 'am' order by id")
    middle = outcodes.mean([one, two])
    assert middle
    assert found.fetchall() == [
        ("am-cafe", *middle),
        ("am-flat", *two),
        ("am-line", None, None),
    ]
    database.close()


def test_many_threads_may_ask_while_builds_go_on(packs: Path, tmp_path: Path) -> None:
    build(packs, tmp_path, today=TODAY)
    directory = Directory.open(tmp_path)

    def ask(_: int) -> str:
        return directory.by_kind(Kind.CRISIS_CAFE, "am")[0].name

    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(ask, range(400))
        for number in range(4):
            rename(packs, f"Bull {number}")
            build(packs, tmp_path, today=TODAY)
        assert {name[:4] for name in asked} == {"Bull"}
    assert ask(0) == "Bull 3"


def test_the_built_file_cannot_be_written(packs: Path, tmp_path: Path) -> None:
    build(packs, tmp_path, today=TODAY)
    edition = Directory.open(tmp_path).edition()
    with pytest.raises(Exception, match="readonly"):
        edition._database.execute("delete from services")


def test_the_engines_environment_can_look_things_up(packs: Path, tmp_path: Path) -> None:
    """Actions run where these packages are not installed."""
    build(packs, tmp_path, today=TODAY)
    code = (
        "import sys\n"
        "for name in ('yaml', 'phonenumbers', 'opening_hours', 'pydantic', 'structlog'): sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from bot.directory.lookup import Directory\n"
        "from bot.directory.model import Kind\n"
        "print(len(Directory.open(Path(sys.argv[1])).by_kind(Kind.CRISIS_CAFE, 'am')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
