import pytest

from bot.content.plain import plain, problems


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One\ntwo.\n\n\n\nThree.\n", "One two.\n\nThree."),
        ("## Things to try\n- a\n  b\n- c", "Things to try\n- a b\n- c"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("Try:\n- a", "Try:\n- a"),
        ("#hashtag stays", "#hashtag stays"),
        ("", ""),
    ],
)
def test_markdown_reads_as_plain_text(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


def test_problems_name_their_line() -> None:
    assert [line for line, _ in problems("ok\n**no**\n- fine\n\tno")] == [1, 3]
