from collections.abc import Collection
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.net import LONGEST_READ, MOST_SPANS, SafetyNet
from bot.safety.notice import Notice, Response, SafetyState
from bot.safety.rules import Finding, RuleSet
from tests.safety.messages import AT_LEAST, EXACTLY, HARMLESS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LOOK_ALIKES = [
    "I",
    "want",
    "to",
    "die",
    "kill",
    "myself",
    "not",
    "dont",
    "cut",
    "'",
    "’",
    ",",
    ".",
    "\n",
    "\u200b",
    "\u0301",
    "😢",
]


def read(net: SafetyNet, message: str, state: SafetyState | None = None) -> Notice:
    return net.notice(message, state or SafetyState(), NOW)


@pytest.mark.parametrize(("message", "least"), AT_LEAST)
def test_risk_phrases_get_their_response_or_more(net: SafetyNet, message: str, least: Response) -> None:
    notice = read(net, message)
    assert notice.response.rank >= least.rank
    assert notice.rules
    assert notice.categories


@pytest.mark.parametrize(("message", "response"), EXACTLY)
def test_denials_and_the_past_are_asked_about(net: SafetyNet, message: str, response: Response) -> None:
    assert read(net, message).response == response


@pytest.mark.parametrize("message", HARMLESS)
def test_harmless_messages_get_none(net: SafetyNet, message: str) -> None:
    found = read(net, message)
    assert (found.response, found.rules, found.failed) == (Response.NONE, (), ())


@pytest.mark.parametrize(
    ("message", "marked"),
    [
        ("Tbh I want to die.", "want to die"),
        ("i just don’t want to\u200b live", "don’t want to\u200b live"),
        ("\u202eI\u202c  WANT   to 😢 d\u0336i\u0336e ok", "WANT   to 😢 d\u0336i\u0336e"),
    ],
)
def test_spans_point_at_the_original(net: SafetyNet, message: str, marked: str) -> None:
    (span,) = read(net, message).spans
    assert message[span.start : span.end] == marked
    assert span.rule == "en.ideation.want_to_die@3"


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(LOOK_ALIKES)).map(" ".join)))
def test_any_text_gets_a_notice_with_spans_in_range(net: SafetyNet, message: str) -> None:
    notice = read(net, message)
    assert not notice.failed
    assert all(0 <= span.start < span.end <= len(message) for span in notice.spans)
    assert {span.rule for span in notice.spans} == set(notice.rules) or len(notice.spans) == MOST_SPANS
    assert (notice.response is Response.NONE) == (not notice.rules)


@pytest.mark.parametrize(
    "message",
    [
        "a" * 100_000,
        "e" + "\u0301" * 1_000_000,
        "kill myself " * 8_000,
        "7" * 5_000,
        "aGVsbG8=" * 5_000,
        "\ud800\x00",
    ],
)
def test_bad_input_gets_a_notice(net: SafetyNet, message: str) -> None:
    assert not read(net, message).failed


def test_a_notice_stays_small(net: SafetyNet) -> None:
    notice = read(net, "i want to die. " * 2_000 + "i have taken an overdose")
    assert (notice.response, len(notice.spans)) == (Response.EMERGENCY, MOST_SPANS)
    assert notice.spans[0].rule == "en.attempt.overdose@4"  # the strongest first, then the first ones
    assert notice.spans[1].start < notice.spans[-1].start < 1_000
    assert "en.attempt.overdose@4" in notice.rules


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        (0, 900_000, True),
        (900_000, 0, True),
        (400_000, 400_000, False),
        (LONGEST_READ // 2 - 7, 900_000, False),
    ],
)
def test_of_a_very_long_message_both_ends_are_read(
    net: SafetyNet, before: int, after: int, heard: bool
) -> None:
    message = " " * before + "i want to die" + " " * after
    spans = read(net, message).spans
    assert [message[span.start : span.end] for span in spans] == (["want to die"] if heard else [])


class _BrokenRules(RuleSet):
    def read(self, message: str, *, contexts: Collection[str | None] = ()) -> list[Finding]:
        raise RuntimeError(message, contexts)


def test_whatever_breaks_the_message_gets_a_check_in_and_no_words_leak(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notice = read(SafetyNet(_BrokenRules([])), "a very private sentence")
    assert notice == Notice(Response.CHECK_IN, failed=("rules",))
    assert "private" not in "".join(capsys.readouterr())


def test_heartbeat(net: SafetyNet) -> None:
    assert net.heartbeat()
    assert not SafetyNet(RuleSet([])).heartbeat()
    assert not SafetyNet(_BrokenRules([])).heartbeat()
