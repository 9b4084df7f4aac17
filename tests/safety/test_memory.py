from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.memory import (
    LONGEST_JOINED,
    LONGEST_REMEMBERED,
    MOST_RECENT,
    joined,
    new_signal,
    next_state,
    standing,
    state_from_json,
    state_to_json,
)
from bot.safety.net import ADDED_UP, SafetyNet
from bot.safety.notice import Heard, Notice, Response, SafetyState

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = SafetyState(Response.CHECK_IN, asked="check_in")


def said(net: SafetyNet, *messages: str, minutes: int = 1) -> list[Response]:
    """The response to each message of one conversation."""
    state, responses = SafetyState(), []
    for number, message in enumerate(messages):
        at = NOW + timedelta(minutes=number * minutes)
        notice = net.notice(message, state, at)
        state = next_state(state, message, notice, at)
        responses.append(notice.response)
    return responses


def read(net: SafetyNet, message: str, state: SafetyState | None = None) -> Notice:
    return net.notice(message, state or SafetyState(), NOW)


@pytest.mark.parametrize(
    "answer", ["yes", "Yeah", "yh sometimes", "i am", "I'm not sure", "maybe", "doesn't matter", "idk"]
)
def test_yes_and_a_shrug_to_the_check_in_escalate(net: SafetyNet, answer: str) -> None:
    assert read(net, answer, ASKED).response is Response.TAKEOVER
    assert read(net, answer).response is Response.NONE


@pytest.mark.parametrize(
    "answer", ["no", "No.", "nope, just tired", "not really", "no I'm ok thanks", "I am fine"]
)
def test_a_no_to_the_check_in_is_respected_and_never_met_with_silence(net: SafetyNet, answer: str) -> None:
    said_no = read(net, answer, ASKED)
    assert (said_no.response, said_no.situations) == (Response.CHECK_IN, ("said_no",))
    assert read(net, answer, SafetyState(asked="check_in")).response is Response.NONE


def test_a_check_in_asks_once_and_an_answer_closes_the_question() -> None:
    notice = Notice(Response.CHECK_IN, categories=("passive_ideation",))
    state = next_state(SafetyState(), "no point", notice, NOW)
    heard = Heard("no point", int(NOW.timestamp()), Response.CHECK_IN)
    assert state == SafetyState(Response.CHECK_IN, "check_in", ("passive_ideation",), (heard,))
    assert next_state(state, "no", Notice(Response.NONE), NOW).asked is None


def test_a_failure_of_ours_is_no_signal_of_theirs() -> None:
    state = next_state(SafetyState(), "hello", Notice(Response.CHECK_IN, failed=("classifier",)), NOW)
    assert (state.response, state.asked, state.recent[0].response) == (Response.NONE, None, Response.NONE)


def test_what_is_said_again_is_not_read_together_with_itself() -> None:
    at = int(NOW.timestamp())
    recent = tuple(Heard(text, at, Response.NONE) for text in ("so tired", "hello", "so tired"))
    together = joined(SafetyState(recent=recent), "so tired", NOW)
    assert together
    assert together.text == "hello\nso tired"


def test_of_a_long_message_the_beginning_is_read_with_what_went_before() -> None:
    state = SafetyState(recent=(Heard("i want to", int(NOW.timestamp()), Response.NONE),))
    together = joined(state, "kill myself " * 1_000, NOW)
    assert together
    assert len(together.text) <= together.boundary + LONGEST_JOINED


@pytest.mark.parametrize("earlier", [Response.TAKEOVER, Response.EMERGENCY])
def test_what_brings_a_handler_stays(net: SafetyNet, earlier: Response) -> None:
    state = SafetyState(earlier)
    for message in ("lol jk", "no", "I don't want to die"):
        state = next_state(state, message, read(net, message, state), NOW)
    assert (state.response, state.asked) == (earlier, None)
    assert standing(state) is earlier


@pytest.mark.parametrize(
    "messages",
    [
        ("i want to", "kill myself"),
        ("i want to", "end", "my life"),
        ("cant stop thinking about", "killing", "my self"),
    ],
)
def test_a_sentence_in_several_texts_is_one(net: SafetyNet, messages: tuple[str, ...]) -> None:
    assert said(net, *messages)[-1] is Response.TAKEOVER
    assert said(net, *messages, minutes=13 * 60)[0] is Response.NONE


def test_what_was_heard_before_is_not_heard_again(net: SafetyNet) -> None:
    assert said(net, "I want to die", "sorry about that") == [Response.TAKEOVER, Response.NONE]


def test_a_second_message_that_calls_for_a_check_in_brings_a_person(net: SafetyNet) -> None:
    assert said(net, "I can't go on like this", "I can't take it anymore") == [
        Response.CHECK_IN,
        Response.TAKEOVER,
    ]
    assert said(net, "I can't go on like this", "I can't take it anymore", minutes=13 * 60)[1] is (
        Response.CHECK_IN
    )
    state = SafetyState(Response.CHECK_IN, None, (), (Heard("x", int(NOW.timestamp()), Response.CHECK_IN),))
    assert ADDED_UP in read(net, "I can't take it anymore", state).rules


def test_little_is_remembered() -> None:
    state = SafetyState()
    for number in range(MOST_RECENT + 5):
        state = next_state(state, f"{number} " + "x" * 1_000, Notice(Response.NONE), NOW)
    assert len(state.recent) == MOST_RECENT
    assert all(len(heard.text) == LONGEST_REMEMBERED for heard in state.recent)
    together = joined(state, "now", NOW)
    assert together is not None
    assert together.boundary <= LONGEST_JOINED
    assert together.text[together.boundary :] == "now"


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
        recent=st.lists(st.builds(Heard, st.text(), st.integers(), st.sampled_from(Response))).map(tuple),
    )
)
def test_a_state_survives_the_store(state: SafetyState) -> None:
    assert state_from_json(state_to_json(state)) == state


@pytest.mark.parametrize(
    "raw",
    ["", "{}", "[]", "null", "1", '{"response":"panic","asked":null,"signals":[]}',
     '{"response":"none","asked":3,"signals":[]}', '{"response":"none","asked":null,"signals":[1]}',
     '{"response":"none","asked":null,"signals":null}', '{"response":"none","asked":null,"signals":[],"recent":[1]}',
     '{"response":"none","asked":null,"signals":[],"recent":[{"text":"a","at":1,"response":"loud"}]}'],
)  # fmt: skip
def test_a_damaged_state_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="not a state"):
        state_from_json(raw)
