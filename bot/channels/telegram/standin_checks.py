"""What the stand-in refuses, in the words of the Bot API. Pure."""

import json
import re
from typing import Any

from telegram.constants import BotCommandLimit, BotDescriptionLimit, InlineKeyboardButtonLimit, MessageLimit

from bot.channels.telegram.emphasis import units
from bot.channels.telegram.fields import Json

BOT: Json = {"id": 1, "is_bot": True, "first_name": "Waymark", "username": "waymark_local_bot"}
"""Who the stand-in says that we are: the User of its token."""
_SECRET = re.compile(r"[\w-]{1,256}", re.ASCII)
_COMMAND = re.compile(rf"[a-z0-9_]{{1,{BotCommandLimit.MAX_COMMAND}}}")
_COMMANDS = 100
_LANGUAGE = re.compile(r"([a-z]{2})?")


class Refused(Exception):  # noqa: N818 (an answer)
    """An answer other than ok: HTTP status, and the description without its beginning."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


def bad(description: str) -> Refused:
    """A 400."""
    return Refused(400, f"Bad Request: {description}")


def whole(fields: Json, name: str) -> int:
    """A number, which a form carries as text."""
    try:
        return int(fields[name])
    except (KeyError, ValueError, TypeError):
        raise bad(f"{name} is missing or not a number") from None


def parsed(fields: Json, name: str) -> Any:  # noqa: ANN401 (JSON)
    """A value that a form carries as JSON; None if it is absent."""
    value = fields.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def text_of(fields: Json) -> str:
    """The text of a message, within Telegram's limits."""
    text = str(fields.get("text", ""))
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad("message is too long")
    return text


def entities_of(fields: Json, text: str) -> list[Json]:
    """The entities of a text, each within it."""
    entities = parsed(fields, "entities") or []
    for each in entities:
        end = each["offset"] + each["length"]
        if each["offset"] < 0 or each["length"] < 1 or end > units(text):
            raise bad("entity is out of bounds")
    return list(entities)


def markup_of(fields: Json) -> Json:
    """The keyboard of a message, each button of it with what it must have."""
    markup = parsed(fields, "reply_markup") or {}
    for button in (each for row in markup.get("inline_keyboard", []) for each in row):
        size = len(button.get("callback_data", "").encode())
        if not 1 <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise bad("BUTTON_DATA_INVALID")
    for row in (*markup.get("inline_keyboard", []), *markup.get("keyboard", [])):
        if not row or not all(each.get("text") for each in row):
            raise bad("text buttons are unallowed in the inline keyboard")
    return dict(markup)


def webhook_of(fields: Json) -> Json:
    """What setWebhook sets."""
    url, secret = str(fields.get("url", "")), str(fields.get("secret_token", ""))
    if not url.startswith("https://"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    return {"url": url, "secret_token": secret, "allowed_updates": parsed(fields, "allowed_updates")}


def language_of(fields: Json) -> str:
    """The language that commands or a description are for; "" for everybody else."""
    language = str(fields.get("language_code") or "")
    if not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def commands_of(fields: Json) -> list[Json]:
    """What setMyCommands sets."""
    commands = parsed(fields, "commands") or []
    if len(commands) > _COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not _COMMAND.fullmatch(each["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= BotCommandLimit.MAX_DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return list(commands)


def description_of(fields: Json, name: str) -> str:
    """What setMyDescription or setMyShortDescription sets."""
    text = str(fields.get(name) or "")
    short = name == "short_description"
    limit = (
        BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        if short
        else BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    )
    if len(text) > limit:
        raise bad("description is too long")
    return text
