"""In which languages besides English a person sees a card: by the rules that held, the message and the conversation. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot.content.read_strings import ENGLISH
from bot.language.detect import detect
from bot.safety.notice import Notice

_JOINED = "conversation.joined."
_FOLDER = re.compile(r"([a-z]{2})(-latn)?")
_SCRIPTS = {"hi-Latn": ("hi", "ur")}
"""Spoken they are much the same; in Latin letters nothing shows which script a person reads."""
_MOST = 2  # each is a message of its own, and too many hide what matters


def languages_read(
    notice: Notice, text: str, conversation: str, available: Collection[str]
) -> tuple[str, ...]:
    """The codes of two cards at most, of those available: by a rule's language, the message's, the conversation's.

    Where a language in Latin letters has no card, its own script's will do. English is not among them: everybody gets that.
    """
    found: list[str] = []
    for code in (*_of_rules(notice.rules), detect(text, ENGLISH), conversation):
        if not any(_base(code) == _base(each) for each in found):
            found += _cards_for(code, available)
    return tuple(found[:_MOST])


def _of_rules(rules: Sequence[str]) -> Iterator[str]:
    for rule in rules:
        folder = _FOLDER.fullmatch(rule.removeprefix(_JOINED).partition(".")[0])
        if folder:
            yield folder[1] + ("-Latn" if folder[2] else "")


def _cards_for(code: str, available: Collection[str]) -> Sequence[str]:
    wanted = (code,) if code in available else _SCRIPTS.get(code, (_base(code),))
    return [each for each in wanted if each in available and each != ENGLISH]


def _base(code: str) -> str:
    return code.partition("-")[0]
