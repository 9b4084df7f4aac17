"""When somebody wants to go or call, in the words of a directive: plain functions, without Rasa."""

import re

# The first that is said counts, in this order: "is it open on Sunday, I need to know now" is about Sunday.
_DAY = r"(?<!since )(?<!last )\b"
_WHEN = {
    "mo": _DAY + r"mon(?:day)?s?\b",
    "tu": _DAY + r"tues?(?:day)?s?\b",
    "we": _DAY + r"wednesdays?\b|\b(?:on|this|next) weds?\b",
    "th": _DAY + r"thurs?(?:day)?s?\b",
    "fr": _DAY + r"fri(?:day)?s?\b",
    "sa": _DAY + r"saturdays?\b|\b(?:on|this|next) sat\b",
    "su": _DAY + r"sundays?\b|\b(?:on|this|next) sun\b",
    "weekend": r"\bweek ?ends?\b",
    "tomorrow": r"\b(?:tomorrow|tommorow|tomorow|tmrw|tmw|2mor+ow|2moro|tomoz)\b",
    "tonight": r"\b(?:tonight|tonite|2nite|2night|this evening|this eve)\b",
    "today": r"\b(?:today|2day|this morning|this afternoon|later on)\b",
    "now": r"\b(?:right now|now|atm|at the moment|straight away|asap|this minute|immediately)\b",
}
_PATTERNS = {when: re.compile(pattern, re.IGNORECASE) for when, pattern in _WHEN.items()}


def when_in(text: str) -> str | None:
    """The time that is asked for: a day, ``weekend``, ``tomorrow``, ``tonight``, ``today`` or ``now``; None if none is."""
    return next((when for when, pattern in _PATTERNS.items() if pattern.search(text)), None)
