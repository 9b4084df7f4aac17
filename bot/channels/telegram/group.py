"""Whether somebody in a group speaks to us: the only time that we say anything there. Pure."""

import re
from dataclasses import dataclass

from bot.channels.telegram.fields import Json, thing, things, words

_COMMAND = re.compile(r"\s*/\w+(?:@(\w+))?", re.ASCII)
_MENTION = re.compile(r"(?<!\w)@(\w+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are on Telegram: our id, and our name without the @ as far as we know it."""

    id: int
    username: str | None = None

    def is_named(self, username: str) -> bool:
        """True if the name is ours. While we do not know ours, each that ends as those of bots do may be."""
        if self.username is None:
            return username.lower().endswith("bot")
        return username.lower() == self.username.lower()


def addressed(message: Json, us: Us) -> bool:
    """True if a message in a group is for us: a command, our name, or an answer to what we said; raise Unreadable."""
    text = words(message, "text") or words(message, "caption")
    command = _COMMAND.match(text)
    if command:
        name = command.group(1)
        return name is None or us.is_named(name)
    if any(us.is_named(name) for name in _MENTION.findall(text)):
        return True
    entities = things(message, "entities") + things(message, "caption_entities")
    if any(
        each.get("type") == "text_mention" and thing(each, "user").get("id") == us.id for each in entities
    ):
        return True
    return _is_ours(message, us)


def _is_ours(message: Json, us: Us) -> bool:
    """True if it answers a message of ours. A topic's first message is answered by all that are written in it."""
    answered = message.get("reply_to_message")
    if not isinstance(answered, dict):
        return False
    sender = answered.get("from")
    return isinstance(sender, dict) and sender.get("id") == us.id


def just_added(changed: Json, us: Us) -> bool:
    """True if a my_chat_member says that we have come into a group."""
    before, after = thing(changed, "old_chat_member"), thing(changed, "new_chat_member")
    return thing(after, "user").get("id") == us.id and _in(after) and not _in(before)


def _in(member: Json) -> bool:
    status = words(member, "status")
    return status in {"member", "administrator"} or (status == "restricted" and bool(member.get("is_member")))
