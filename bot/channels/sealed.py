"""A provider's call as it is kept when nobody could read it: encrypted, with what reading it again needs."""

import base64
import json

from bot.channels.incoming import Call
from bot.keys import Keys
from bot.store.unread import Unread


def seal(call: Call, keys: Keys) -> str:
    """The call, encrypted. Of its headers only the kind of its body is kept: others may hold secrets."""
    return keys.encrypt(
        json.dumps(
            {
                "url": call.url,
                "query": call.query,
                "type": call.headers.get("content-type", ""),
                "body": base64.b64encode(call.body).decode(),
            }
        )
    )


def unseal(unread: Unread, keys: Keys) -> Call:
    """The call as it was."""
    raw = json.loads(keys.decrypt(unread.body))
    return Call(
        hook=unread.hook,
        url=raw["url"],
        query=tuple((name, value) for name, value in raw["query"]),
        headers={"content-type": raw["type"]},
        body=base64.b64decode(raw["body"]),
        received_at=unread.received_at,
    )
