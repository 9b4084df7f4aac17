"""Building: versions, the pointer, and readers that are open meanwhile."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.directory import build as building
from bot.directory import outcodes
from bot.directory.build import Build, PackError, build, ensure_built, packs_version
from bot.directory.files import (
    KEPT,
    DirectoryMissingError,
    built_file,
    built_files,
    current_file,
    folder,
    open_built,
    point_to,
)
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.pack import Packs, read_packs
from tests.directory.builds import of_another_format, rename, two_builds
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_services


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
