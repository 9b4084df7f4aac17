"""Text messages, by one of several providers."""
