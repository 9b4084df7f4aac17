"""Cutting a long text into messages: between paragraphs if it can be, else lines, sentences, words; words stay whole."""

import re

_LEVELS = (
    ("\n\n", re.compile(r"\n{2,}")),
    ("\n", re.compile(r"\n")),
    (" ", re.compile(r"(?<=[.!?…]) +")),
    (" ", re.compile(r" +")),
)


def split(text: str, length: int) -> list[str]:
    """Parts of at most length characters. Only a single word longer than that is cut."""
    return _pack(text.strip(), length, 0)


def _pack(text: str, length: int, level: int) -> list[str]:
    if len(text) <= length:
        return [text]
    if level == len(_LEVELS):
        return [text[start : start + length] for start in range(0, len(text), length)]
    joiner, pattern = _LEVELS[level]
    found: list[str] = []
    for piece in filter(None, pattern.split(text)):
        for part in _pack(piece, length, level + 1):
            if found and len(found[-1]) + len(joiner) + len(part) <= length:
                found[-1] += joiner + part
            else:
                found.append(part)
    return found
