"""Examples as other thumbs would have typed them: variants that mean the same. The same example has the same variants."""

import random
import re
from collections.abc import Callable, Iterator
from zlib import crc32

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
_EMOJI = ("😭", "😔", "💔", "🥺", "😞", "🙏", "😅", "lol", "x", "xx", "...", "??")
_PUNCTUATION = re.compile(r"[.,!?'’;:\-]")
_WORD = re.compile(r"\S+")
Change = Callable[[str, random.Random], str]


def variants(text: str, count: int) -> Iterator[str]:
    """So many variants of a text, each with one or two kinds of change; fewer if a change changes nothing."""
    for number in range(count):
        chance = random.Random(crc32(f"{number}:{text}".encode()))  # noqa: S311 - to be repeatable, not secret
        changed = text
        for change in chance.sample(_CHANGES, k=chance.choice((1, 1, 2))):
            changed = change(changed, chance)
        if changed != text and changed.strip():
            yield changed


def _some_typos(text: str, chance: random.Random) -> str:
    return _WORD.sub(lambda found: _typo(found[0], chance) if chance.random() < 0.35 else found[0], text)


def _many_typos(text: str, chance: random.Random) -> str:
    return _WORD.sub(lambda found: _typo(found[0], chance), text)


def _typo(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    place = chance.randrange(len(word) - 1)
    letter, rest = word[place], word[place + 1 :]
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + rest
    if kind == 1:
        return word[:place] + rest[0] + letter + rest[1:]
    if kind == 2:
        return word[:place] + letter + letter + rest
    return word[:place] + chance.choice(_NEIGHBOURS.get(letter.lower(), letter)) + rest


def _no_punctuation(text: str, chance: random.Random) -> str:  # noqa: ARG001 - a Change
    return _PUNCTUATION.sub("", text)


def _lost_spaces(text: str, chance: random.Random) -> str:
    return "".join("" if char == " " and chance.random() < 0.3 else char for char in text)


def _shouted(text: str, chance: random.Random) -> str:  # noqa: ARG001 - a Change
    return text.upper()


def _stretched(text: str, chance: random.Random) -> str:
    def stretch(found: re.Match[str]) -> str:
        word = found[0]
        return (
            word + word[-1] * chance.randint(2, 5) if word[-1].isalpha() and chance.random() < 0.3 else word
        )

    return _WORD.sub(stretch, text)


def _decorated(text: str, chance: random.Random) -> str:
    mark = chance.choice(_EMOJI)
    return f"{mark} {text}" if chance.random() < 0.2 else f"{text} {mark}"


def _opened(text: str, chance: random.Random) -> str:
    return f"{chance.choice(('hi', 'hey', 'hello', 'um', 'so', 'ok', 'sorry', 'please'))} {text}"


_CHANGES: tuple[Change, ...] = (
    _some_typos,
    _some_typos,
    _many_typos,
    _no_punctuation,
    _lost_spaces,
    _shouted,
    _stretched,
    _decorated,
    _opened,
)
