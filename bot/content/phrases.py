"""Whole-message commands ("delete my chat"): how a message and a phrase are made alike before they are compared."""

import unicodedata

# Carriers act on these single words themselves (they block or unblock the number, or answer): they can mean nothing to us.
CARRIER_WORDS = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "start", "yes", "unstop", "help", "info"}
)


def normalise_phrase(text: str) -> str:
    """Case, width, punctuation and spacing are dropped; letters and digits of every script stay."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (char if _is_word(char) else "" if char in "'’‘" else " " for char in folded)
    return " ".join("".join(kept).split())


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"
