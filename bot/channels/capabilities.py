"""What a channel can do. Code asks the capability, never the channel's name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The limits and means of one channel.

    buttons: choices are shown as things to press; otherwise they are a numbered list in the text.
    short: use the short form of content, and page what is longer than an ordinary answer may be (SMS).
    length: the longest text of one message, in units of UTF-16.
    media: pictures, voice and the like can arrive, which nobody here can see or hear.
    typing: a typing sign can be shown.
    receipts: the provider tells later what became of a message.
    metered: each message costs the operator money, so ordinary answers have a limit a day.
    reopens: any message of a person opens their route again; otherwise only the word START does.
    """

    buttons: bool = True
    short: bool = False
    length: int = 4_000
    media: bool = False
    typing: bool = False
    receipts: bool = False
    metered: bool = False
    reopens: bool = True
