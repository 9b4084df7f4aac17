"""Settings come from the environment or .env; a wrong one is named in one sentence."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.settings import settings as command
from bot.settings import PREFIX, Settings, SettingsError, load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WAYMARK_PORT", "eighty", "WAYMARK_PORT cannot be used"),
        ("WAYMARK_PORT", "70000", "WAYMARK_PORT cannot be used"),
        ("WAYMARK_DATABASE_URL", "mysql://x", "begin it with sqlite:/// or postgresql+psycopg://"),
        ("WAYMARK_ENGINE_SECONDS", "0", "WAYMARK_ENGINE_SECONDS cannot be used"),
        ("WAYMARK_REGION", "L L R", "WAYMARK_REGION cannot be used"),
        ("WAYMARK_PROT", "8080", "WAYMARK_PROT is not a setting"),
    ],
)
def test_wrong_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(says)) as caught:
        load()
    assert "\n" not in str(caught.value)


def test_wrong_value_of_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "mysql://name:hunter2@host/db")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "hunter2" not in str(caught.value)


def test_password_in_a_url_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql+psycopg://name:hunter2@host/db")
    assert "hunter2" not in CliRunner().invoke(command).output


def test_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WAYMARK_PORT=9001\nWAYMARK_REGION=lsc\n")
    monkeypatch.setenv("WAYMARK_PORT", "9002")
    assert (load().port, load().region) == (9002, "lsc")


def test_every_setting_has_help_and_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_OPERATOR_TOKEN", "hunter2")
    printed = CliRunner().invoke(command)
    assert printed.exit_code == 0
    assert "hunter2" not in printed.output
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"# {field.description}\n{PREFIX}{name.upper()}=" in printed.output
