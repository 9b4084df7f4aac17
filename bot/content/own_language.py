"""Which languages besides English a person seems to read: from the rules that held, the message and the conversation. Pure."""

from collections.abc import Iterator, Sequence

from bot.content.read_strings import ENGLISH
from bot.language.detect import detect
from bot.language.names import LANGUAGES
from bot.safety.notice import Notice

_JOINED = "conversation.joined."
_MOST = 2  # each is a message of its own, and too many hide what matters
_BOTH = {"hi-Latn": ("hi", "ur")}
"""Spoken they are much the same; in Latin letters nothing shows which script a person reads."""


def languages_read(notice: Notice, text: str, conversation: str) -> tuple[str, ...]:
    """The codes of two languages at most, the surest first: a rule's, the message's, the conversation's.

    English is not among them: everybody gets that.
    """
    codes = (*_of_rules(notice.rules), detect(text, ENGLISH), conversation)
    scripts = (each for code in codes for each in _BOTH.get(code, (code.partition("-")[0],)))
    return tuple(dict.fromkeys(each for each in scripts if each != ENGLISH))[:_MOST]


def _of_rules(rules: Sequence[str]) -> Iterator[str]:
    by_folder = {code.lower(): code for code in LANGUAGES}
    for rule in rules:
        folder = rule.removeprefix(_JOINED).partition(".")[0]
        code = by_folder.get(folder) or by_folder.get(folder.partition("-")[0])
        if code:
            yield code
