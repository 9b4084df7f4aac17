"""Everything of Waymark that must work even when the dialogue engine does not."""
