"""The tables of the live data. Alembic's migrations make them; this is how the program sees them."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its signature)
        """Store UTC; a moment without zone is a mistake of ours."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its signature)
        """Give back UTC with its zone."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Facts about the store itself: the fingerprint of its key.
facts = Table(
    "facts", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address_hash", String(64)),
    Column("address", Text),  # encrypted
    Column("region", String(8), nullable=False),
    Column("language", String(12), nullable=False),
    Column("language_pinned", Boolean, nullable=False),
    Column("safety", Text, nullable=False),
    Column("engine", JSON, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("route", String(8), nullable=False, server_default="open"),  # see bot/routes.py
    UniqueConstraint("channel", "address_hash"),
)

# What was said, both ways, numbered within its conversation; the number is the event id on the web.
messages = Table(
    "messages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sender", String(8), nullable=False),  # person, bot, handler
    Column("turn_id", String(64)),
    Column("part", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(12), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("conversation_id", "number"),
    UniqueConstraint("turn_id", "sender", "part"),
)

# Work that waits: one row a message of a person; its id is the turn id.
inbox = Table(
    "inbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("provider_id", String(200), nullable=False),
    Column("choice", String(80)),
    Column("received_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("gesture", String(12), nullable=False, server_default="words"),
    Column("first", String(40)),
    UniqueConstraint("channel", "provider_id"),
    Index("ix_inbox_conversation_id", "conversation_id", "received_at"),
    Index("ix_inbox_waiting", "conversation_id", "received_at", sqlite_where=text("done_at IS NULL"),
          postgresql_where=text("done_at IS NULL")),
)  # fmt: skip

notices = Table(
    "notices",
    metadata,
    Column("turn_id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("response", String(12), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("message_id", String(64), ForeignKey("messages.id"), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id"), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, sent, arrived, failed
    Column("attempts", Integer, nullable=False),
    Column("next_at", Utc, nullable=False),
    Column("error", String(40)),
    Column("created_at", Utc, nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("claimed", Boolean, nullable=False, server_default=false()),  # on its way, until next_at
    Index("ix_outbox_due", "next_at", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
)  # fmt: skip

leases = Table(
    "leases",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Utc, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id")),  # empty once the conversation is erased
    Column("state", String(12), nullable=False),
    Column("response", String(12), nullable=False),
    Column("outcome", String(40)),
    Column("opened_at", Utc, nullable=False),
    Column("closed_at", Utc),
    # At most one open case a conversation, whatever two processes do at once.
    Index("uq_cases_open", "conversation_id", unique=True, sqlite_where=text("state <> 'closed'"),
          postgresql_where=text("state <> 'closed'")),
)  # fmt: skip

case_events = Table(
    "case_events",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_id", String(64), ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("who", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("why", String(80), nullable=False),
)

# Parts of a long text that its provider does not join; they become one message.
parts = Table(
    "parts",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("provider_id", String(200), primary_key=True),
    Column("conversation_id", String(64), nullable=False, index=True),
    Column("whole", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("said", Text, nullable=False),  # encrypted
    Column("received_at", Utc, nullable=False),
)

# What a provider sent in a form that we could not read, for the operator and the next version.
unread = Table(
    "unread",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("hook", String(40), nullable=False),
    Column("body", Text, nullable=False),  # encrypted
    Column("received_at", Utc, nullable=False),
)

# What was sent on metered channels in a day; the row without a conversation is the day's sum, which outlives an erasure.
spending = Table(
    "spending",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("conversation_id", String(64), primary_key=True),
    Column("segments", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
)

# Erasures that the engine has still to carry out: its name for the conversation, which leads back to nobody.
erasures = Table(
    "erasures",
    metadata,
    Column("sender", String(64), primary_key=True),
    Column("requested_at", Utc, nullable=False),
)
