"""Where: what a person wrote as a place, matched with the places of a region. Only the outcode of a postcode is kept."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from bot.directory.model import Place

_POSTCODE = re.compile(r"\b([a-z]{1,2}) ?(\d[a-z\d]?)(?: ?\d[a-z]{2})?\b", re.IGNORECASE)
_AROUND_A_NAME = frozenset(
    re.findall(
        r"\w+", "a area around at by close from i im in live me my near nearby of please the to town village"
    )
)
_LONGEST = 80
_CLOSE_ENOUGH = 0.85
_SHORTEST_GUESS = 5


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look: a name to say back, the place if it has one, its outcodes and its districts; guessed or not."""

    label: str
    place: Place | None
    outcodes: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    guessed: bool = False


@dataclass(slots=True)
class Gazetteer:
    """The places of one region, by every name they have."""

    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, Place] = field(default_factory=dict)
    outcodes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, places: Iterable[Place], outcodes: Iterable[str]) -> "Gazetteer":
        """Index the places of a region."""
        by_name = {place.name: place for place in places}
        names = {plain(name): place for place in by_name.values() for name in (place.name, *place.aliases)}
        return cls(by_name, names, frozenset(outcodes))

    def find(self, said: str) -> Where | None:
        """The place meant, or None: a postcode, else a name in what was said, else the one name that is close."""
        words = plain(said[:_LONGEST])
        return self._by_outcode(words) or self._by_name(words) or self._by_guess(words)

    def _by_outcode(self, words: str) -> Where | None:
        for match in _POSTCODE.finditer(words):
            outcode = (match[1] + match[2]).upper()
            if outcode in self.outcodes:
                districts = {place.district for place in self.places.values() if outcode in place.outcodes}
                return Where(outcode, None, frozenset({outcode}), frozenset(districts - {""}))
        return None

    def _by_name(self, words: str) -> Where | None:
        """A name or alias by itself, else a full name among other words ("barrow" in "Barrow in Furness" is neither)."""
        for whole in (words, bare(words)):
            if whole in self.names:
                return self._where(self.names[whole])
        found = [place for place in self.places.values() if f" {plain(place.name)} " in f" {words} "]
        return self._where(max(found, key=lambda place: len(place.name))) if found else None

    def _by_guess(self, words: str) -> Where | None:
        if len(words) < _SHORTEST_GUESS:
            return None
        close: dict[str, float] = {}
        for name, place in self.names.items():
            matcher = SequenceMatcher(None, name, words, autojunk=False)
            if matcher.real_quick_ratio() >= _CLOSE_ENOUGH and matcher.ratio() >= _CLOSE_ENOUGH:
                close[place.name] = max(close.get(place.name, 0), matcher.ratio())
        ranked = sorted(close, key=lambda name: -close[name])
        if not ranked or (len(ranked) > 1 and close[ranked[0]] == close[ranked[1]]):
            return None
        return replace(self._where(self.places[ranked[0]]), guessed=True)

    def _where(self, place: Place) -> Where:
        return Where(place.name, place, frozenset(place.outcodes), frozenset({place.district} - {""}))


def plain(said: str) -> str:
    """Small letters and digits with single spaces: "Ashby-de-la-Zouch" and "ashby de la zouch" are one name."""
    folded = unicodedata.normalize("NFKD", said.casefold())
    letters = (
        "".join(char for char in folded if not unicodedata.combining(char)).replace("'", "").replace("’", "")
    )
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def bare(said: str) -> str:
    """The words that can name a place: nothing is left of "near me"."""
    return " ".join(word for word in plain(said).split() if word not in _AROUND_A_NAME)


def said_back(said: str) -> str:
    """A person's place fit to repeat to them: letters, digits, spaces, hyphens and apostrophes, and not long.

    Empty if nothing is left. Only the first half of a postcode is repeated.
    """
    kept = "".join(char if char.isalnum() or char in " '’-" else " " for char in said[:_LONGEST])
    kept = _POSTCODE.sub(lambda match: (match[1] + match[2]).upper(), kept)
    return " ".join(kept.split())[:40].strip(" '’-")
