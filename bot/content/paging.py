"""Cutting what is long for text messages into pages, each read when the person asks for it. Pure."""

from bot.content.segments import segments
from bot.content.split import pack


def pages(text: str, *, how: str, most: int = 2) -> tuple[str, ...]:
    """The text in pages of at most ``most`` segments; none if it is empty.

    Every page but the last ends with a line that says ``how`` to get the next. It is cut between paragraphs, else lines,
    sentences, words; a phone number or a web address stays whole, unless it is longer than a page.
    """
    text = text.strip()
    asks = f"\n{how}"
    found = pack(text, lambda part: segments(part + asks) <= most) if segments(text) > most else [text]
    *earlier, last = found
    return (*(page + asks for page in earlier), *filter(None, [last]))
