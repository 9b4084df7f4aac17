"""Imported by the process from which the bots that die are forked: see tests/support/crash_bot.py."""

from tests.support import crash_bot

crash_bot.before_forking()
