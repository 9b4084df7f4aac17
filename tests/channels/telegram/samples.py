"""Updates as the Bot API sends them, and calls that carry them."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.channels.incoming import Call, Incoming
from bot.channels.telegram.group import Us
from bot.channels.telegram.parse import parse

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUR_ID = 8_001
US = Us(OUR_ID, "waymark_test_bot")
CHAT = 700_000_001
GROUP = -1_001_234_567_890
Json = dict[str, Any]

PERSON: Json = {
    "id": CHAT,
    "is_bot": False,
    "first_name": "Sam",
    "last_name": "Green",
    "username": "samgreen",
    "language_code": "en",
}
OURSELVES: Json = {
    "id": OUR_ID,
    "is_bot": True,
    "first_name": "Waymark",
    "username": "waymark_test_bot",
    "can_join_groups": True,
}
PRIVATE: Json = {"id": CHAT, "first_name": "Sam", "username": "samgreen", "type": "private"}
SUPERGROUP: Json = {"id": GROUP, "title": "Friends", "type": "supergroup"}
FILE: Json = {"file_id": "AgACAgQAAxkBAAIB", "file_unique_id": "AQADyLwxG", "file_size": 1_253}
OUR_MESSAGE: Json = {
    "message_id": 41,
    "from": OURSELVES,
    "chat": PRIVATE,
    "date": 1_772_366_300,
    "text": "What would you like?",
    "reply_markup": {"inline_keyboard": [[{"text": "Sleep", "callback_data": "c1"}]]},
}


def message(chat: Json = PRIVATE, **fields: Any) -> Json:
    sender = fields.pop("sender", PERSON)
    return {"message_id": 42, "from": sender, "chat": chat, "date": 1_772_366_400, **fields}


def update(kind: str, what: Json, number: int = 9_001) -> Json:
    return {"update_id": number, kind: what}


def command(text: str, chat: Json = PRIVATE) -> Json:
    length = len(text.split(maxsplit=1)[0])
    return message(chat, text=text, entities=[{"offset": 0, "length": length, "type": "bot_command"}])


def member(status: str, user: Json = OURSELVES) -> Json:
    return {"user": user, "status": status}


def changed(chat: Json, before: str, after: str, user: Json = OURSELVES) -> Json:
    return {
        "chat": chat,
        "from": PERSON,
        "date": 1_772_366_400,
        "old_chat_member": member(before, user),
        "new_chat_member": member(after, user),
    }


def pressed(**fields: Any) -> Json:
    whole = {
        "id": "4382bfdwdsb323b2d9",
        "from": PERSON,
        "message": OUR_MESSAGE,
        "chat_instance": "-3",
        "data": "c1",
    }
    return {name: value for name, value in (whole | fields).items() if value is not None}


def read(what: Json, us: Us = US) -> list[Incoming]:
    return list(parse(json.dumps(what).encode(), us))


def call(body: bytes = b"", **headers: str) -> Call:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Call(hook="", url="", query=(), headers=named, body=body, received_at=NOW)
