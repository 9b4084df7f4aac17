"""What a person wrote as a place, made fit to compare and fit to repeat. Only the first half of a postcode is repeated."""

import re
import unicodedata

_AROUND_A_NAME = frozenset(
    re.findall(
        r"\w+",
        "a am area around at based by close code currently from here i im in is it its ive just live living lives me my"
        " near nearby of please post postcode somewhere stay staying the thanks to town village",
    )
)
_LONGEST_READ, _LONGEST_BACK = 200, 40
_SECOND_HALF = re.compile(
    # A second half as people write it: with dots or blanks anywhere, with the letters O, I and L for digits.
    r"([a-z][\s.-]{0,3}\d(?:[\s.-]?[a-z\d])?)[\s.'’-]{0,3}[\doil][\s.-]?[a-z][\s.-]?[a-z](?![a-z\d])",
    re.IGNORECASE,
)
_FIRST_HALF = re.compile(r"(?<![a-z\d])([a-z]{1,2})[\s.-]?(\d[a-z\d]?)(?![a-z\d])", re.IGNORECASE)


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
    written = unicodedata.normalize("NFKC", said[:_LONGEST_READ])
    kept = "".join(char if char.isalnum() or char in " '’-" else " " for char in written)
    kept = _SECOND_HALF.sub(r"\1", kept)
    kept = _FIRST_HALF.sub(lambda match: (match[1] + match[2]).upper(), kept)
    return " ".join(kept.split())[:_LONGEST_BACK].strip(" '’-")
