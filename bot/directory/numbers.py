"""Numbers to call and to text: what counts as one, and which one each service of the region packs has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from re import fullmatch

from bot.directory.sheet import read_sheet

Numbers = Mapping[str, Mapping[str, str]]
"""Service id → ``phone`` and ``text`` → the number, or nothing."""

NOT_A_NUMBER = "is not a UK number: write one number as it is dialled in the UK, with its first 0"


@cache
def is_uk_number(number: str) -> bool:
    """True for a number that can be dialled in the UK, short codes among them."""
    digits = number.replace(" ", "")
    if not fullmatch(r"[0-9]{3,11}", digits):
        return False
    import phonenumbers  # noqa: PLC0415 - much to load, and `--help` does not need it

    parsed = phonenumbers.parse(number, "GB")
    if len(digits) <= 6:
        return phonenumbers.is_valid_short_number_for_region(parsed, "GB")
    return number.startswith("0") and phonenumbers.is_valid_number_for_region(parsed, "GB")


def numbers_of(sheets: tuple[Path, ...], columns: tuple[str, ...]) -> Numbers:
    """The numbers in these services.csv files. A file that cannot be read has none: the build says what is wrong with it."""
    rows = (row for path in sheets if path.is_file() for _, row in read_sheet(path, path.name, columns).rows)
    return {row["id"]: {"phone": row["phone"], "text": row["sms"]} for row in rows}
