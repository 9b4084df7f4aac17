"""Placeholders in texts: ``{place}`` stands for a value. One pass, nothing evaluated, so a value can hold braces."""

import re
from collections.abc import Iterable, Mapping

from bot.content.errors import ContentError

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def problem(text: str, allowed: Iterable[str]) -> str | None:
    """What is wrong with the placeholders of a text, if anything."""
    names = sorted(allowed)
    for name in _PLACEHOLDER.findall(text):
        if name not in names:
            can_use = (
                f"this text can use {', '.join(f'{{{each}}}' for each in names)}"
                if names
                else "this text has none"
            )
            return f"unknown placeholder {{{name}}}: {can_use}"
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        return "a '{' or '}' stands alone: placeholders look like {place}"
    return None


def names_in(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return _PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in; a missing one is a ContentError that names the placeholder."""
    missing = [name for name in names_in(text) if name not in values]
    if missing:
        raise ContentError(f"no value was given for {{{missing[0]}}}")
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)
