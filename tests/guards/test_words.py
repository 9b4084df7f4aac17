"""Words and facts that have one place, or none: phone numbers, machine paths, names that say what we do not do."""

import ast
import re
from collections.abc import Iterator

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


def test_numbers_to_call_are_in_the_checked_files_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in files(*WITHOUT_NUMBERS, suffixes=(".py", ".yml", ".md", ".csv", ".txt", ".html", ".js"))
        if not path.relative_to(ROOT).as_posix().startswith(SAID_BY_PEOPLE)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for match in PHONE_NUMBER.finditer(line)
    ]
    assert found == []


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
