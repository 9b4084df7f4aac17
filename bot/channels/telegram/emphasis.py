"""Which parts of a crisis card stand out: the numbers to call. Pure; Telegram counts in units of UTF-16."""

import re

from telegram import MessageEntity

_NUMBER = re.compile(
    r"(?<![\w£.:/@-])(?:(?:\+44 ?|0)\d(?: ?\d){6,9}|116 ?\d{3}|\d{5}|\d{3})(?![\w%:/-]|[.,]\d)", re.ASCII
)


def units(text: str) -> int:
    """The length of a text in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def numbers_in_bold(text: str) -> list[MessageEntity]:
    """An entity for each number to call or text."""
    return [
        MessageEntity(MessageEntity.BOLD, offset=units(text[: match.start()]), length=units(match.group()))
        for match in _NUMBER.finditer(text)
    ]
