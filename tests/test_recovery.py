"""The program as an operator runs it: what happens when its engine is killed, when it is stopped, and when it cannot start.

How fast help comes with the engine dead is measured by ``make bench``; here it must come while the engine is still away.
"""

import socket
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bot import start
from bot.safety.notice import Response
from bot.settings import Settings
from bot.store import cases
from bot.store.database import Database
from tests.support.chat import Person
from tests.support.program import START_SECONDS, Program
from tests.support.watch import until

pytestmark = pytest.mark.engine


def said(answer: list[dict[str, Any]]) -> str:
    return "\n".join(each["text"] for each in answer)


def engine_is_ready(program: Program) -> bool:
    return "engine" not in httpx.get(f"{program.url}/health/ready", trust_env=False).json()["not_ready"]


def open_cases(program: Program) -> list[Response]:
    database = Database(f"sqlite:///{program.data_dir / 'waymark.db'}")
    found = [case.response for case in database.run_now(cases.listing)]
    database.close()
    return found


def files_with(marker: str, folder: Path) -> set[str]:
    return {
        path.name for path in folder.rglob("*") if path.is_file() and marker.encode() in path.read_bytes()
    }


def test_killed_engine_leaves_nobody_without_help_and_comes_back_by_itself(tmp_path: Path) -> None:
    marker = f"vermilion-{uuid4().hex}"
    with Program(tmp_path) as program:
        program.wait_for("Ready: open")
        bot, killed = program.part("bot"), program.part("engine")
        with Person(program.url) as person, Person(program.url) as leaver:
            assert "Pepper's" in said(person.ask("crisis cafe in Oakham", seconds=30))
            leaver.ask(f"I feel so anxious {marker}", seconds=30)
            killed.kill()

            answer = said(person.ask("I can't sleep", seconds=30))
            assert "part of me is not working" in answer
            assert "999" in answer
            assert person.ask("I want to end my life", seconds=30)[0]["kind"] == "card"
            assert open_cases(program) == [Response.TAKEOVER]
            assert "when it is back" in leaver.erase().json()["messages"][0]["text"]
            assert files_with(marker, program.data_dir) == {"engine.db"}
            assert not engine_is_ready(program)

            until(lambda: engine_is_ready(program), START_SECONDS)
            assert program.part("engine") != killed
            assert program.part("bot") == bot
            assert "Pepper's" in said(person.ask("crisis cafe", seconds=30))  # it remembers where
            until(lambda: not files_with(marker, program.data_dir))
        assert program.interrupt() == 0
        assert program.survivors() == []


def test_ctrl_c_in_the_middle_of_the_start_stops_everything(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        program.wait_for("already answers")  # and the engine has only begun
        parts = [program.part(name) for name in ("bot", "actions", "engine")]
        assert program.interrupt() == 0
        assert program.output.endswith("Everything has stopped.\n")
        assert [each for each in parts if each.is_running()] == []
        assert program.survivors() == []


def test_taken_port_is_named_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with Program(tmp_path, port=port) as program:
            assert program.ended() != 0
            assert f"Port {port} is taken" in program.output
            assert len(program.output.splitlines()) == 1


def test_without_its_key_it_does_not_start_and_says_so_in_one_sentence(tmp_path: Path) -> None:
    program = Program(tmp_path)
    settings = Settings.model_validate({"data_dir": program.data_dir})
    start.make(settings).database.close()
    settings.key_file.unlink()
    with program:
        assert program.ended(START_SECONDS) != 0
        *_, last = program.output.splitlines()
        assert "is not the one this store was made with" in last
        assert program.survivors() == []
