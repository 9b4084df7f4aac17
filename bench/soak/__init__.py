"""The soak: hundreds of people on three channels for minutes, providers with faults, and kill -9 of the bot in mid-load."""
