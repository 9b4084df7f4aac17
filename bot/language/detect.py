"""Which language a message is in. Cautious: taking English for foreign is worse than noticing Polish one message late.

Four steps: script; then letters with marks and small words; then langdetect, for 3 words or more; else no change.
Never raises, and never gates the safety net.
"""

import re
import unicodedata
from collections import Counter

from bot.language.latin import guess_latin
from bot.language.words import LANGUAGE_OF, ONLY_WITH_OTHERS

_ENOUGH = 1_000
"""Characters that are looked at; the language of a message shows at its beginning."""
_LEAST_WORDS = 3
_LEAST_LETTERS = 12
"""What langdetect needs: it takes "am I mad" for Somali."""

_SCRIPTS = {
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "CJK": "zh",
    "ARABIC": "Arab",
    "LATIN": "Latn",
    # Telling that a text is Japanese or Korean, and so not Chinese.
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
}
_OURS = frozenset({"gu", "pa", "hi", "bn", "zh"})
_URDU_LETTERS = frozenset("ٹڈڑںےۓہھگپچژکیۂ")
_ARABIC_LETTERS = frozenset("يكةىأإه")
_MARKS = {"pl": frozenset("ąęłżźśćńĄĘŁŻŹŚĆŃ"), "ro": frozenset("ășțşţĂȘȚŞŢ")}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_LANGUAGE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_APOSTROPHES = str.maketrans("", "", "'’")


def detect(text: str, current: str) -> str:
    """The code of the message's language (``bot.language.names``); ``current`` when the message does not show it."""
    sample = unicodedata.normalize("NFC", _NOT_LANGUAGE.sub(" ", text[:_ENOUGH]))
    script = _script(sample)
    if script == "Arab":
        return _urdu_or_arabic(sample) or current
    if script in _OURS:
        return script
    if script != "Latn":
        return current
    words = [found[0].lower().translate(_APOSTROPHES) for found in _WORD.finditer(sample)]
    return _by_small_words(words) or _by_letters(words) or current


def _script(text: str) -> str:
    """The script of most letters, as a language code where it settles the language; empty if there are no letters."""
    counts = Counter(_SCRIPTS.get(_block(char), "other") for char in text if _is_spelling(char))
    if counts["ja"]:
        counts["ja"] += counts.pop("zh", 0)
    return max(counts, key=lambda script: counts[script]) if counts else ""


def _is_spelling(char: str) -> bool:
    # Marks count, too: half of a Hindi word is vowel signs.
    return unicodedata.category(char)[0] in "LM"


def _block(char: str) -> str:
    return unicodedata.name(char, "?").split(maxsplit=1)[0]


def _urdu_or_arabic(text: str) -> str | None:
    urdu = sum(char in _URDU_LETTERS for char in text)
    arabic = sum(char in _ARABIC_LETTERS for char in text)
    if urdu == arabic:
        return None
    return "ur" if urdu > arabic else "ar"


def _by_small_words(words: list[str]) -> str | None:
    """The language with the most marks and small words, if no other has as many."""
    counts = Counter(code for word in words if (code := _language_of(word)))
    if counts["pa-Latn"]:  # Punjabi shares most small words with Hindi, so its own ones settle it
        counts["pa-Latn"] += counts.pop("hi-Latn", 0)
    sure = {_language_of(word) for word in words if word not in ONLY_WITH_OTHERS}
    best = [(code, count) for code, count in counts.most_common() if code in sure][:2]
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _language_of(word: str) -> str | None:
    return LANGUAGE_OF.get(word) or next((code for code, marks in _MARKS.items() if marks & set(word)), None)


def _by_letters(words: list[str]) -> str | None:
    if len(words) < _LEAST_WORDS or sum(map(len, words)) < _LEAST_LETTERS:
        return None
    return guess_latin(" ".join(words))
