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
# What follows is also in actions/services/postcode.py, which cannot import it: one table of tests holds them together.
_AREAS = frozenset(
    re.findall(
        r"\w+",
        "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g"
        " gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr"
        " nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa"
        " wc wd wf wn wr ws wv yo ze",
    )
)
_LIKE_WORDS = frozenset({"da", "ex", "ha", "hr", "im", "la", "me", "ml", "pa", "so", "st", "ta", "yo"})
_UNITS = frozenset({"st", "nd", "rd", "th", "ft", "hr", "lb", "yr"})
_SHORT_WORDS = frozenset({"its", "lad", "led", "let", "lot", "old", "out", "our"})
_SHORTER_WORDS = frozenset({"an", "as", "at", "be", "by", "eh", "he", "up", "us", "we", "ur"})
_TIGHT = re.compile(
    r"([a-z]{1,2}[0-9][a-z0-9]?)[^a-z0-9]{0,3}[0-9](?!am|pm|km|cm)[a-z]{2}(?![a-z0-9])", re.IGNORECASE
)
_LOOSE = re.compile(
    # With dots or blanks anywhere, with the letters O, I and L for digits. The last two letters are never C, I, K, M, O, V.
    r"(?<![a-z0-9])([a-z](?:[ .-]?[a-z])?)([^a-z0-9]{0,3})([0-9](?:[ .-]?[a-z0-9])?)([^a-z0-9]{0,3})"
    r"([0-9oil][ .-]?[abd-hjlnp-uw-z][ .-]?[abd-hjlnp-uw-z])(?![a-z0-9])",
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
    written = without_second_half(said[:_LONGEST_READ])
    kept = "".join(char if char.isalnum() or char in " '’-" else " " for char in written)
    kept = _FIRST_HALF.sub(lambda match: (match[1] + match[2]).upper(), kept)
    return " ".join(kept.split())[:_LONGEST_BACK].strip(" '’-")


def without_second_half(text: str) -> str:
    """The text with nothing of any postcode but its first half, in capitals, however people write it.

    Times, distances and ages stay: "b4 1am", "le1 2km", "im 15 5ft tall".
    """
    return _LOOSE.sub(_cut, _TIGHT.sub(lambda match: match[1].upper(), unicodedata.normalize("NFKC", text)))


def _cut(match: re.Match[str]) -> str:
    area, second = _joined(match[1]).lower(), match[5].lower()
    tight = second[0].isdigit() and second[1:].isalpha() and second[1:] not in _UNITS
    apart = bool(match[2]) and (area in _LIKE_WORDS or len(area) == 1)  # "so 15 or so": it must look like one
    words = second in _SHORT_WORDS or (
        not match[4] and second[1:].lstrip(" ") in _SHORTER_WORDS
    )  # "le16 by the park"
    if area not in _AREAS or (apart and not tight) or words:
        return match[0]
    return (area + _joined(match[3])).upper()


def _joined(spaced: str) -> str:
    return re.sub(r"[ .-]", "", spaced)
