"""A Telegram in the terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Update

from bot import keys as key_file
from bot.channels.incoming import Incoming, RouteChanged, Said
from bot.channels.telegram.api import SECRET_PURPOSE
from bot.channels.telegram.group import Us
from bot.channels.telegram.parse import parse
from bot.channels.telegram.phone import HELP, Phone
from bot.channels.telegram.standin import TelegramStandIn
from bot.messages import Gesture
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.fake_bot import FakeBot, fake_bot
from tests.support.ports import free_port

CHAT = 1
INLINE = {
    "inline_keyboard": [
        [{"text": "Sleep", "callback_data": "c1"}],
        [{"text": "Person", "callback_data": "c2"}],
    ]
}
PLACES = {
    "keyboard": [[{"text": "Share", "request_location": True}], [{"text": "Oakham"}]],
    "one_time_keyboard": True,
}


@pytest.fixture(scope="module")
def _bot_served() -> Iterator[tuple[FakeBot, str]]:
    with fake_bot(SECRET) as served:
        yield served


class Held:
    """A phone, the bot that it writes to, and what is on its screen."""

    def __init__(self, bot: FakeBot, url: str, http: httpx.Client) -> None:
        self.bot = bot
        self.screen: list[str] = []
        self.stand_in = TelegramStandIn()
        self.phone = Phone(self.stand_in, http, self.screen.append, chat=CHAT)
        self.phone.connect(f"{url}/hooks/telegram", SECRET)

    def told(self, line: str) -> Incoming:
        """What the bot understands of a line."""
        before = len(self.bot.took)
        self.phone.say(line)
        assert len(self.bot.took) == before + 1, self.screen
        update = self.bot.took[-1]
        assert Update.de_json(update, None)
        (found,) = parse(httpx.Request("POST", "http://x", json=update).content, Us(1))
        return found

    def said(self, line: str) -> Said:
        found = self.told(line)
        assert isinstance(found, Said)
        return found

    def shows(self, text: str, markup: dict[str, Any] | None = None) -> None:
        self.stand_in.do("sendMessage", {"chat_id": CHAT, "text": text, "reply_markup": markup})


@pytest.fixture
def held(_bot_served: tuple[FakeBot, str]) -> Iterator[Held]:
    bot, url = _bot_served
    FakeBot.__init__(bot, SECRET)
    with httpx.Client(trust_env=False) as http:
        yield Held(bot, url, http)


@pytest.mark.parametrize(
    ("line", "gesture", "text"),
    [
        ("hello", Gesture.WORDS, "hello"),
        ("  hello \udcff", Gesture.WORDS, "  hello ?"),
        ("/help", Gesture.HELP, ""),
        ("/stop please", Gesture.STOP, "please"),
        ("/start llr-en-crisis_cafe", Gesture.START, "llr-en-crisis_cafe"),
        ("/voice", Gesture.VOICE, ""),
        ("/photo look at this", Gesture.PHOTO, "look at this"),
        ("/video", Gesture.VIDEO, ""),
        ("/sticker", Gesture.STICKER, ""),
        ("/document", Gesture.FILE, ""),
        ("/contact", Gesture.CONTACT, ""),
        ("/poll Why me?", Gesture.POLL, "Why me?\nOne\nTwo"),
        ("/place 52.6369 -1.1398", Gesture.PLACE, "LE1"),
        ("/place 52.6369, -1.1398", Gesture.PLACE, "LE1"),
        ("/place 0 0", Gesture.NO_PLACE, ""),
        ("/edit I mean it", Gesture.EDITED, "I mean it"),
        ("9", Gesture.WORDS, "9"),
    ],
)
def test_lines(held: Held, line: str, gesture: Gesture, text: str) -> None:
    found = held.said(line)
    assert (found.gesture, found.text, found.address) == (gesture, text, str(CHAT))


def test_every_update_has_a_number_of_its_own(held: Held) -> None:
    assert len({held.said("hello").provider_id for _ in range(3)}) == 3


def test_buttons_are_numbered_and_pressed(held: Held) -> None:
    held.shows("What would you like?", INLINE)
    assert held.screen == ["What would you like?\n1 Sleep\n2 Person"]
    found = held.said(" 2 ")
    assert (found.choice, found.handle["message"]) == ("c2", str(held.stand_in.sent[0]["message_id"]))
    assert held.said("3").text == "3"


def test_a_message_without_buttons_leaves_the_last_ones(held: Held) -> None:
    held.shows("What would you like?", INLINE)
    held.shows("By the way.")
    assert held.said("1").choice == "c1"


def test_keyboard_of_places(held: Held) -> None:
    held.shows("Where?", PLACES)
    assert held.screen == ["Where?\n1 Share\n2 Oakham"]
    assert held.said("2").text == "Oakham"
    assert held.said("1").gesture is Gesture.PLACE


def test_block(held: Held) -> None:
    assert held.told("/block") == RouteChanged(str(CHAT), closed=True)
    assert CHAT in held.stand_in.blocked
    assert held.told("/unblock") == RouteChanged(str(CHAT), closed=False)
    assert CHAT not in held.stand_in.blocked


def test_words_in_the_bots_answer_are_shown(held: Held) -> None:
    held.bot.answers.append({"method": "sendMessage", "chat_id": CHAT, "text": "Here is help."})
    held.said("hello")
    assert held.screen == ["Here is help."]


def test_messages_for_others_are_not_shown(held: Held) -> None:
    held.stand_in.do("sendMessage", {"chat_id": 2, "text": "Secret."})
    assert held.screen == []


@pytest.mark.parametrize("line", ["/keys", "/place here", "/place"])
def test_what_cannot_be_done_is_explained(held: Held, line: str) -> None:
    held.phone.say(line)
    assert held.screen == [HELP]
    assert held.bot.took == []


def test_an_empty_line_does_nothing(held: Held) -> None:
    held.phone.say("  ")
    assert (held.screen, held.bot.took) == ([], [])


@pytest.mark.parametrize(
    ("status", "words"), [(403, "the same data folder"), (503, "did not take it (status 503)")]
)
def test_the_bot_does_not_take_it(held: Held, status: int, words: str) -> None:
    held.bot.answers.append(status)
    held.phone.say("hello")
    assert words in held.screen[0]


def test_the_bot_has_gone(held: Held) -> None:
    held.phone.connect(f"http://127.0.0.1:{free_port()}/hooks/telegram", SECRET)
    held.phone.say("hello")
    assert held.screen == ["No bot answers: start one with `make run`, then try again."]


def started(data_dir: Path, lines: str, **chosen: object) -> tuple[int, str, str]:
    wanted = {"DATA_DIR": data_dir, **{name.upper(): value for name, value in chosen.items()}}
    environment = os.environ | {f"WAYMARK_{name}": str(value) for name, value in wanted.items()}
    command = [sys.executable, "-m", "bot", "telegram", "phone"]
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, env=environment, timeout=20, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_command(tmp_path: Path) -> None:
    secret = key_file.load_or_create(tmp_path / "waymark.key").secret(SECRET_PURPOSE)
    port = free_port()
    with fake_bot(secret, port) as (bot, _):
        bot.answers.append({"method": "sendMessage", "chat_id": CHAT, "text": "Hello, Sam."})
        result = started(tmp_path, "hello\n", port=port, telegram_phone_port=free_port())
    assert result == (0, f"\n{HELP}\n\n\nHello, Sam.\n\nGoodbye.\n", "")


def test_no_bot_is_one_sentence(tmp_path: Path) -> None:
    port = free_port()
    expected = (
        f"Error: No bot answers at http://127.0.0.1:{port}: start one with `make run`, then try again.\n"
    )
    assert started(tmp_path, "", port=port) == (1, "", expected)


def test_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with fake_bot("s") as (_, url):
        port = httpx.URL(url).port
        code, _, errors = started(tmp_path, "", port=port, telegram_phone_port=port)
    expected = f"Port {port} is taken: is another phone open? See WAYMARK_TELEGRAM_PHONE_PORT."
    assert (code, errors) == (1, f"Error: {expected}\n")


def test_a_real_account_is_not_tried_here(tmp_path: Path) -> None:
    code, _, errors = started(tmp_path, "", telegram_token="5:abc")
    assert code == 1
    assert errors.startswith("Error: The bot has a real account")
    assert errors.count("\n") == 1
