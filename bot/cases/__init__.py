"""A case is a period of human attention to a conversation: it has an opening, an owner, an end, and events in between."""
