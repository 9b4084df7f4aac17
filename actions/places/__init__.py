"""A place on its own."""
