"""A line of an answer as pieces, so that a page can make links of the numbers and addresses in it. Pure."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from bot.directory.model import Service


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and where they lead if they are a link."""

    words: str
    href: str = ""


Target = tuple[str, str]
"""What is written, and where it leads."""


def telephone(number: str) -> str:
    """The address with which a phone calls a number."""
    return f"tel:{number.replace(' ', '')}"


def targets(service: Service) -> list[Target]:
    """The ways to make contact with a row, in the order in which an answer says them.

    Whether an answer says them is not decided here: what is not in its lines becomes no link.
    """
    ways = [(number, telephone(number)) for number in (service.phone, service.phone_otherwise)]
    ways += [(service.sms, f"sms:{service.sms.replace(' ', '')}"), (service.email, f"mailto:{service.email}")]
    if service.url.startswith(("https://", "http://")):
        ways.append((service.url, service.url))
    return [way for way in ways if way[0]]


def linked(
    lines: Iterable[str], ways: Sequence[Target], *, prose: Container[str] = frozenset()
) -> list[list[Piece]]:
    """The lines in pieces. Each way becomes a link once, where it is first said, but not in a line of ``prose``.

    Once, because one number may be to call and to text.
    """
    left = list(ways)
    return [[Piece(line)] if line in prose else _pieces(line, left) for line in lines]


def _pieces(line: str, left: list[Target]) -> list[Piece]:
    for way in left:
        written, href = way
        # Not within a longer number: relay services put digits before a short one.
        found = re.search(rf"(?<![\w@./-])(?<!\d ){re.escape(written)}(?![\w-]| \d)", line)
        if found:
            left.remove(way)
            before, after = line[: found.start()], line[found.end() :]
            return [*_pieces(before, left), Piece(written, href), *_pieces(after, left)]
    return [Piece(line)] if line else []
