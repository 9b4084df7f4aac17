"""Whatever an editor's slip does to a file, the library says so or takes it: it never falls over."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.library import Library

FILES = (
    "strings/en.yml",
    "topics/sleep.md",
    "crisis/lines.yml",
    "crisis/crisis.yml",
    "crisis/languages/gu.yml",
)
PIECES = (
    *(
        "",
        " ",
        "\n",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "|",
        "\t",
        "#",
        "---",
        "\x00",
        "é",
        "5",
        "null",
        "yes",
    ),
    *(
        "2026-02-30",
        "&a ",
        "*a",
        "? ",
        "!!python/object:x ",
        "!!binary x",
        "{a: b}",
        "[1]",
        "💬",
        "{phones}",
        "<<: ",
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(FILES), where=st.floats(0, 1), cut=st.integers(0, 30), piece=st.sampled_from(PIECES)
)
def test_a_slip_is_reported_or_harmless(content: Path, file: str, where: float, cut: int, piece: str) -> None:
    path = content / file
    good = path.read_bytes()
    text = good.decode()
    start = int(where * len(text))
    try:
        path.write_text(text[:start] + piece + text[start + cut :], "utf-8")
        for error in Library(content).refresh():
            assert str(error).startswith("content/")
            assert error.line is None or error.line >= 1
    finally:
        path.write_bytes(good)


@pytest.mark.parametrize("text", ["[" * 20_000, "a: " + "{a: " * 10_000, "- " * 10_000])
def test_deep_nesting_is_refused(content: Path, text: str) -> None:
    (content / "strings" / "en.yml").write_text(text, "utf-8")
    (error,) = Library(content).refresh()
    assert error.file == "content/strings/en.yml"
