import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.normalise import normalise

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I WANT to  Die", "i want to die"),
        ("don't", "dont"),
        ("don’t", "dont"),
        ("don´t DON`T donʼt", "dont dont dont"),
        ("dont", "dont"),
        ("su\u200bici\u2060de", "suicide"),
        ("\u202ekill\u202c \u2066myself\u2069", "kill myself"),
        ("ｋｉｌｌ　ｍｙｓｅｌｆ", "kill myself"),
        ("𝐤𝐢𝐥𝐥 ⓜⓔ", "kill me"),
        ("k\u0336i\u0336l\u0336l\u0336", "kill"),
        ("café cafe\u0301", "cafe cafe"),
        ("kill_myself kill-myself", "kill myself kill myself"),
        ("I want to... die", "i want to die"),
        ("kill😢myself ❤️ now", "kill myself now"),
        ("no. I can, really! (yes)", "no . i can , really . , yes ,"),
        ("well - fine\nthen", "well , fine , then"),
        ("'quoted'", "quoted"),
        ("મદદ કરો", "મદદ કરો"),
        ("मुझे। नींद नहीं आती", "मुझे . नींद नहीं आती"),
        ("k i l l me", "kill me"),
        ("want to d.i.e now", "want to die now"),
        ("d-i-e", "die"),
        ("જન્મી જ ન હોત", "જન્મી જ ન હોત"),
        ("I. Want. To. Die.", "i want to die ."),
        ("HELP ME!!! PLEASE!!!", "help me please ."),
        ("I am going. Bye", "i am going . bye"),
        ("k!ll su*cide un@live $uicide", "k!ll su*cide un@live $uicide"),
        ("yes!", "yes ."),
        ("кill mуself", "kill myself"),
        ("zabić się, łódź", "zabic sie , lodz"),
        ("أُرِيد", "اريد"),
        ("زندگی زندگي", "زندگي زندگي"),
        ("ज़हर", "जहर"),
        ("", ""),
        ("😢 ~ *", ""),
        ("\u200b \ufe0f", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text).text == unicodedata.normalize("NFKD", expected)


def test_offsets_point_at_the_original() -> None:
    text = "I don’t  wa\u200bnt… to\u0301 d\u0336ie"
    normal = normalise(text)
    assert normal.words == ("i", "dont", "want", "to", "die")
    assert [text[a:b] for a, b in normal.offsets] == ["I", "don’t", "wa\u200bnt", "to\u0301", "d\u0336ie"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "e" + "\u0301" * MILLION,
        "\u0acd\u0301" * (MILLION // 2),
        "\u0345\u0301\u0316" * (MILLION // 3),  # marks of several classes, which Unicode puts in order
        "a'" * 50_000,
        "'" * 100_000,
        "." * 100_000,
        "\ufdfa" * 100_000,  # one character that unfolds to 18
    ],
)
def test_huge_words_are_cut_and_cost_little(text: str) -> None:
    normal = normalise(text)
    assert len(normal.words) <= 1
    assert all(len(word) <= 64 * 18 for word in normal.words)


@settings(deadline=None)
@given(st.text())
def test_offsets_are_in_range_and_in_order(text: str) -> None:
    normal = normalise(text)
    flat = [place for span in normal.offsets for place in span]
    assert len(normal.words) == len(normal.offsets)
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in normal.offsets)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_and_full_unicode_ways_agree(text: str) -> None:
    """An ASCII message is read by a faster pattern; adding an emoji must change nothing."""
    assert normalise(text).words == normalise(text + " 😢").words
