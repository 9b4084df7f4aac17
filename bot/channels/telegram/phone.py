"""A Telegram in the terminal: what is typed goes to the bot as Telegram would bring it, and what the bot says is shown."""

import time
from collections.abc import Callable
from functools import partial

import httpx

from bot.channels.telegram import updates
from bot.channels.telegram.fields import Json
from bot.channels.telegram.parse import UPDATES
from bot.channels.telegram.standin import TelegramStandIn

HELP = """\
What you type is sent. A number presses a button. These do what words cannot:
/voice, /photo, /video, /sticker, /document, each with a caption if you like; /contact; /poll QUESTION
/place LATITUDE LONGITUDE (such as /place 52.63 -1.13); /edit NEW WORDS (of what you sent last)
/block and /unblock. Ctrl-D leaves."""
_NO_BOT = "No bot answers: start one with `make run`, then try again."
_Made = tuple[str, Json]


class Phone:
    """One person's phone. ``tell`` shows a text; messages of the bot come from another thread."""

    def __init__(
        self, standin: TelegramStandIn, http: httpx.Client, tell: Callable[[str], None], *, chat: int = 1
    ) -> None:
        self._standin = standin
        self._http = http
        self._tell = tell
        self._chat = chat
        self._shown: Json = {}
        self._last = 0
        self._queries = 0
        standin.shown = self.show

    def connect(self, hook: str, secret: str) -> None:
        """Let the stand-in call the bot there."""
        self._standin.webhook = {"url": hook, "secret_token": secret, "allowed_updates": list(UPDATES)}

    def show(self, message: Json) -> None:
        """Show a message of the bot, with its buttons numbered."""
        if message["chat"]["id"] != self._chat:
            return
        buttons = _buttons(message)
        if buttons:
            self._shown = message
        listed = [f"{number} {button['text']}" for number, button in enumerate(buttons, start=1)]
        self._tell("\n".join([message["text"], *listed]))

    def say(self, line: str) -> None:
        """Do what a line asks for."""
        line = line.encode("utf-8", "replace").decode()  # bytes that are not UTF-8 come as lone surrogates
        if not line.strip():
            return
        made = self._pressed(line.strip()) or self._done(line)
        if made is None:
            self._tell(HELP)
            return
        try:
            answer = self._standin.deliver(self._standin.happened(*made), self._http)
        except httpx.HTTPError:
            self._tell(_NO_BOT)
            return
        if answer is not None and answer.status_code == 403:
            self._tell("The bot does not know our secret: let both use the same data folder.")
        elif answer is not None and not answer.is_success:
            self._tell(f"The bot did not take it (status {answer.status_code}).")

    def _pressed(self, line: str) -> _Made | None:
        """A press of the numbered button, None if there is none with this number."""
        buttons = {str(number): each for number, each in enumerate(_buttons(self._shown), start=1)}
        button = buttons.get(line)
        if button is None:
            return None
        if button.get("request_location"):
            return self._message(updates.place(52.63, -1.13))
        if "callback_data" not in button:
            return self._message(updates.written(button["text"]))
        self._queries += 1
        query = f"{self._shown['message_id']}-{self._queries}"
        return "callback_query", updates.pressed(self._chat, query, button["callback_data"], self._shown)

    def _done(self, line: str) -> _Made | None:
        """What a line does; None if it cannot be understood."""
        command, _, rest = line.partition(" ")
        special: dict[str, Callable[[], _Made | None]] = {
            "/keys": lambda: None,
            "/block": lambda: self._blocked(blocked=True),
            "/unblock": lambda: self._blocked(blocked=False),
            "/edit": lambda: ("edited_message", self._changed(rest)),
            "/place": lambda: self._placed(rest),
            "/contact": lambda: self._message(updates.contact()),
            "/poll": lambda: self._message(updates.poll(rest)),
        }
        for kind in updates.ATTACHED:
            special[f"/{kind}"] = partial(self._attached, kind, rest)
        written = partial(self._message, updates.written(line))
        return special.get(command, written)()

    def _attached(self, kind: str, caption: str) -> _Made:
        return self._message(updates.attached(kind, caption))

    def _message(self, fields: Json) -> _Made:
        self._last = self._standin.number()
        return "message", updates.message(self._chat, self._last, _now(), **fields)

    def _changed(self, text: str) -> Json:
        edited = {**updates.written(text), "edit_date": _now()}
        return updates.message(self._chat, self._last, _now(), **edited)

    def _placed(self, rest: str) -> _Made | None:
        try:
            latitude, longitude = (float(each) for each in rest.replace(",", " ").split())
        except ValueError:
            return None
        return self._message(updates.place(latitude, longitude))

    def _blocked(self, *, blocked: bool) -> _Made:
        change = self._standin.blocked.add if blocked else self._standin.blocked.discard
        change(self._chat)
        return "my_chat_member", updates.membership(self._chat, _now(), blocked=blocked)


def _now() -> int:
    return int(time.time())


def _buttons(message: Json) -> list[Json]:
    markup = message.get("reply_markup", {})
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [button for row in rows for button in row]
