import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.segments import outside_gsm, parts, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        (
            "a" * 152 + "€" * 76,
            2,
        ),  # the first € does not fit into the first part whole, so it opens the second
        ("a" * 152 + "€" * 77, 3),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("a" * 71 + "’", 2),
        ("ç", 1),
        ("ç" * 71, 2),  # only the capital is in GSM-7
        ("Ç" * 160, 1),
        ("\x1b" * 71, 2),
        ("{}[]~|\\^" * 10, 1),
        ("{}[]~|\\^" * 19 + "a", 2),
        ("{}[]~|\\^" * 19 + "ab", 3),  # 306 septets, but the last of the first part would tear an escape
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),  # a pair does not fit into the 67th unit
        ("ગ" * 134, 2),
    ],
)
def test_segments_are_counted_as_networks_cut_them(text: str, expected: int) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It's £5 at the café {now}", ""), ("It’s ’ – ok", "’–"), ("ç Ç", "ç"), ("\x1b€", "\x1b")],
)
def test_characters_outside_gsm_are_named_once(text: str, expected: str) -> None:
    assert outside_gsm(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 152 + "€" + "b" * 10, ["a" * 152, "€" + "b" * 10]),
        ("’" * 66 + "😀" + "b" * 10, ["’" * 66, "😀" + "b" * 10]),
        ("a" * 160, ["a" * 160]),
        ("a" * 161, ["a" * 153, "a" * 8]),
        ("ગ" * 71, ["ગ" * 67, "ગ" * 4]),
    ],
)
def test_an_escape_and_a_pair_stay_whole(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text())
def test_parts_hold_the_whole_text_in_order(text: str) -> None:
    assert "".join(parts(text)) == text


@given(st.text(alphabet=st.characters(codec="ascii"), min_size=1), st.text(min_size=1))
def test_more_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert segments(text) <= segments(text + more)


@given(st.text(min_size=1))
def test_no_part_is_longer_than_a_segment(text: str) -> None:
    gsm = not outside_gsm(text)
    found = parts(text)
    limit = (160 if gsm else 70) if len(found) == 1 else (153 if gsm else 67)
    units = [sum(_units(char, gsm=gsm) for char in part) for part in found]
    assert max(units) <= limit


def _units(char: str, *, gsm: bool) -> int:
    return 1 + (char in "^{}\\[~]|€\f") if gsm else len(char.encode("utf-16-le", "surrogatepass")) // 2
