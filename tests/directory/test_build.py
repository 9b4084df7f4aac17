"""Building: versions, the pointer, and readers that are open meanwhile."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.directory.build import Build, PackError, build, ensure_built
from bot.directory.files import DirectoryMissingError, built_file, current_file, folder
from bot.directory.lookup import Directory
from bot.directory.model import Kind
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


def test_the_newest_three_files_are_kept(packs: Path, tmp_path: Path) -> None:
    paths = []
    for number in range(5):
        rename(packs, f"Bull {number}")
        paths.append(build(packs, tmp_path, today=TODAY).path)
        os.utime(paths[-1], (number, number))
    assert sorted(folder(tmp_path).glob("*.db")) == sorted(paths[2:])
    rename(packs, "Bull 2")
    build(packs, tmp_path, today=TODAY)
    rename(packs, "Bull 9")
    newest = build(packs, tmp_path, today=TODAY).path
    assert sorted(folder(tmp_path).glob("*.db")) == sorted([paths[3], paths[4], newest])
    assert current_file(tmp_path) == newest


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
        "print(len(Directory.open(Path(sys.argv[1])).near(Kind.CRISIS_CAFE, 'ambridge', 'am').services))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
