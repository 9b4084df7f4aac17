"""Text for text messages, and what an editor is told of it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.content.gsm import Change, lost, normalise
from bot.content.segments import outside_gsm, parts, segments

LETTERS = (
    "aZ5é ç ł ñ Ä \u0301 {€ ’ “ ” – — … • \u00a0 \u2009 \t ½ ™ ﬁ œ \u200b \u200d \ufeff \u00ad ગ ી ą ś 😀"
)
ODD = st.text(alphabet=LETTERS) | st.text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, £5 {now}", "plain text, £5 {now}"),
        ("It’s “here” – or „there‟ — now…", 'It\'s "here" - or "there" - now...'),
        ("• one\n• two", "- one\n- two"),
        ("a\u00a0b\u2009c\td\u202fe", "a b c d e"),
        ("a\u200bb\ufeffc\u00add\u2060e\u200df\u200eg", "abcdefg"),
        ("cafe\u0301", "café"),
        ("½ a mile, 2 × 3, ﬁne, it´s", "1/2 a mile, 2 x 3, fine, it's"),
        # Only the capital of ç is in GSM-7: other languages keep their letters, and with them their punctuation.
        ("Don’t – façade", "Don’t – façade"),
        ("Dziękuję… „mental health”", "Dziękuję… „mental health”"),
        ("ક્\u200dષ ’", "ક્\u200dષ ’"),
        ("ગ\u200bુ", "ગુ"),
        ("\u2066116 123\u2069 عربي", "\u2066116 123\u2069 عربي"),
        ("", ""),
    ],
)
def test_what_gsm_cannot_carry_is_said_in_other_characters(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("façade at Łódź, cœur", "facade at Lodz, coeur"),
        ("s\u0308o", "so"),
        ("café, naïve, Zoë", "café, naive, Zoe"),
        ("façade ગ", "façade ગ"),
        ("ok 😀 ’", "ok 😀 ’"),
    ],
)
def test_english_texts_lose_accents_where_that_helps(text: str, expected: str) -> None:
    assert normalise(text, english=True) == expected


def test_a_text_that_would_take_more_room_is_left_alone() -> None:
    assert normalise("…" * 70) == "…" * 70
    assert normalise("…" * 30) == "..." * 30


def test_an_editor_sees_what_is_changed_and_what_stays() -> None:
    assert lost("It’s façade’s\u200b", english=True) == (
        Change("\u200b", "ZERO WIDTH SPACE", "", kept=False),
        Change("’", "RIGHT SINGLE QUOTATION MARK", "'", kept=False),
        Change("ç", "LATIN SMALL LETTER C WITH CEDILLA", "c", kept=False),
    )
    assert lost("It’s façade", english=False) == (
        Change("’", "RIGHT SINGLE QUOTATION MARK", "’", kept=True),
        Change("ç", "LATIN SMALL LETTER C WITH CEDILLA", "ç", kept=True),
    )
    assert lost("e\u0301 \x07", english=True)[1] == Change("\x07", "U+0007", "\x07", kept=True)
    assert lost("It's fine at the café.", english=True) == ()


@given(ODD, st.booleans())
@example("e\u200b\u0301", False)
@example("…" * 70, True)
def test_doing_it_twice_changes_nothing(text: str, english: bool) -> None:
    once = normalise(text, english=english)
    assert normalise(once, english=english) == once


@given(ODD, st.booleans())
def test_it_never_takes_more_segments(text: str, english: bool) -> None:
    assert segments(normalise(text, english=english)) <= segments(text)


@given(ODD, st.booleans())
def test_no_letter_and_no_digit_is_lost(text: str, english: bool) -> None:
    assert written(normalise(text, english=english)) >= written(text)
    plain = iter(normalise(text, english=english))
    assert all(char in plain for char in text if char.isascii() and char.isalnum())


def written(text: str) -> int:
    return sum(char.isalnum() for char in unicodedata.normalize("NFKD", text))


@given(ODD, st.booleans())
def test_the_report_names_every_change_and_everything_that_stays(text: str, english: bool) -> None:
    report = lost(text, english=english)
    plain = normalise(text, english=english)
    assert bool(outside_gsm(plain)) == any(change.kept for change in report)
    assert (plain != text) <= any(not change.kept for change in report)
    assert set(outside_gsm(text)) <= set("".join(change.character for change in report))
    assert len(set(report)) == len(report)


@given(ODD, st.booleans())
def test_segments_join_to_the_text_and_tear_no_pair_and_no_escape(text: str, english: bool) -> None:
    plain = normalise(text * 20, english=english)
    assert "".join(parts(plain)) == plain
    if not outside_gsm(plain):
        assert all(septets(part) <= 160 for part in parts(plain))
    else:
        assert all(len(part.encode("utf-16-le", "surrogatepass")) <= 140 for part in parts(plain))


def septets(text: str) -> int:
    return sum(2 if char in "^{}\\[~]|€\f" else 1 for char in text)
