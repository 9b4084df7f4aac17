"""The web channel: a JSON API with an event stream, and a plain page that chats with it."""
