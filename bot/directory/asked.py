"""What a person asked of the page /services: read from its address, and written into the address of another page of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize
from urllib.parse import urlencode

from bot.directory.said import without_second_half

ANY = "any"
WHEN = (ANY, "now", "today", "tonight", "weekend")
FILTERS = ("step_free", "drop_in", "bsl", "free")
PER_PAGE = 10
LONGEST = 200
"""Characters of the words or the place that are read; the form takes no more."""
_MOST_PAGES = 10_000
_NAMES = frozenset({"q", "place", "when", "page", *FILTERS})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read. It never holds a whole postcode."""

    words: str = ""
    place: str = ""
    when: str = ANY
    only: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        """Read an address's parameters. Whatever cannot be read is as if it were not there."""
        when, page = given.get("when", ANY), given.get("page", "")
        return cls(
            words=_text(given.get("q", "")),
            place=_text(given.get("place", "")),
            when=when if when in WHEN else ANY,
            only=tuple(name for name in FILTERS if given.get(name) == "yes"),
            page=min(max(int(page), 1), _MOST_PAGES) if re.fullmatch(r"[0-9]{1,6}", page) else 1,
        )

    @property
    def start(self) -> int:
        """How many results come before this page."""
        return (self.page - 1) * PER_PAGE

    def on(self, page: int) -> "Asked":
        """The same question on another page of its results."""
        return replace(self, page=page)

    def address(self) -> str:
        """The page's address with this question."""
        given = {"q": self.words, "place": self.place}
        given |= {"when": self.when} if self.when != ANY else {}
        given |= dict.fromkeys(self.only, "yes")
        given |= {"page": str(self.page)} if self.page > 1 else {}
        return f"/services?{urlencode(given)}"


def is_question(given: Mapping[str, str]) -> bool:
    """True if the address asks something; the bare page has only the form."""
    return not _NAMES.isdisjoint(given)


def says_too_much(given: Mapping[str, str]) -> bool:
    """True if the address holds a whole postcode, which has no business in a browser's history."""
    read = [normalize("NFKC", given.get(name, "")[: 2 * LONGEST]) for name in ("q", "place")]
    return any(without_second_half(text) != text for text in read)


def pages(total: int) -> int:
    """How many pages so many results fill."""
    return max(1, -(-total // PER_PAGE))


def _text(given: str) -> str:
    """One line that can be shown, with the first half of any postcode."""
    printable = "".join(char if char.isprintable() else " " for char in given[: 2 * LONGEST])
    return " ".join(without_second_half(printable).split())[:LONGEST]
