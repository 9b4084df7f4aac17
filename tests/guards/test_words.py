"""Words and facts that have one place, or none: numbers, addresses, times, machine paths, names for what we do not do."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.tree import CODE, ROOT, files, modules

# Only content/crisis and content/regions, which are checked, may hold a number to call or text.
WITHOUT_NUMBERS = (*CODE, "nlu_data", "content/strings", "content/topics")
# What people write, for the safety net to learn from or be tried on; it is never shown to anybody.
SAID_BY_PEOPLE = ("nlu_data/safety", "tests/safety")
PHONE_NUMBER = re.compile(
    r"""(?<![\w.|-])(?!0123456789)(?:
        (?:\+\s?44|0)[\s-]?\d(?:[\s-]?\d){8,9}   # a whole number, however it is grouped
      | 116[ ]?\d{3} | 999 | 111 | 112 | 85258   # and those that are short
    )(?![\w|])""",
    re.VERBOSE,
)

# Numbers and addresses that our directory holds, however they are written, whether or not they look like one.
APART = r"[\s.()-]{0,3}"
STREET = re.compile(r"\d|\b(?:street|road|lane|avenue|close|drive|way)\b", re.IGNORECASE)
CLOCK_TIME = re.compile(
    r"(?<![\d:.])(?:\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]m|[ap]\.m\.|o.?clock)|(?:[01]?\d|2[0-3]):[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)
WITHOUT_TIMES = ("nlu_data", "content/strings", "content/topics")
SUFFIXES = (".py", ".yml", ".md", ".csv", ".txt", ".html", ".js")
# Each with the reason for which it says nothing about a service.
MAY_STAND = {
    "bot/channels/web/static/text.js: 0800 1111": "An example in a comment of a number that is made a link.",
    "nlu_data/central_access_point/nlu.yml: 3am": "What a person asks, never said to one.",
    "nlu_data/gp/nlu.yml: 8am": "What a person says of a queue, never said to one.",
    "nlu_data/sleep/nlu.yml: 4am": "When a person lies awake, never said to one.",
    "nlu_data/sleep/nlu.yml: 3am": "When a person lies awake, never said to one.",
}

# In pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.}~/])/" + r"(?:work|root|home|opt|Users|tmp/scratch)/")

# Names for what Waymark does not do (docs/adr/0001, CONTEXT.md).
NOT_OUR_NAMES = re.compile(
    r"triage|screening|diagnos|patient(?!ly)|risk_?(level|score)|assessment", re.IGNORECASE
)
NOT_ABOUT_PEOPLE = {"patience"}


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("call 0116 496 0000 now", True),
        ("+44 7700 900123", True),
        ("07700900123", True),
        ("116 123", True),
        ("dial 999", True),
        ("in 2026-01-02T03:04:05", False),
        ("port 8080 and 0.001 seconds", False),
        ("abc0116496000012", False),
        ("the service uk-999", False),
        ("999|111", False),
    ],
)
def test_what_counts_as_a_number(text: str, is_number: bool) -> None:
    assert bool(PHONE_NUMBER.search(text)) is is_number


def cells(*columns: str) -> set[str]:
    """What the region packs have in these columns."""
    found: set[str] = set()
    for path in sorted((ROOT / "content/regions").glob("*/services.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row[column] for row in csv.DictReader(file) for column in columns}
    return found - {""}


def held(numbers: set[str], postcodes: set[str], addresses: set[str]) -> re.Pattern[str]:
    """What finds any of these. The three digits of 999 are found above; a name that is no street is a place to ask for."""
    digits = {re.sub(r"\D", "", number) for number in numbers}
    streets = {part.strip() for address in addresses for part in (address, *address.split(","))}
    found = [
        *(APART.join(number) for number in digits if len(number) > 3),
        *(APART.join(postcode.replace(" ", "")) for postcode in postcodes),
        *(r"\W+".join(re.findall(r"\w+", street)) for street in streets if STREET.search(street)),
    ]
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<![\w.|-])(?:{'|'.join(longest_first)})(?![\w|])", re.IGNORECASE)


def of_the_packs() -> re.Pattern[str]:
    return held(cells("phone", "sms", "phone_otherwise"), cells("postcode"), cells("address"))


def unexplained(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    """Where it stands, file by file, without what may stand."""
    return [
        f"{name}:{number}: {match.group()}"
        for path in paths
        if not (name := path.relative_to(ROOT).as_posix()).startswith(SAID_BY_PEOPLE)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for match in pattern.finditer(line)
        if f"{name}: {match.group()}" not in MAY_STAND
    ]


def where_no_number_is() -> Iterator[Path]:
    yield from files(*WITHOUT_NUMBERS, suffixes=SUFFIXES)
    yield ROOT / "domain.yml"


def where_no_time_is() -> Iterator[Path]:
    yield from files(*WITHOUT_TIMES, suffixes=SUFFIXES)
    yield ROOT / "domain.yml"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01632 960001", True),
        ("(01632) 960 001", True),
        ("01632.960.001", True),
        ("01632-960-001", True),
        ("0163 2960 001 or", True),
        ("text 85258", True),
        ("BC1 1AA", True),
        ("in bc11aa.", True),
        ("at 7 the green, in Ambridge", True),
        ("Corn Exchange, Hollow Tree Lane", True),
        ("hollow tree lane", True),
        ("the Corn Exchange", False),
        ("016329600012", False),
        ("185258", False),
        ("1.85258", False),
        ("BC1", False),
        ("999", False),
    ],
)
def test_what_the_directory_holds_is_found_however_it_is_written(text: str, *, found: bool) -> None:
    pattern = held(
        {"01632 960001", "85258", "999"}, {"BC1 1AA"}, {"7 The Green", "Corn Exchange, Hollow Tree Lane"}
    )
    assert bool(pattern.search(text)) is found


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("open from 9am", True),
        ("until 8:30pm", True),
        ("until 8.30 p.m.", True),
        ("17:00", True),
        ("8 o'clock", True),
        ("in 5 minutes", False),
        ("24/7", False),
        ("2026-01-02T03:04:05", False),
        ("I am 9 am I?", True),  # rather one too many
        ("version 1.10", False),
    ],
)
def test_what_counts_as_a_time(text: str, *, is_time: bool) -> None:
    assert bool(CLOCK_TIME.search(text)) is is_time


def test_numbers_to_call_are_in_the_checked_files_only() -> None:
    assert unexplained(PHONE_NUMBER, where_no_number_is()) == []


def test_what_the_directory_holds_is_in_no_other_file() -> None:
    assert unexplained(of_the_packs(), where_no_number_is()) == []


def test_the_real_directory_is_what_is_looked_for() -> None:
    everything = "\n".join(cells("phone", "sms", "postcode"))
    assert len(of_the_packs().findall(everything)) > 50


def test_no_opening_time_is_in_words_or_training_data() -> None:
    assert unexplained(CLOCK_TIME, where_no_time_is()) == []


def test_what_may_stand_still_stands() -> None:
    """An exception that nothing needs is taken out."""
    gone = [
        each
        for each in MAY_STAND
        if each.partition(": ")[2] not in (ROOT / each.partition(": ")[0]).read_text()
    ]
    assert gone == []


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in files(suffixes=(".py", ".md", ".yml", ".toml", ".txt", ".in", ".csv", ".html", ".js", ""))
        if MACHINE_PATHS.search(path.read_text(errors="replace"))
    ]
    assert found == []


def names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for field in ("id", "name", "arg", "attr"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name


def test_no_name_says_what_we_do_not_do() -> None:
    found = {
        f"{module}: {name}"
        for module, tree in modules(*CODE)
        for name in names(tree)
        if NOT_OUR_NAMES.search(name) and name not in NOT_ABOUT_PEOPLE
    }
    assert found == set()
