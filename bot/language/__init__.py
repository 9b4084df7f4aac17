"""Which language a message is in, and which languages there are. Never gates the safety net."""
