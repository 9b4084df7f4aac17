"""When the engine does not understand."""
