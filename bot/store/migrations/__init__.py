"""Alembic's environment and the ordered migrations."""
