"""Chatting in a terminal: the same once-only promises as on the page, and clean ways to leave."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import IO, Any

import httpx
import pytest
from click.testing import CliRunner

from bot.channels.web.terminal import Terminal, messages
from bot.commands.chat import chat
from tests.support.bot_thread import RunningBot
from tests.support.ports import free_port

SECONDS = 15


class Flaky(httpx.BaseTransport):
    """Lets requests through, except that the answer to a message is lost while ``broken``; notes what was sent."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self.broken = False
        self.sent: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/api/chat/messages":
            return self._inner.handle_request(request)
        self.sent.append(request.read())
        response = self._inner.handle_request(request)
        if self.broken:
            response.close()
            raise httpx.ReadError("the answer is lost")
        return response

    def close(self) -> None:
        self._inner.close()


class Screen:
    """What the terminal shows."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def tell(self, text: str) -> None:
        self.texts.append(text)

    def wait_for(self, words: str) -> str:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for text in list(self.texts):
                if words in text:
                    return text
            time.sleep(0.01)
        raise AssertionError(f"{words!r} is not among {self.texts}")


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def transport() -> Flaky:
    return Flaky()


@pytest.fixture
def terminal(bot: RunningBot, screen: Screen, transport: Flaky) -> Iterator[Terminal]:
    with httpx.Client(base_url=bot.url, transport=transport) as http:
        made = Terminal(http, screen.tell)
        made.start()
        thread = threading.Thread(target=made.listen)
        thread.start()
        yield made
        made.close()
        bot.deps.hub.close()  # ends the stream that the thread reads
        thread.join(SECONDS)
        assert not thread.is_alive()


def test_answers_and_numbered_choices(bot: RunningBot, terminal: Terminal, screen: Screen) -> None:
    assert "not a person" in screen.texts[0]
    terminal.say("hello")
    assert screen.wait_for("1 Sleep").endswith("1 Sleep\n2 Anxiety\n3 Talk to a person")
    terminal.say(" 1 ")
    screen.wait_for("sleep")
    assert bot.engine.turns[1]["choice"]["intent"] == "sleep"
    assert len([text for text in screen.texts if "not a person" in text]) == 1


def test_what_is_not_the_number_of_a_choice_is_text(
    terminal: Terminal, transport: Flaky, screen: Screen
) -> None:
    terminal.say("hello")
    screen.wait_for("1 Sleep")
    for line in ("9", "0", "-1", "1.", "²", "1" * 5_000):
        terminal.say(line)
    assert len(transport.sent) == 7
    assert [body for body in transport.sent if b'"choice"' in body] == []


def test_not_sent_is_said_and_enter_sends_the_same_once(
    bot: RunningBot, terminal: Terminal, screen: Screen, transport: Flaky
) -> None:
    transport.broken = True
    terminal.say("hello")
    screen.wait_for("Not sent")
    transport.broken = False
    terminal.say("")
    screen.wait_for("1 Sleep")
    assert transport.sent[0] == transport.sent[1]
    assert len(bot.engine.turns) == 1


def test_refusal_is_shown_with_the_numbers(terminal: Terminal, screen: Screen) -> None:
    terminal.say("   ")
    assert "Samaritans" in screen.wait_for("Not sent: Your message was empty")


def test_bytes_that_are_no_text_are_sent_all_the_same(terminal: Terminal, screen: Screen) -> None:
    terminal.say("hello \udcff")
    screen.wait_for("other words")


def test_events_are_read_however_the_stream_is_cut() -> None:
    stream = ': connected\n\nid: 1\nevent: message\ndata: {"text": "a\u2028b é"}\n\ndata: {"text": "c"}\n\n'.encode()
    whole = [{"text": "a\u2028b é"}, {"text": "c"}]
    for size in (1, 2, 3, 7, len(stream)):
        assert list(messages(stream[i : i + size] for i in range(0, len(stream), size))) == whole


def test_chat_that_was_deleted_is_followed_by_a_new_one(screen: Screen) -> None:
    deleted: dict[str, Any] = {
        "id": None,
        "from": "bot",
        "kind": "erased",
        "text": "Your chat has been deleted.",
        "choices": [],
    }
    opening = deleted | {"kind": "opening", "text": "Hello again."}
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/chat/sessions":
            return httpx.Response(201, json={"token": f"t{len(asked)}", "messages": [opening]})
        asked.append((request.headers["authorization"], request.headers["last-event-id"]))
        if len(asked) == 2:
            made.close()
            return httpx.Response(200)
        return httpx.Response(200, content=f"id: 7\ndata: {json.dumps(deleted)}\n\n".encode())

    with httpx.Client(base_url="http://bot", transport=httpx.MockTransport(answer)) as http:
        made = Terminal(http, screen.tell)
        made.start()
        made.listen()
    assert screen.texts == ["Hello again.", "Your chat has been deleted.", "Hello again."]
    assert asked == [("Bearer t0", "0"), ("Bearer t1", "0")]


def test_nothing_listens_is_one_sentence() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    result = CliRunner().invoke(chat, ["--url", url])
    assert result.exit_code == 1
    assert result.output == f"Error: No bot answers at {url}: start one with `make run`, then try again.\n"


@pytest.mark.parametrize("leave", ["end of input", "interrupt"])
def test_leaving_is_clean(bot: RunningBot, leave: str) -> None:
    command = [sys.executable, "-u", "-m", "bot", "chat", "--url", bot.url]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("hello\n")
        process.stdin.flush()
        _read_until(process.stdout, "1 Sleep")
        if leave == "interrupt":
            process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=SECONDS)
    assert output.endswith("Goodbye.\n")
    assert (process.returncode, errors) == (0, "")


def _read_until(stream: IO[str], words: str) -> None:
    for line in stream:
        if words in line:
            return
    raise AssertionError(f"{words!r} was never shown")
