"""The supervisor: what it is told to run, and that nothing dies for good or outlives it. Real processes, small ones."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from pathlib import Path

import psutil
import pytest

from bot.settings import Settings
from bot.supervise import ports
from bot.supervise.config import Program, config_text, programs
from bot.supervise.exits import Exits, hopeless
from bot.supervise.launch import last_line
from bot.supervise.operate import StartError, current_model
from bot.supervise.progress import SLOW_SECONDS, Health, Probe, Progress

ROOT = Path(__file__).resolve().parents[1]
WAIT_SECONDS = 30


def parsed(text: str) -> RawConfigParser:
    parser = RawConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(text)
    return parser


class TestConfig:
    def test_the_three_programs_listen_on_loopback_and_are_restarted(self) -> None:
        settings = Settings(_env_file=None, engine_port=5105, actions_port=5155)
        config = parsed(config_text(programs(settings, model=Path("models/a.tar.gz")), Path("var")))
        names = [name for name in config.sections() if name.startswith("program:")]
        assert names == ["program:bot", "program:actions", "program:engine"]
        engine = config["program:engine"]
        assert "-i 127.0.0.1 -p 5105" in engine["command"]
        assert engine["command"].endswith("-m models/a.tar.gz")
        assert 'RASA_TELEMETRY_ENABLED="false"' in engine["environment"]
        assert 'WAYMARK_ACTIONS_URL="http://127.0.0.1:5155/webhook"' in engine["environment"]
        assert config["program:actions"]["environment"] == 'SANIC_HOST="127.0.0.1"'
        for name in names:
            assert config[name]["autorestart"] == "true"
            assert config[name]["stopasgroup"] == config[name]["killasgroup"] == "true"

    @pytest.mark.parametrize(
        ("chosen", "polls"),
        [
            ({}, False),
            ({"telegram_token": "1:key"}, True),
            ({"telegram_token": "1:key", "public_url": "https://waymark.example.org"}, False),
        ],
    )
    def test_telegram_is_polled_where_it_cannot_call_us(self, chosen: dict[str, str], polls: bool) -> None:
        names = [each.name for each in programs(Settings.model_validate(chosen), model=Path("m.tar.gz"))]
        assert ("telegram" in names) is polls

    def test_every_program_is_tied_to_its_parent_and_logs_in_the_data_folder(self) -> None:
        config = parsed(config_text((Program("one", ("run", "me")),), Path("/data")))
        assert "-m bot.supervise.child KILL run me" in config["program:one"]["command"]
        assert config["program:one"]["stdout_logfile"] == "/data/log/one.log"

    def test_no_secret_is_written_down(self) -> None:
        settings = Settings(_env_file=None, engine_secret="planted-secret")
        assert "planted-secret" not in config_text(programs(settings, model=Path("m.tar.gz")), Path("var"))

    def test_no_control_port_is_opened(self) -> None:
        assert "http_server" not in config_text((), Path("var"))

    def test_a_percent_sign_is_no_expansion(self) -> None:
        assert "/100%%/log/one.log" in config_text((Program("one", ("x",)),), Path("/100%"))

    @pytest.mark.parametrize("folder", ["/a ;b", "/a #b", "/a\nb"])
    def test_a_path_that_would_change_the_meaning_is_refused(self, folder: str) -> None:
        with pytest.raises(ValueError, match="use a path without"):
            config_text((Program("one", ("x",)),), Path(folder))


class TestPorts:
    def test_a_taken_port_is_named_with_its_setting(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            settings = Settings(_env_file=None, port=port, engine_port=free_port(), actions_port=free_port())
            assert ports.obstacle(settings) == (
                f"Port {port} is taken by another program. Stop it, or set WAYMARK_PORT to another."
            )

    def test_a_taken_engine_port_names_both_settings(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            settings = Settings(_env_file=None, port=free_port(), engine_port=port, actions_port=free_port())
            assert "WAYMARK_ENGINE_PORT and WAYMARK_ENGINE_URL" in (ports.obstacle(settings) or "")

    def test_free_ports_are_no_obstacle(self) -> None:
        settings = Settings(
            _env_file=None, port=free_port(), engine_port=free_port(), actions_port=free_port()
        )
        assert ports.obstacle(settings) is None

    def test_an_address_of_another_machine_is_named(self) -> None:
        settings = Settings(_env_file=None, host="192.0.2.1", port=free_port())
        assert "192.0.2.1 cannot be used" in (ports.obstacle(settings) or "")


class TestProgress:
    def progress(self) -> Progress:
        return Progress("http://127.0.0.1:8080", Path("var/log"))

    def test_a_start_in_order(self) -> None:
        progress = self.progress()
        assert progress.lines(Health(), 1) == []
        (already,) = progress.lines(Health(live=True), 3)
        assert "already answers" in already
        assert progress.lines(Health(live=True), 4) == []
        assert not progress.complete
        (ready,) = progress.lines(Health(live=True, not_ready=frozenset()), 20)
        assert ready == "Ready: open http://127.0.0.1:8080 to chat. Ctrl-C stops everything."
        assert progress.complete

    def test_what_does_not_keep_people_from_chatting_is_named_beside_the_ready_line(self) -> None:
        warning, ready = self.progress().lines(Health(live=True, not_ready=frozenset({"spool"})), 9)
        assert warning == "Not in order: spool. See var/log/bot.log."
        assert ready.startswith("Ready:")

    def test_without_the_store_nobody_can_chat(self) -> None:
        assert not Health(live=True, not_ready=frozenset({"store"})).can_chat

    def test_a_bot_that_does_not_answer_is_not_live(self) -> None:
        assert Probe("127.0.0.1", free_port()).ask() == Health()

    @pytest.mark.parametrize(("live", "log"), [(False, "bot.log"), (True, "engine.log")])
    def test_a_slow_start_names_the_log_once(self, live: bool, log: str) -> None:
        progress = self.progress()
        late = SLOW_SECONDS + 1
        assert log in progress.lines(Health(live=live), late)[-1]
        assert progress.lines(Health(live=live), late + 1) == []


class TestExits:
    LINES = (
        "2026-01-02 03:04:05,678 WARN exited: bot (exit status 1; not expected)\n"
        "2026-01-02 03:04:06,678 WARN exited: bot (terminated by SIGKILL; not expected)\n"
        "2026-01-02 03:04:07,678 WARN exited: engine (exit status 9; not expected)\n"
    )

    def test_only_what_came_since_and_only_of_this_program(self, tmp_path: Path) -> None:
        log = tmp_path / "supervisord.log"
        assert Exits(log, "bot").statuses() == []
        log.write_text(self.LINES)
        exits = Exits(log, "bot")
        assert exits.statuses() == []
        with log.open("a") as file:
            file.write(self.LINES)
        assert exits.statuses() == [1]

    @pytest.mark.parametrize(
        ("statuses", "expected"), [([], False), ([1], False), ([1, 1], False), ([1, 1, 1], True), ([2], True)]
    )
    def test_when_there_is_no_sense_in_trying_again(self, statuses: list[int], expected: bool) -> None:
        assert hopeless(statuses) is expected


def test_the_last_line_of_a_log_is_the_sentence_with_which_a_process_ended(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    assert last_line(log) == ""
    log.write_text("first\nError: the key file is damaged.\n\n")
    assert last_line(log) == "Error: the key file is damaged."


def test_the_model_is_the_one_that_the_training_script_names(tmp_path: Path) -> None:
    script = tmp_path / "scripts" / "train"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\necho models/abc.tar.gz\n")
    script.chmod(0o755)
    with pytest.raises(StartError, match="make train"):
        current_model(tmp_path)
    model = tmp_path / "models" / "abc.tar.gz"
    model.parent.mkdir()
    model.touch()
    assert current_model(tmp_path) == model


# Stands in for `python -m bot run`: the same supervisor, with small programs.
LAUNCHER = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
from pathlib import Path
from bot.supervise.config import Program, config_text, log_folder, supervisord_log
from bot.supervise.exits import Exits, hopeless
from bot.supervise.launch import Supervisor, say
folder = Path(sys.argv[1])
log_folder(folder).mkdir()
sleeper = (sys.executable, "-u", sys.argv[2])
found = (Program("bot", sleeper, settled=1), Program("engine", sleeper, settled=0))
(folder / "supervisord.conf").write_text(config_text(found, folder))
exits = Exits(supervisord_log(folder), "bot")
supervisor = Supervisor(folder / "supervisord.conf", cwd=Path.cwd(), env=os.environ)
say(supervisor.run(lambda: not hopeless(exits.statuses())).name)
"""
SLEEPER = "import time; print('started'); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


class Run:
    """A launcher at work, and everything that it has started."""

    def __init__(self, folder: Path, program: Path) -> None:
        self._logs = folder / "log"
        self.launcher = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(folder), str(program)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.seen: set[psutil.Process] = set()

    def started(self, name: str) -> int:
        """How often a program has come up."""
        log = self._logs / f"{name}.log"
        return log.read_text().count("started") if log.exists() else 0

    def pid(self, name: str) -> int:
        """The process id of a program, from supervisord's own log."""
        found = re.findall(rf"spawned: '{name}' with pid (\d+)", (self._logs / "supervisord.log").read_text())
        return int(found[-1])

    def supervisord(self) -> psutil.Process:
        (child,) = psutil.Process(self.launcher.pid).children()
        return child

    def look(self) -> None:
        """Remember every process there is now, so that afterwards none may be left."""
        launcher = psutil.Process(self.launcher.pid)
        self.seen |= {launcher, *launcher.children(recursive=True)}

    def left(self) -> list[psutil.Process]:
        return [p for p in self.seen if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def eventually(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not within {WAIT_SECONDS} seconds: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Run]]:
    runs: list[Run] = []

    def begin(program: str) -> Run:
        file = tmp_path / "program.py"
        file.write_text(program)
        runs.append(Run(tmp_path, file))
        return runs[-1]

    yield begin
    for run in runs:
        for process in run.left():
            process.kill()
        run.launcher.kill()
        run.launcher.communicate()


def up(run: Run) -> Run:
    eventually(lambda: run.started("bot") > 0 and run.started("engine") > 0, "both programs are up")
    run.look()
    assert len(run.seen) == 4, "launcher, supervisord and two programs"
    return run


def test_a_killed_engine_comes_back_and_the_bot_is_not_touched(start: Callable[[str], Run]) -> None:
    run = up(start(SLEEPER))
    bot = run.pid("bot")
    os.kill(run.pid("engine"), signal.SIGKILL)
    eventually(lambda: run.started("engine") == 2, "the engine is back")
    assert (run.started("bot"), run.pid("bot")) == (1, bot)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_launcher_stops_everything(
    start: Callable[[str], Run], number: signal.Signals
) -> None:
    run = up(start(SLEEPER))
    run.launcher.send_signal(number)
    output, _ = run.launcher.communicate(timeout=WAIT_SECONDS)
    assert output.splitlines() == ["Stopping.", "Everything has stopped.", "STOPPED"]
    eventually(lambda: not run.left(), "no process is left")


def test_a_second_signal_does_not_wait_for_a_program_that_will_not_stop(start: Callable[[str], Run]) -> None:
    run = up(start(STUBBORN))
    run.launcher.send_signal(signal.SIGINT)
    assert run.launcher.stdout is not None
    assert run.launcher.stdout.readline() == "Stopping.\n"
    run.launcher.send_signal(signal.SIGINT)
    eventually(lambda: not run.left(), "no process is left")


def test_killing_the_launcher_leaves_no_orphan(start: Callable[[str], Run]) -> None:
    run = up(start(SLEEPER))
    run.launcher.kill()
    eventually(lambda: not run.left(), "no process is left")


def test_killing_supervisord_leaves_no_orphan_and_is_reported(start: Callable[[str], Run]) -> None:
    run = up(start(STUBBORN))
    run.supervisord().kill()
    output, _ = run.launcher.communicate(timeout=WAIT_SECONDS)
    assert output == "DIED\n"
    eventually(lambda: not run.left(), "no process is left")


def test_a_bot_that_cannot_start_ends_everything(start: Callable[[str], Run]) -> None:
    run = start("import sys; sys.exit(2)")
    output, _ = run.launcher.communicate(timeout=WAIT_SECONDS)
    assert output == "GIVEN_UP\n"
