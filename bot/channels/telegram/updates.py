"""Updates as the Bot API documents them: what the stand-in hands on when somebody does something. Pure."""

from typing import Any

from bot.channels.telegram.fields import Json
from bot.channels.telegram.standin_checks import BOT

_ATTACHED: dict[str, Any] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "video": {"duration": 3, "width": 640, "height": 480},
    "sticker": {"type": "regular", "width": 512, "height": 512, "emoji": "🙂"}
    | {"is_animated": False, "is_video": False},
    "document": {"file_name": "letter.pdf", "mime_type": "application/pdf"},
}
ATTACHED = ("photo", *_ATTACHED)
"""What may come with a caption in place of a text."""


def person(chat: int) -> Json:
    """The User whose private chat this is."""
    return {"id": chat, "is_bot": False, "first_name": "Sam", "language_code": "en"}


def private(chat: int) -> Json:
    """The Chat with a person."""
    return {"id": chat, "type": "private", "first_name": "Sam"}


def message(chat: int, number: int, when: int, **fields: Any) -> Json:  # noqa: ANN401 (JSON)
    """A Message of a person in their private chat: its number there, Unix time, and what it holds."""
    return {"message_id": number, "from": person(chat), "chat": private(chat), "date": when, **fields}


def written(text: str) -> Json:
    """The fields of a text. A command is marked as one."""
    if not text.startswith("/"):
        return {"text": text}
    length = len(text.split(maxsplit=1)[0])
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}


def attached(kind: str, caption: str = "") -> Json:
    """The fields of something that comes with a file; kind is one of ATTACHED."""
    file = {"file_id": "AgACAgQAAx", "file_unique_id": "AQADx"}
    words = {"caption": caption} if caption else {}
    if kind == "photo":
        return {"photo": [file | {"width": 90, "height": 67}, file | {"width": 800, "height": 600}]} | words
    return {kind: file | _ATTACHED[kind]} | words


def contact() -> Json:
    """The fields of a shared contact."""
    return {"contact": {"phone_number": "", "first_name": "Alex"}}


def poll(question: str) -> Json:
    """The fields of a poll with two answers."""
    options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("One", "Two")]
    kind: Json = {"is_closed": False, "is_anonymous": True, "type": "regular"}
    kind |= {"allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
    return {"poll": {"id": "1", "question": question, "options": options, "total_voter_count": 0} | kind}


def place(latitude: float, longitude: float) -> Json:
    """The fields of a shared position."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def pressed(chat: int, query: str, data: str, shown: Json) -> Json:
    """A CallbackQuery: the person pressed a button below this Message."""
    return {"id": query, "from": person(chat), "message": shown, "chat_instance": str(chat), "data": data}


def membership(chat: int, when: int, *, blocked: bool) -> Json:
    """A ChatMemberUpdated of a private chat: the person has blocked us, or let us in again."""
    was, now = ("member", "kicked") if blocked else ("kicked", "member")
    return {
        "chat": private(chat),
        "from": person(chat),
        "date": when,
        "old_chat_member": _member(was),
        "new_chat_member": _member(now),
    }


def _member(status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": BOT, "status": status, **until}
