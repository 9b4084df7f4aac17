"""The service directory: what may be said about where help is, and how sure we are of it."""
