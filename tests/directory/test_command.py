"""The command ``python -m bot directory``."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.directory import directory as command
from bot.directory.desk import Desk
from bot.directory.pack import PackError
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, CONTENT, services_csv, write_services


@pytest.fixture(autouse=True)
def _settings(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYMARK_CONTENT_DIR", str(packs))
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WAYMARK_REGION", "am")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_build_says_version_rows_and_path(tmp_path: Path) -> None:
    done = run("build")
    assert done.exit_code == 0
    assert ": 3 services in" in done.output
    assert str(tmp_path / "data" / "directory" / "directory-") in done.output


def test_build_names_each_fault(packs: Path) -> None:
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    done = run("build")
    assert done.exit_code == 1
    assert "content/regions/am/services.csv:2:phone: '1' is not a UK number" in done.output
    assert "1 fault; the directory stays as it was." in done.output


def rename(packs: Path, name: str) -> None:
    write_services(packs, services_csv([CAFE | {"name": name}]))


def two_builds(packs: Path, data: Path) -> list[str]:
    """The versions of two builds, the first an hour before."""
    run("build")
    (first,) = (data / "directory").glob("*.db")
    os.utime(first, (0, 0))
    rename(packs, "The Bull")
    run("build")
    (second,) = {*(data / "directory").glob("*.db")} - {first}
    return [path.stem.removeprefix("directory-") for path in (first, second)]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "am-cafe"), 0, "assurance: needs_confirmation"),
        (("show", "nothing"), 1, "No service has the id 'nothing'"),
        (("validate",), 0, "3 services in 2 regions are fine."),
        (("report",), 0, "Ambridge: gaps"),
        (("report", "--region", "am"), 0, "Bank holidays\n  known until"),
        (("report", "--region", "bc"), 1, "'bc' is not a region: choose one of am, uk."),
        (("due",), 0, "3 to confirm"),
        (("due", "--region", "am"), 0, "1 to confirm"),
        (("due", "--within", "soon"), 2, "'soon' is not a valid integer"),
        (("diff",), 1, "There is no earlier build to use"),
        (("diff", "beef"), 1, "'beef' is not a version that is kept"),
        (("rollback",), 1, "There is no earlier build to use"),
        (("versions",), 0, "current"),
        (("export", "--public"), 0, '"local_id": "am-cafe"'),
        (("export", "--format", "csv"), 0, "am-cafe,am,Bull Café"),
        (("export", "--out", "no/such/folder.json"), 1, "'no/such/folder.json' cannot be written"),
        (("confirm", "nothing", "--by", "Ruth Archer"), 1, "No service has the id 'nothing'"),
        (("confirm", "am-cafe"), 2, "--by"),
        (("confirm", "am-cafe", "--by", ""), 1, "Nobody is named"),
        (("confirm", "am-cafe", "--by", "Ruth Archer", "--on", "2999-01-01"), 1, "is still to come"),
        (("confirm", "am-cafe", "--by", "Ruth Archer", "--on", "yesterday"), 2, "'yesterday' does not match"),
    ],
)
def test_a_command_does_its_work_or_says_why_not(arguments: tuple[str, ...], code: int, says: str) -> None:
    run("build")
    done = run(*arguments)
    assert says in done.output
    assert done.exit_code == code


@pytest.mark.parametrize("command", [("show", "am-cafe"), ("diff",), ("rollback",), ("export",)])
def test_before_a_build_one_sentence_says_what_to_do(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.exit_code == 1
    assert done.output == "Error: There is no service directory yet: run 'python -m bot directory build'.\n"


@pytest.mark.parametrize(
    "command", [("validate",), ("report",), ("due",), ("confirm", "am-cafe", "--by", "R. Archer")]
)
def test_faults_are_named_and_nothing_is_done(packs: Path, command: tuple[str, ...]) -> None:
    write_services(packs, services_csv([CAFE | {"phone": "1"}]))
    before = (packs / "regions/am/services.csv").read_bytes()
    done = run(*command)
    assert done.exit_code == 1
    assert "content/regions/am/services.csv:2:phone: '1' is not a UK number" in done.output
    assert "Error: 1 fault; " in done.output
    assert (packs / "regions/am/services.csv").read_bytes() == before


def test_validate_prints_warnings(packs: Path) -> None:
    write_services(packs, services_csv([CAFE, CAFE | {"id": "am-bar", "name": "Bar", "owner": "Another"}]))
    done = run("validate")
    assert done.exit_code == 0
    assert "warning: content/regions/am/services.csv:3:phone: " in done.output


def test_a_confirmed_row_is_confirmed_after_the_next_build(packs: Path) -> None:
    done = run("confirm", "am-cafe", "--by", "Ruth Archer", "--on", "2026-11-01")
    assert (
        "am-cafe is confirmed by Ruth Archer on 2026-11-01. Run 'python -m bot directory build'"
        in done.output
    )
    run("build")
    assert "confirmed_by: Ruth Archer" in run("show", "am-cafe").output


def test_a_confirmation_that_is_too_old_is_said(packs: Path) -> None:
    run("confirm", "am-cafe", "--by", "Ruth Archer", "--on", "2020-01-01")
    run("build")
    assert "its review date is past: it counts as needs_confirmation" in run("show", "am-cafe").output
    assert "am-cafe" in run("due").output


def test_a_stale_row_is_confirmed_on_purpose_only(packs: Path) -> None:
    write_services(packs, services_csv([CAFE | {"assurance": "stale"}]))
    assert "add --still-there" in run("confirm", "am-cafe", "--by", "Ruth Archer").output
    assert run("confirm", "am-cafe", "--by", "Ruth Archer", "--still-there").exit_code == 0


def test_going_back_and_what_was_different(packs: Path, tmp_path: Path) -> None:
    first, second = two_builds(packs, tmp_path / "data")
    said = f"am-cafe: name was 'Bull Café', now 'The Bull'\n1 difference between {first} and {second}\n"
    assert run("diff").output == run("diff", first[:8]).output == said
    assert run("diff", first, first).output == f"no difference between {first} and {first}\n"
    done = run("rollback")
    assert f"now answers from version {first}; a restart keeps it until" in done.output
    newest, oldest = run("versions").output.splitlines()
    assert (newest.split()[0], newest.split("  ")[-1]) == (second, "held back")
    assert (oldest.split()[0], oldest.split("  ")[-1]) == (first, "current")
    assert run("rollback", second).output == f"The bot now answers from version {second}.\n"


def test_export_writes_a_file(tmp_path: Path) -> None:
    run("build")
    assert run("export", "--format", "csv", "--public", "--out", "all.csv").output == ""
    assert "Bull Café" in (tmp_path / "all.csv").read_text(encoding="utf-8")


def test_every_command_is_in_the_document_for_editors() -> None:
    document = (CONTENT.parent / "docs/directory.md").read_text()
    assert [name for name in command.commands if f"`{name}" not in document] == []


def test_a_build_that_looks_like_an_accident_is_asked_about(packs: Path) -> None:
    rows = [CAFE, *({"id": f"am-{number}", "name": f"Number {number}"} for number in range(20))]
    write_services(packs, services_csv(rows))
    assert run("build").exit_code == 0
    write_services(packs, services_csv(rows[:5]))
    refused = run("build")
    assert refused.exit_code == 1
    assert "16 of 23 services are gone" in refused.output
    assert "add --yes" in refused.output
    assert run("build", "--yes").exit_code == 0


def test_the_crisis_cards_must_say_the_same_numbers(tmp_path: Path) -> None:
    content = tmp_path / "whole" / "content"
    for folder in ("crisis", "regions", "strings", "topics"):
        shutil.copytree(CONTENT / folder, content / folder)
    desk = Desk(content, tmp_path / "data", TODAY)
    assert "are fine" in desk.checked()[-1]
    sheet = content / "regions/llr/services.csv"
    sheet.write_text(sheet.read_text().replace("0808 800 3302", "0808 802 0028", 1))
    with pytest.raises(PackError, match="number of llr-cap is not the one in regions/: make them agree"):
        desk.checked()
    with pytest.raises(PackError):
        desk.built(sure=True)
