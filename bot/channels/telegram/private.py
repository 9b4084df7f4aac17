"""What a message in a private chat says: its words, or what was done instead of writing any. Pure."""

import re
from dataclasses import dataclass, replace

from bot.channels.telegram.fields import Json, number, thing, things, words
from bot.directory.outcodes import nearest_outcode
from bot.messages import Gesture

_COMMANDS = {
    "start": Gesture.START,
    "help": Gesture.HELP,
    "language": Gesture.LANGUAGE,
    "stop": Gesture.STOP,
    "delete": Gesture.DELETE,
}
COMMANDS = tuple(_COMMANDS)
"""The commands that we have; what else begins with a stroke is words."""
_COMMAND = re.compile(r"/([a-z]{1,32})(?:@\w{1,64})?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_LONGEST_LABEL = 40
"""The store keeps no longer one."""
_PAYLOAD = re.compile(r"([a-z]{2,8})(?:-([a-z]{2})(?:-([a-z][a-z0-9_]{0,50}))?)?")

# The first that a message has counts: an animation comes as a document, too.
_KINDS = {
    "voice": Gesture.VOICE,
    "animation": Gesture.VIDEO,
    "video": Gesture.VIDEO,
    "video_note": Gesture.VIDEO,
    "live_photo": Gesture.PHOTO,
    "photo": Gesture.PHOTO,
    "sticker": Gesture.STICKER,
    "contact": Gesture.CONTACT,
    "poll": Gesture.POLL,
    "audio": Gesture.FILE,
    "document": Gesture.FILE,
}
_NAMED = {
    "contact": ("first_name", "last_name"),
    "venue": ("title",),
    "audio": ("title", "performer", "file_name"),
    "video": ("file_name",),
    "document": ("file_name",),
}
# What Telegram notes in a chat by itself: nobody waits for an answer to it.
_NOTES = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "connected_website",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "poll_option_added",
        "poll_option_deleted",
        "proximity_alert_triggered",
        "write_access_allowed",
    }
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says. region, language and first come from a link; the form of each is right, nothing else is known.

    aside holds words that came along and are no message: the names of what was sent.
    """

    gesture: Gesture
    text: str = ""
    region: str | None = None
    language: str | None = None
    first: str | None = None
    aside: str = ""


def content(message: Json) -> Content | None:
    """What a message says, None if it is only a note of Telegram's own; raise Unreadable."""
    text = words(message, "text")
    if text:
        return _command(text) or Content(Gesture.WORDS, text)
    if "location" in message:  # a venue, too, has one
        return replace(_place(thing(message, "location"), words(message, "caption")), aside=_names(message))
    if not message.keys().isdisjoint(_NOTES):
        return None
    kind = next((gesture for name, gesture in _KINDS.items() if name in message), Gesture.OTHER)
    return Content(kind, _written(message), aside=_names(message))


def edited(message: Json) -> Content | None:
    """What a message says now that it was changed; None if it has no words, as a place that moves."""
    text = words(message, "text") or _written(message)
    return Content(Gesture.EDITED, text) if text else None


def payload_of(text: str) -> tuple[str, str | None, str | None] | None:
    """Region, language and label of what a link brings; None for another form. Anybody can write one."""
    match = _PAYLOAD.fullmatch(text)
    if match is None:
        return None
    return match[1], match[2], match[3] if len(match[3] or "") <= _LONGEST_LABEL else None


def _command(text: str) -> Content | None:
    """A command of ours. The words behind it are kept: somebody may write on after it."""
    match = _COMMAND.fullmatch(text)
    gesture = _COMMANDS.get(match.group(1).lower()) if match else None
    if match is None or gesture is None:
        return None
    rest = (match.group(2) or "").strip()
    payload = payload_of(rest) if gesture is Gesture.START else None
    if payload is None:
        return Content(gesture, rest)
    region, language, first = payload
    # It may be somebody's words all the same: only who knows the regions can tell (see bot/channels/arrivals.py).
    return Content(gesture, rest, region, language, first)


def _place(location: Json, caption: str) -> Content:
    """The outcode of a position, and nothing more of it."""
    outcode = nearest_outcode(number(location, "latitude"), number(location, "longitude"))
    if outcode is None:
        return Content(Gesture.NO_PLACE, caption)
    return Content(Gesture.PLACE, outcode)


def _written(message: Json) -> str:
    """The words that come with something else: a caption, or what a poll or a list asks."""
    found = [words(message, "caption")]
    if "poll" in message:
        poll = thing(message, "poll")
        found += [words(poll, "question"), words(poll, "description")]
        found += [*(words(each, "text") for each in things(poll, "options")), words(poll, "explanation")]
    if "checklist" in message:
        listed = thing(message, "checklist")
        found += [words(listed, "title"), *(words(each, "text") for each in things(listed, "tasks"))]
    return "\n".join(filter(None, found))


def _names(message: Json) -> str:
    """What the things that were sent are called: anybody can name a file, a place or a contact with words of their own."""
    found: list[str] = []
    for kind, names in _NAMED.items():
        named = message.get(kind)
        if isinstance(named, dict):
            found.append(" ".join(filter(None, (words(named, name) for name in names))))
    return "\n".join(dict.fromkeys(filter(None, found)))
