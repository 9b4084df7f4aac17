"""The safety net's notices, one a turn, kept so that a handler sees why and a decision can be replayed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.safety.compare import Past
from bot.safety.notice import Notice, Response
from bot.store.schema import messages, notices


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


def past(connection: Connection) -> list[Past]:
    """Every stored notice with the message it was given to, one conversation after the other."""
    query = (
        select(notices, messages.c.text)
        .join(messages, (messages.c.turn_id == notices.c.turn_id) & (messages.c.sender == "person"))
        .order_by(notices.c.conversation_id, messages.c.number)
    )
    return [
        Past(
            name=row["turn_id"],
            conversation=row["conversation_id"],
            text=row["text"],
            at=row["at"],
            response=Response(row["response"]),
            rules=tuple(row["detail"]["rules"]),
        )
        for row in connection.execute(query).mappings()
    ]
