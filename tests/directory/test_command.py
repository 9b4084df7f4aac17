"""The command ``python -m bot directory``."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.directory import directory as command
from bot.directory.files import DirectoryMissingError
from tests.directory.packs import CAFE, services_csv, write_services


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


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "am-cafe"), 0, "assurance: needs_confirmation"),
        (("show", "nothing"), 1, "No service has the id 'nothing'"),
        (("find", "crisis_cafe"), 0, "Bull Café"),
        (("find", "crisis cafe", "--place", "the ridge"), 0, "1 found"),
        (("find", "bull"), 0, "am-cafe"),
        (("find", "crisis_cafe", "--place", "Narnia"), 1, "not a place of the region am"),
        (("find", "carers"), 0, "0 found"),
    ],
)
def test_look_up(arguments: tuple[str, ...], code: int, says: str) -> None:
    run("build")
    done = run(*arguments)
    assert done.exit_code == code
    assert says in done.output


def test_looking_up_before_a_build() -> None:
    assert isinstance(run("find", "crisis_cafe").exception, DirectoryMissingError)
