"""One question to the store, from a command that then ends."""

from collections.abc import Callable
from typing import TypeVar

import click
from sqlalchemy import Connection

from bot.settings import Settings
from bot.store.database import Database, StoreUnavailable

T = TypeVar("T")


def ask(settings: Settings, question: Callable[[Connection], T]) -> T:
    """The answer; raise ClickException, which says how to mend it, if the store cannot be read."""
    database = Database(settings.store_url, settings.store_seconds)
    try:
        return database.run_now(question)
    except StoreUnavailable:
        raise click.ClickException(
            "The store cannot be read; start the bot once, or check WAYMARK_DATABASE_URL."
        ) from None
    finally:
        database.close()
