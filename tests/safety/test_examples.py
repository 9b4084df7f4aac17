from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.safety.examples import Example, fingerprint, read_examples
from bot.safety.notice import Response

ROOT = Path(__file__).parents[2]
GOOD = """# a comment
== takeover suicide_ideation,self_harm en teen

i cant do this anymore
#not a message
two\\nlines
== none - gu-latn work home
kem cho
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    categories = ("suicide_ideation", "self_harm")
    assert read_examples(tmp_path) == [
        Example("i cant do this anymore", Response.TAKEOVER, categories, "en", "teen", path.as_posix(), 4),
        Example("two\nlines", Response.TAKEOVER, categories, "en", "teen", path.as_posix(), 6),
        Example("kem cho", Response.NONE, (), "gu-latn", "work-home", path.as_posix(), 8),
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("hello", 1, "before the first heading"),
        ("\n== none - en", 2, "a heading is"),
        ("== panic - en work", 1, "'panic' is no response"),
        ("== none - xx work", 1, "'xx' is no language"),
        ("== takeover sadness en work", 1, "'sadness' is no category"),
        ("== takeover self_harm,self_harm en work", 1, "twice"),
        ("== takeover - en work", 1, "has a category, or '-'"),
        ("== none self_harm en work", 1, "has a category, or '-'"),
        ("== none - en WORK", 1, "small letters"),
    ],
)
def test_a_mistake_names_its_file_and_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(ContentError, match=problem) as error:
        read_examples(tmp_path)
    assert (error.value.file, error.value.line) == ((tmp_path / "a.txt").as_posix(), line)


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match="UTF-8"):
        read_examples(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no example files"):
        read_examples(tmp_path)


def test_the_fingerprint_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    first = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == first
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    second = fingerprint(tmp_path)
    (tmp_path / "b.txt").write_text(GOOD + "ok\n")
    assert len({first, second, fingerprint(tmp_path)}) == 3


def test_the_real_examples_are_in_order() -> None:
    examples = read_examples(ROOT / "nlu_data" / "safety")
    assert {each.response for each in examples} == set(Response)
    assert all(each.text.strip() for each in examples)
