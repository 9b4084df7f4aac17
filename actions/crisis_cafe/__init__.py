"""Finding a crisis café."""
