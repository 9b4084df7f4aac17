"""The safety net's notices, one a turn, kept so that a handler sees why and a decision can be replayed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert

from bot.safety.notice import Notice
from bot.store.schema import notices


def add(connection: Connection, turn_id: str, conversation_id: str, notice: Notice, now: datetime) -> None:
    """Store the notice of a turn: rule ids and spans, never words."""
    detail = asdict(notice)
    row = {
        "turn_id": turn_id,
        "conversation_id": conversation_id,
        "response": str(detail.pop("response")),
        "detail": detail,
        "at": now,
    }
    connection.execute(insert(notices), row)
