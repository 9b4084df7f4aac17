"""Engine and actions are never reachable from outside; the bot is only when an operator says so."""

import ipaddress
import re
from pathlib import Path

import yaml

from bot.settings import Settings
from bot.supervise.config import programs
from tests.guards.tree import ROOT


def test_engine_and_actions_are_started_on_loopback() -> None:
    by_name = {each.name: each for each in programs(Settings(_env_file=None), model=Path("m.tar.gz"))}
    command = by_name["engine"].command
    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert by_name["actions"].environment["SANIC_HOST"] == "127.0.0.1"


def test_our_channel_is_the_only_way_into_the_engine() -> None:
    credentials = yaml.safe_load((ROOT / "credentials.yml").read_text())
    assert list(credentials) == ["engine.turn_channel.TurnChannel"]
    assert "--enable-api" not in " ".join(programs(Settings(_env_file=None), model=Path("m"))[-1].command)


def test_the_bot_listens_on_loopback_unless_told_otherwise() -> None:
    settings = Settings(_env_file=None)
    assert ipaddress.ip_address(settings.host).is_loopback
    assert "//127.0.0.1:" in settings.engine_url


def test_the_engines_files_name_no_other_address() -> None:
    for name in ("credentials.yml", "endpoints.yml"):
        found = re.findall(r"\d+\.\d+\.\d+\.\d+|https?://[^\s$]+", (ROOT / name).read_text())
        assert all("127.0.0.1" in each for each in found), name
