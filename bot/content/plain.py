"""Markdown of topics as plain text. Only what reads well without markup is allowed: paragraphs, headings, "- " lists."""

import re
from collections.abc import Iterator

_HEADING = re.compile(r"#{1,6} +")
_ITEM = re.compile(r"(- |\d+\. )")
_REFUSED = (
    (re.compile(r"<[a-zA-Z/!]"), "HTML cannot be shown: write plain words"),
    (re.compile(r"\]\("), "links cannot be shown: write the name of the place in words"),
    (
        re.compile(r"\*|__|`"),
        "bold, italics and code cannot be shown: write plain words, and '- ' for a list",
    ),
    (re.compile(r"^\s*\|"), "tables cannot be shown: use a list"),
    (re.compile(r"\t"), "a tab cannot be shown: use spaces"),
)


def problems(markdown: str) -> Iterator[tuple[int, str]]:
    """What cannot be shown as plain text: line (the first is 0) and how to mend it."""
    for number, line in enumerate(markdown.split("\n")):
        for pattern, problem in _REFUSED:
            if pattern.search(line):
                yield number, problem


def plain(markdown: str) -> str:
    """Paragraphs and list items become one line each; a heading becomes a line of its own."""
    blocks = re.split(r"\n\s*\n", markdown.strip())
    return "\n\n".join("\n".join(_lines(block)) for block in blocks if block.strip())


def _lines(block: str) -> list[str]:
    lines: list[str] = []
    joins = False
    for raw in block.split("\n"):
        line = raw.strip()
        heading = _HEADING.match(line)
        if heading or _ITEM.match(line) or not joins:
            lines.append(line[heading.end() :] if heading else line)
        else:
            lines[-1] += " " + line
        joins = not heading
    return lines
