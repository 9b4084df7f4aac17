"""What a channel can do. Code asks the capability, never the channel's name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The limits and means of one channel.

    buttons: choices are shown as things to press; otherwise they are a numbered list in the text.
    short: use the short form of content (SMS).
    length: the longest text of one message, in characters.
    typing: a typing sign can be shown.
    """

    buttons: bool = True
    short: bool = False
    length: int = 4_000
    typing: bool = False
