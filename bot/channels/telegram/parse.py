"""From an update of Telegram's Bot API to what it tells us. Pure: no clock, no network, no store."""

from collections.abc import Sequence

from bot.channels.incoming import Elsewhere, Incoming, RouteChanged, Said
from bot.channels.telegram.fields import Json, read, thing, whole, words
from bot.channels.telegram.group import Us, addressed, just_added
from bot.channels.telegram.private import Content, content, edited
from bot.messages import Gesture

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for; other updates tell us nothing."""
_GROUPS = ("group", "supergroup")


def parse(body: bytes, us: Us) -> Sequence[Incoming]:
    """What an update tells us, which may be nothing; raise Unreadable."""
    update = read(body)
    provider_id = f"update:{whole(update, 'update_id')}"
    if "message" in update:
        return _message(thing(update, "message"), provider_id, us, changed=False)
    if "edited_message" in update:
        return _message(thing(update, "edited_message"), provider_id, us, changed=True)
    if "callback_query" in update:
        return _pressed(thing(update, "callback_query"), provider_id)
    if "my_chat_member" in update:
        return _member(thing(update, "my_chat_member"), provider_id, us)
    return ()


def _message(message: Json, provider_id: str, us: Us, *, changed: bool) -> Sequence[Incoming]:
    chat = thing(message, "chat")
    kind, address = words(chat, "type"), str(whole(chat, "id"))
    if _by_bot(message):
        return ()
    if kind in _GROUPS:
        if changed or not addressed(message, us):
            return ()
        return (Elsewhere(provider_id, address, words(message, "text") or words(message, "caption")),)
    if kind != "private":
        return ()
    found = edited(message) if changed else content(message)
    return (_said(found, provider_id, address),) if found else ()


def _said(found: Content, provider_id: str, address: str) -> Said:
    return Said(
        provider_id=provider_id,
        address=address,
        text=found.text,
        gesture=found.gesture,
        region=found.region,
        language=found.language,
        first=found.first,
        aside=found.aside,
    )


def _by_bot(message: Json) -> bool:
    sender = message.get("from")
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _pressed(query: Json, provider_id: str) -> Sequence[Incoming]:
    """A press. Each is answered, or the person's app waits; without a choice of ours there is nothing else to do with it.

    The private chat with a person has the person's id. A message that is too old comes without words, or not at all.
    """
    handle = {"query": words(query, "id")}
    message = query.get("message")
    address = str(whole(thing(query, "from"), "id"))
    if isinstance(message, dict):
        chat = thing(message, "chat")
        if words(chat, "type") != "private":
            return ()  # there are no choices of ours in a group
        address = str(whole(chat, "id"))
        handle["message"] = str(whole(message, "message_id"))
    choice = words(query, "data") or None
    gesture = Gesture.WORDS if choice else Gesture.OTHER
    return (Said(provider_id, address, "", gesture=gesture, choice=choice, handle=handle),)


def _member(changed: Json, provider_id: str, us: Us) -> Sequence[Incoming]:
    chat = thing(changed, "chat")
    kind, address = words(chat, "type"), str(whole(chat, "id"))
    if kind in _GROUPS and just_added(changed, us):
        return (Elsewhere(provider_id, address, ""),)
    status = words(thing(changed, "new_chat_member"), "status")
    if kind == "private" and status in {"kicked", "member"}:
        return (RouteChanged(address, closed=status == "kicked"),)
    return ()
