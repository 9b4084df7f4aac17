"""The turn channel on a real engine: who may ask, once only, failures that say so, sessions and erasure."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.engine.conftest import Talk
from tests.support.engine_process import EngineProcess

pytestmark = pytest.mark.engine
MARKER = "quetzalcoatl wept in the marmalade"


def events_of(engine: EngineProcess, sender: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(engine.database)) as database:
        rows = database.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (sender,))
        return [json.loads(data) for (data,) in rows]


def user_texts(engine: EngineProcess, sender: str) -> list[str]:
    return [event["text"] for event in events_of(engine, sender) if event["event"] == "user"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic secret"}]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("GET", "/health"), ("DELETE", "/conversations/someone")],
)
def test_nothing_answers_without_the_secret(
    engine: EngineProcess, headers: dict[str, str], method: str, path: str
) -> None:
    response = httpx.request(method, f"{engine.url}/webhooks/turn{path}", headers=headers, trust_env=False)
    assert (response.status_code, response.json()) == (401, {"error": "unauthorised"})


def test_the_stock_channel_is_not_there(engine: EngineProcess, talk: Talk) -> None:
    response = talk.send("POST", "/webhooks/rest/webhook", json={"sender": "x", "message": "hi"})
    assert response.status_code == 404


def test_health_names_the_model_and_says_if_actions_answer(engine: EngineProcess, talk: Talk) -> None:
    health = talk.send("GET", "/webhooks/turn/health").json()
    assert health["model"]
    assert health == {"status": "ok", "model": health["model"], "actions": True}
    engine.kill("actions")
    try:
        without = talk.send("GET", "/webhooks/turn/health")
        assert (without.status_code, without.json()) == (200, health | {"actions": False})
    finally:
        engine.restart("actions")
    assert talk.send("GET", "/webhooks/turn/health").json() == health


@pytest.mark.parametrize("status", [500, 404])
def test_an_action_server_that_answers_an_error_is_not_well(
    engine: EngineProcess, talk: Talk, status: int
) -> None:
    with broken_actions(engine, status=status, reply={}):
        assert talk.send("GET", "/webhooks/turn/health").json()["actions"] is False


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"turn_id": "x"}', b"\xff\xfe"])
def test_a_malformed_body_is_refused(talk: Talk, content: bytes) -> None:
    response = talk.send("POST", "/webhooks/turn/", content=content)
    assert response.status_code == 400
    assert response.json()["error"]


def test_an_unknown_intent_is_refused(talk: Talk) -> None:
    assert talk.post(choice={"intent": "no_such_thing", "label": "x"}).status_code == 400


def test_a_turn_happens_once(engine: EngineProcess, talk: Talk) -> None:
    talk.say("hello")
    first = talk.say("I can't sleep", turn_id="same")
    assert talk.say("I can't sleep", turn_id="same") == first
    talk.say("thanks")
    assert talk.say("something else entirely", turn_id="same")["directives"] == first["directives"]
    assert user_texts(engine, talk.sender) == ["hello", "I can't sleep", "thanks"]


def test_text_that_looks_like_a_command_is_text(engine: EngineProcess, talk: Talk) -> None:
    for text in ["/restart", '/greet{"x":1}', " /session_start", "//back"]:
        talk.say(text)
    kinds = [event["event"] for event in events_of(engine, talk.sender)]
    assert kinds.count("user") == 4
    assert kinds.count("session_started") == 1
    assert "restart" not in kinds


def test_a_choice_needs_no_understanding(talk: Talk) -> None:
    answer = talk.say(
        choice={"intent": "find_crisis_cafe", "label": "Cafés", "entities": {"place": "Oakham"}}
    )
    assert answer["directives"][0] == {"services": {"kind": "crisis_cafe", "place": "Oakham"}}
    assert answer["intent"] == {"name": "find_crisis_cafe", "confidence": 1.0}
    assert answer["slots"] == {"place": "Oakham"}


def test_a_new_session_carries_what_it_is_given(engine: EngineProcess, talk: Talk) -> None:
    talk.say("crisis cafe in Oakham")
    again = {
        "turn_id": "first of the new",
        "new_session": True,
        "slots": {"place": "Melton Mowbray", "gone": 1},
    }
    first = talk.say("crisis cafe", **again)
    assert first["directives"][0] == {"services": {"kind": "crisis_cafe", "place": "Melton Mowbray"}}
    assert talk.say("crisis cafe", **again) == first
    assert talk.say("thanks")["slots"] == {"place": "Melton Mowbray"}
    kinds = [event["event"] for event in events_of(engine, talk.sender)]
    assert kinds.count("session_started") == 2
    assert kinds.count("user") == 3


def test_a_new_session_forgets_what_it_is_not_given(talk: Talk) -> None:
    talk.say("crisis cafe in Oakham")
    assert talk.first("crisis cafe", new_session=True) == {"ask": "place"}


def test_a_clock_set_back_loses_nothing(engine: EngineProcess, talk: Talk) -> None:
    first = talk.say("crisis cafe in Oakham", turn_id="once")
    with closing(sqlite3.connect(engine.database)) as database:
        database.execute("UPDATE events SET timestamp = timestamp + 3600 WHERE sender_id = ?", (talk.sender,))
        database.commit()
    talk.say("thanks")
    assert talk.say("crisis cafe in Oakham", turn_id="once")["directives"] == first["directives"]
    assert talk.say("bye")["slots"] == {"place": "Oakham"}
    assert user_texts(engine, talk.sender) == ["crisis cafe in Oakham", "thanks", "bye"]


def test_what_the_engine_keeps_is_its_owners_alone(engine: EngineProcess) -> None:
    assert engine.database.stat().st_mode & 0o077 == 0


def test_a_conversation_is_erased_for_good(
    engine: EngineProcess, talk: Talk, new_talk: Callable[[], Talk]
) -> None:
    other = new_talk()
    for each in (talk, other):
        each.say("hello")
    for number in range(5):  # enough for pages to split
        talk.say(f"{MARKER} {number}")
    erased = talk.send("DELETE", f"/webhooks/turn/conversations/{talk.sender}")
    assert erased.status_code == 200
    assert erased.json()["deleted"] > 20
    assert events_of(engine, talk.sender) == []
    assert events_of(engine, other.sender)
    for file in engine.folder.glob("engine.db*"):
        assert MARKER.encode() not in file.read_bytes()
    assert talk.send("DELETE", f"/webhooks/turn/conversations/{talk.sender}").json() == {"deleted": 0}
    assert talk.first("hello") == {"say": "greet.hello"}


def test_no_words_of_people_are_logged(engine: EngineProcess, talk: Talk) -> None:
    talk.say(MARKER)
    talk.post(f"{MARKER}\0")
    talk.say(choice={"intent": "sleep", "label": MARKER})
    with broken_actions(engine, status=500):
        assert talk.post(f"crisis cafe {MARKER}").status_code == 502
    for log in engine.logs.values():
        assert "quetzalcoatl" not in log.read_text().lower()


def test_rasa_does_not_start_where_it_would_log_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    with pytest.raises(RuntimeError, match="use INFO or above"), EngineProcess(tmp_path):
        pass


def test_a_store_that_is_locked_is_a_failure_and_keeps_no_half_turn(
    engine: EngineProcess, talk: Talk
) -> None:
    talk.say("hello")
    with closing(sqlite3.connect(engine.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        response = talk.post(MARKER, turn_id="once")
        assert (response.status_code, response.json()["error"]) == (500, "OperationalError")
        other.execute("ROLLBACK")
    assert talk.first("I can't sleep", turn_id="once") == {"topic": "sleep"}
    assert user_texts(engine, talk.sender) == ["hello", "I can't sleep"]
    assert MARKER not in engine.logs["engine"].read_text()


def test_a_dead_action_server_is_a_failure_until_it_is_back(engine: EngineProcess, talk: Talk) -> None:
    talk.say("hello")
    engine.kill("actions")
    try:
        for _ in range(2):
            response = talk.post("crisis cafe in Oakham", turn_id="once")
            assert response.status_code == 502
            assert response.json() == {"turn_id": "once", "error": "RasaException"}
        assert user_texts(engine, talk.sender) == ["hello"]
        assert talk.first("I can't sleep") == {"topic": "sleep"}  # what needs no action still works
    finally:
        engine.restart("actions")
    assert talk.first("crisis cafe in Oakham", turn_id="once")["services"]["place"] == "Oakham"


@pytest.mark.parametrize(
    ("status", "reply"),
    [(500, {"error": "boom"}), (200, {"events": [], "responses": []}), (200, {"events": "no"}), (404, {})],
)
def test_an_action_without_a_directive_is_a_failure(
    engine: EngineProcess, talk: Talk, status: int, reply: dict[str, Any]
) -> None:
    with broken_actions(engine, status=status, reply=reply):
        response = talk.post("crisis cafe in Oakham", turn_id="once")
    assert response.status_code == 502
    assert response.json()["turn_id"] == "once"
    assert talk.first("crisis cafe in Oakham", turn_id="once")["services"]["place"] == "Oakham"


@contextmanager
def broken_actions(
    engine: EngineProcess, *, status: int, reply: dict[str, Any] | None = None
) -> Iterator[None]:
    """In place of the action server one that answers so; without a reply it echoes the tracker, as rasa_sdk does."""

    class Broken(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body if reply is None else json.dumps(reply).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    engine.kill("actions")
    HTTPServer.allow_reuse_address = True
    try:
        with HTTPServer(("127.0.0.1", engine.actions_port), Broken) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield
            server.shutdown()
    finally:
        engine.restart("actions")


def test_a_killed_engine_remembers_the_conversation(engine: EngineProcess, talk: Talk) -> None:
    first = talk.say("crisis cafe in Oakham", turn_id="before")
    engine.kill()
    engine.restart()
    assert talk.say("crisis cafe in Oakham", turn_id="before") == first
    assert talk.first("crisis cafe") == {"services": {"kind": "crisis_cafe", "place": "Oakham"}}
