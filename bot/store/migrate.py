"""Brings the tables to the newest form, with Alembic.

Each migration is its own transaction and never edited once merged.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.store.database import Database


def migrate(database: Database) -> None:
    """Apply the migrations that are missing; does nothing when there are none; raise StoreUnavailable."""
    database.run_now(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
