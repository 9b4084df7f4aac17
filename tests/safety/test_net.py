from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.net import (
    LONGEST_READ,
    MOST_SPANS,
    SafetyNet,
    new_signal,
    next_state,
    standing,
    state_from_json,
    state_to_json,
)
from bot.safety.notice import Notice, Response, SafetyState
from bot.safety.rules import Finding, RuleSet
from tests.safety.messages import AT_LEAST, EXACTLY, HARMLESS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = SafetyState(Response.CHECK_IN, asked="check_in")
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
    assert read(net, message) == Notice(Response.NONE)


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
    assert span.rule == "en.suicide.want_to_die@2"


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
    assert notice.spans[0].start < notice.spans[-1].start < 1_000
    assert "en.suicide.overdose@2" in notice.rules


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
    def read(self, message: str, *, asked: str | None = None) -> list[Finding]:
        raise RuntimeError(message, asked)


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


@pytest.mark.parametrize(
    "answer", ["yes", "Yeah", "yh sometimes", "i am", "I'm not sure", "maybe", "doesn't matter", "idk"]
)
def test_yes_and_a_shrug_to_the_check_in_escalate(net: SafetyNet, answer: str) -> None:
    assert read(net, answer, ASKED).response is Response.TAKEOVER
    assert read(net, answer).response is Response.NONE


@pytest.mark.parametrize(
    "answer", ["no", "No.", "nope, just tired", "not really", "no I'm ok thanks", "I am fine"]
)
def test_a_no_to_the_check_in_is_respected(net: SafetyNet, answer: str) -> None:
    assert read(net, answer, ASKED).response is Response.NONE


def test_a_check_in_asks_once_and_an_answer_closes_the_question() -> None:
    state = next_state(SafetyState(), Notice(Response.CHECK_IN, categories=("passive_ideation",)))
    assert state == SafetyState(Response.CHECK_IN, "check_in", ("passive_ideation",))
    assert next_state(state, Notice(Response.NONE)).asked is None


@pytest.mark.parametrize("earlier", [Response.TAKEOVER, Response.EMERGENCY])
def test_what_brings_a_handler_stays(net: SafetyNet, earlier: Response) -> None:
    state = SafetyState(earlier)
    for message in ("lol jk", "no", "I don't want to die"):
        state = next_state(state, read(net, message, state))
    assert (state.response, state.asked) == (earlier, None)
    assert standing(state) is earlier


def test_a_check_in_does_not_stand() -> None:
    assert standing(SafetyState(Response.CHECK_IN)) is Response.NONE


@pytest.mark.parametrize(
    ("previous", "response", "expected"),
    [
        ("none", "none", False),
        ("none", "check_in", True),
        ("check_in", "check_in", True),
        ("check_in", "takeover", True),
        ("takeover", "none", False),
        ("takeover", "check_in", False),
        ("takeover", "takeover", True),
        ("emergency", "takeover", True),
    ],
)
def test_the_card_is_repeated_only_on_a_new_signal(previous: str, response: str, expected: bool) -> None:
    assert new_signal(SafetyState(Response(previous)), Notice(Response(response))) is expected


@settings(deadline=None)
@given(
    st.builds(
        SafetyState,
        response=st.sampled_from(Response),
        asked=st.none() | st.text(),
        signals=st.lists(st.text()).map(tuple),
    )
)
def test_a_state_survives_the_store(state: SafetyState) -> None:
    assert state_from_json(state_to_json(state)) == state


@pytest.mark.parametrize(
    "raw",
    ["", "{}", "[]", "null", "1", '{"response":"panic","asked":null,"signals":[]}',
     '{"response":"none","asked":3,"signals":[]}', '{"response":"none","asked":null,"signals":[1]}',
     '{"response":"none","asked":null,"signals":null}'],
)  # fmt: skip
def test_a_damaged_state_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="not a state"):
        state_from_json(raw)
