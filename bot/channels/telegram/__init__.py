"""Telegram: a webhook or long polling, and python-telegram-bot at the edge."""
