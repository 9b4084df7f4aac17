"""What thumbs, phones and filters do to a message. Each way is the same every time: its dice are made from the text."""

import random
import re
from collections.abc import Callable

_NEAR = {
    **dict(zip("qwertyuiop", ["wa", "qe", "wr", "et", "ry", "tu", "yi", "uo", "ip", "o"], strict=True)),
    **dict(zip("asdfghjkl", ["sq", "ad", "sf", "dg", "fh", "gj", "hk", "jl", "k"], strict=True)),
    **dict(zip("zxcvbnm", ["x", "zc", "xv", "cb", "vn", "bm", "n"], strict=True)),
}
_EMOJI = "😢💔🙏😭🥺✨"
_SHORTEST = 3


def one_typo_a_word(text: str) -> str:
    """In each word of three letters or more one letter is doubled, left out, swapped with the next, or its neighbour's."""
    dice = random.Random(text)
    return re.sub(r"[A-Za-z]{3,}", lambda found: _typo(found[0], dice), text)


def no_apostrophes(text: str) -> str:
    """Without apostrophes and curly quotes."""
    return re.sub("['’]", "", text)


def no_spaces(text: str) -> str:
    """Everything run together."""
    return text.replace(" ", "")


def shouted(text: str) -> str:
    """In capitals."""
    return text.upper()


def emoji_between(text: str) -> str:
    """An emoji after every second word."""
    dice = random.Random(text)
    words = text.split(" ")
    return " ".join(word + dice.choice(_EMOJI) if place % 2 else word for place, word in enumerate(words))


def stretched(text: str) -> str:
    """A vowel drawn out in every third word."""
    words = text.split(" ")
    return " ".join(
        re.sub(r"([aeiou])(?=\w)", r"\1\1\1\1", word, count=1) if place % 3 == 0 else word
        for place, word in enumerate(words)
    )


PERTURBATIONS: dict[str, Callable[[str], str]] = {
    "one typo a word": one_typo_a_word,
    "no apostrophes": no_apostrophes,
    "no spaces": no_spaces,
    "capitals": shouted,
    "emoji between words": emoji_between,
    "drawn-out vowels": stretched,
}


def _typo(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    letter, following = word[at], word[at + 1]
    changed = {
        "double": letter * 2 + following,
        "leave out": following if len(word) > _SHORTEST else letter * 2 + following,
        "swap": following + letter,
        "neighbour": dice.choice(_NEAR[letter.lower()]) + following,
    }
    return word[:at] + dice.choice(list(changed.values())) + word[at + 2 :]
