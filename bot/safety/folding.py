"""Makes the many ways of writing one letter into one: case, width, accents, look-alikes, script habits.

Pure and linear in the length of the text, whatever the text is.
"""

import unicodedata

LONGEST_WORD = 64
"""Of a longer word with letters beyond ASCII only the beginning is read; see fold."""
LONGEST_PLAIN_WORD = 400
"""Of a longer word in plain letters, such as a message without spaces, only the beginning is read."""

APOSTROPHES = "'’‘‛`´ʼ＇"
IGNORED_RANGES = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # grapheme joiner
    (0x061C, 0x061C),
    (0x180B, 0x180F),
    (0x200B, 0x200F),  # zero-width characters and direction marks
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),  # variation selectors, which follow many emoji
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE01EF),
)
# Accents of Latin letters: people leave them out or stack them up. Marks of other scripts are spelling and stay, but
# for those that writers leave out as they please: Arabic short vowels and tatweel, the dots (nukta) of Indian scripts.
_ACCENT_RANGES = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
_OPTIONAL_RANGES = (
    *((0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED)),
    *((mark, mark) for mark in (0x093C, 0x09BC, 0x0A3C, 0x0ABC)),
)
# Letters that are another letter's look-alike, or that keyboards for one language put in the place of another's.
# None of our lexicons is in Greek or Cyrillic, so their letters are read as the Latin ones that they look like.
_ALIKE = {
    **dict(zip("аеёіїкмнорстухѕјԁһԛԝѵв", "aeeiikmhopctyxsjdhqwvb", strict=True)),
    **dict(zip("αβεηικνορτυχω", "abenikvoptuxw", strict=True)),
    **dict(zip("łđøıħŧɑɡɩʟᴀʙᴄᴅᴇ", "ldoihtagilabcde", strict=True)),
    **dict(zip("آأإٱىیېۍکڪہۂھەةۃؤئےۓ", "ااااييييككههههههوييي", strict=True)),
}


def fold(raw: str) -> str:
    """One word in its one form; empty if nothing of it can be read. Only the beginning of an endless word is read."""
    if raw.isascii():
        return raw.lower().replace("'", "").replace("`", "")[:LONGEST_PLAIN_WORD]
    # Invisible characters and accents go first, so that no number of them hides the letters; then the word is
    # cut, because Unicode normalisation of a long run of marks is not linear.
    bare = raw.translate(_REMOVED)[:LONGEST_WORD]
    return unicodedata.normalize("NFKD", bare).casefold().translate(_REMOVED).translate(_ALIKE_POINTS)


def _points(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {c for first, last in ranges for c in range(first, last + 1)}


_REMOVED = dict.fromkeys(
    _points(IGNORED_RANGES)
    | _points(_ACCENT_RANGES)
    | _points(_OPTIONAL_RANGES)
    | {ord(c) for c in APOSTROPHES}
)
_ALIKE_POINTS = str.maketrans(_ALIKE)
