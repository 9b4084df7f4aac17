"""Channels by providers: routes, gestures, parts of long texts, unread calls, spending."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "conversations", sa.Column("route", sa.String(length=8), server_default="open", nullable=False)
    )
    op.add_column("inbox", sa.Column("gesture", sa.String(length=12), server_default="words", nullable=False))
    op.add_column("inbox", sa.Column("first", sa.String(length=40), nullable=True))
    for name in ("urgent", "claimed"):
        op.add_column("outbox", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_inbox_conversation_id", "inbox", ["conversation_id", "received_at"], unique=False)
    op.create_table(
        "parts",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("whole", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "provider_id", name=op.f("pk_parts")),
    )
    op.create_index(op.f("ix_parts_conversation_id"), "parts", ["conversation_id"], unique=False)
    op.create_table(
        "unread",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("hook", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread")),
    )
    op.create_table(
        "spending",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "day", "conversation_id", name=op.f("pk_spending")),
    )
