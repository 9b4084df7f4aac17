"""The ways in: one folder a channel, and one line in the registry."""
