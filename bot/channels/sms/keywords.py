"""The three words that do something when they are the whole message. Every other word is words, END and QUIT too."""

import unicodedata

from bot.messages import Gesture

KEYWORDS = {"stop": Gesture.STOP, "start": Gesture.START, "help": Gesture.HELP}
"""Carriers know more (END, QUIT, CANCEL, YES, INFO): people say those in need, so here they are never commands."""

_AROUND = (
    "P",
    "Z",
    "C",
)  # punctuation, spaces, and what cannot be seen; not symbols: an emoji is something said


def gesture(text: str) -> Gesture:
    """What a text does: one of KEYWORDS, in any case, with punctuation and spaces around it; else it is words."""
    return KEYWORDS.get(_bare(text).lower(), Gesture.WORDS)


def _bare(text: str) -> str:
    kept = [place for place, char in enumerate(text) if not unicodedata.category(char).startswith(_AROUND)]
    return text[kept[0] : kept[-1] + 1] if kept else ""
