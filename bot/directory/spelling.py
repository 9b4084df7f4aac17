"""Names of places as people write them: among other words, misspelt, or cut short."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.directory.model import Place
from bot.directory.said import bare

_TAKEN = 0.85
_ASKED = 0.68
_SHORTEST_GUESS = 5
_SHORTEST_AMONG = 6
"""Among other words a short name is too easily another word: "baby" is close to Blaby."""
_MOST_WORDS = 4
_LONGEST_GUESS = 80
_GOES_ON = frozenset({"in", "on", "upon", "le", "la", "de", "cum", "by", "under", "next", "forest", "abbey"})
"""After a short form, these make it the name of another place: "Barrow in Furness", "Waltham Abbey"."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The place whose name is closest; ``unsure`` if a person should say yes to it first."""

    place: Place
    unsure: bool


def is_short_form(name: str, own: str) -> bool:
    """True for "ashby" of "ashby de la zouch": clear by itself, but among other words perhaps another place."""
    return name != own and set(name.split()) <= set(own.split())


def named_among(words: str, names: Mapping[str, Place], *, alone: bool = False) -> list[str]:
    """The names that stand in the words, in their order, without those inside a longer one.

    With ``alone``, not those that go on as the name of another place.
    """
    padded = f" {words} "
    found = [name for name in names if f" {name} " in padded]
    found = [name for name in found if not any(f" {name} " in f" {each} " for each in found if each != name)]
    if alone:
        found = [name for name in found if _next_word(padded, name) not in _GOES_ON]
    return sorted(found, key=lambda name: padded.index(f" {name} "))


def closest(words: str, names: Mapping[str, Place], among: Mapping[str, Place]) -> Guess | None:
    """The place that was misspelt: the whole of what was said, else a part of it.

    Either is taken from a likeness of 0.85 on. The whole is asked about from 0.68 on, or if two places are as close; a part
    never is: otherwise every sentence would be a place.
    """
    whole = bare(words)
    if not _SHORTEST_GUESS <= len(whole) <= _LONGEST_GUESS:
        return None
    ranked = _ranked(whole, names)
    if ranked and ranked[0][0] >= _TAKEN:
        tied = len(ranked) > 1 and ranked[1][0] == ranked[0][0]
        return Guess(ranked[0][1], unsure=tied)
    part = _closest_part(whole, among)
    if part is None and ranked and len(whole.split()) <= _MOST_WORDS:
        return Guess(ranked[0][1], unsure=True)
    return part


def _ranked(said: str, names: Mapping[str, Place]) -> list[tuple[float, Place]]:
    """The places that may be asked about, the likest first, each with how like its likest name is."""
    found: dict[str, tuple[float, Place]] = {}
    for name, place in names.items():
        likeness = _likeness(name, said, least=_ASKED)
        # A slip at the start changes a letter. "London" is no slip for Quorn, nor "Derby" for Enderby.
        slip = name[0] == said[0] or len(name) == len(said) or likeness >= _TAKEN
        if likeness and slip and likeness > found.get(place.name, (0, place))[0]:
            found[place.name] = (likeness, place)
    return sorted(found.values(), key=lambda each: -each[0])


def _closest_part(whole: str, names: Mapping[str, Place]) -> Guess | None:
    best, meant = 0.0, None
    for part in _parts(whole):
        for name, place in names.items():
            if name[0] == part[0] and len(name) >= _SHORTEST_AMONG:
                likeness = _likeness(name, part, least=_TAKEN)
                if likeness > best:
                    best, meant = likeness, place
    return Guess(meant, unsure=False) if meant else None


def _parts(whole: str) -> Iterator[str]:
    words = whole.split()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            if len(part) >= _SHORTEST_AMONG:
                yield part


def _likeness(name: str, said: str, *, least: float) -> float:
    """From ``least`` to 1; 0 if they are less alike. The same letters in another order are a slip of the fingers."""
    together = len(name) + len(said)
    if 2 * min(len(name), len(said)) < least * together:
        return 0
    matcher = SequenceMatcher(None, name, said, autojunk=False)
    if matcher.quick_ratio() < least:
        return 0
    ratio = matcher.ratio()
    if ratio >= _ASKED and sorted(name) == sorted(said):
        return max(ratio, _TAKEN)
    return ratio if ratio >= least else 0


def _next_word(padded: str, name: str) -> str:
    after = padded[padded.index(f" {name} ") + len(name) + 2 :]
    return after.partition(" ")[0]
