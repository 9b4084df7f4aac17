"""A stored conversation to begin a test with."""

from datetime import UTC, datetime

from bot.store import inbox, leases, messages, outbox
from bot.store.database import Database
from bot.store.inbox import Arrival

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def arrival(text: str = "hello", conversation: str = "c1", number: int = 1) -> Arrival:
    """A message as the web channel hands it in."""
    return Arrival(
        channel="web",
        provider_id=f"{conversation}:{number}",
        conversation_id=conversation,
        text=text,
        choice=None,
        region="llr",
        language="en",
        opening="",
        received_at=NOW,
    )


def conversation(database: Database, conversation_id: str = "c1", text: str = "hello") -> str:
    """Store a first message and give back its turn id."""
    return database.run_now(inbox.receive, arrival(text, conversation_id)).turn_id


def bot_message(
    database: Database,
    conversation_id: str = "c1",
    text: str = "Hi",
    channel: str = "web",
    *,
    urgent: bool = False,
    now: datetime = NOW,
) -> str:
    """Store a message of the bot, in the outbox too, and give back its id."""
    new = messages.NewMessage("bot", text)
    message_id = database.run_now(messages.append, conversation_id, new, now=now, turn_id=None)
    database.run_now(outbox.add, message_id, conversation_id, channel, now, urgent=urgent)
    return message_id


def lease(database: Database, conversation_id: str = "c1", owner: str = "me") -> None:
    """Take the lease."""
    assert database.run_now(leases.acquire, conversation_id, owner, NOW)
