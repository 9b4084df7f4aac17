"""How Alembic reaches the store: through the connection that ``bot.store.migrate`` hands it, or by URL for a developer."""

from alembic import context

from bot.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
