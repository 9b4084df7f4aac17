"""What the second net adds to the rules, what happens when it fails or is late, and that it never takes away."""

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from bot.safety.classifier import Scores
from bot.safety.net import SafetyNet
from bot.safety.notice import Heard, Notice, Response, SafetyState
from bot.safety.reading import LONG, read
from bot.safety.rule_file import CATEGORIES
from bot.safety.rules import RuleSet
from bot.safety.second_opinion import ALONE, DOUBT, TOGETHER
from bot.safety.weights import Points

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def scores(message: str, takeover: float, **categories: float) -> Scores:
    every: Mapping[str, float] = dict.fromkeys(CATEGORIES, 0.0) | categories
    return Scores(takeover, takeover, 0.0, every, 0, len(message))


class Second:
    """A second net that says what it is told to."""

    points = Points(check_in=0.5, takeover=0.8, emergency=0.9)

    def __init__(self, told: Callable[[str], Scores]) -> None:
        self.read = told

    def is_well(self) -> bool:
        return self.read("").takeover < 1

    def explain(self, message: str) -> list[tuple[str, float]]:
        return [("w:x", 1.0)]


def broken(message: str) -> Scores:
    raise RuntimeError(message)


def notice(rules: RuleSet, told: Callable[[str], Scores], message: str, *before: str) -> Notice:
    recent = tuple(Heard(text, int(NOW.timestamp()), Response.NONE) for text in before)
    return SafetyNet(rules, Second(told)).notice(message, SafetyState(recent=recent), NOW)


@pytest.mark.parametrize(
    ("likely", "message", "response"),
    [
        (0.1, "the tide is going out", "none"),
        (0.6, "the tide is going out", "check_in"),
        (0.85, "the tide is going out", "takeover"),
        (0.1, "I can't take it anymore", "check_in"),
        (0.85, "I can't take it anymore", "takeover"),
        (0.06, "I want to die", "takeover"),
        (0.04, "I want to die", "check_in"),
        (0.04, "I've just taken an overdose", "check_in"),
    ],
)
def test_it_adds_to_the_rules_and_takes_away_only_what_is_unlike_all_danger(
    rules: RuleSet, likely: float, message: str, response: str
) -> None:
    found = notice(rules, lambda text: scores(text, likely, passive_ideation=0.7), message)
    assert found.response == response
    assert not found.failed
    if ALONE in found.rules:
        assert found.categories[0] == "passive_ideation"
        assert found.situations[0] == "ideation"
        assert found.spans[-1].end == len(message)


def test_messages_are_read_together(rules: RuleSet) -> None:
    found = notice(
        rules,
        lambda text: scores(text, 0.95 if "\n" in text else 0.1),
        "and wrote to the kids",
        "sold the car",
    )
    assert (found.response, found.rules) == (Response.TAKEOVER, (TOGETHER,))
    assert (found.spans[0].start, found.spans[0].end) == (0, len("and wrote to the kids"))


def test_what_worried_before_is_not_counted_again(rules: RuleSet) -> None:
    def first_part(text: str) -> Scores:
        found = scores(text, 0.95 if "\n" in text else 0.1)
        return Scores(found.check_in, found.takeover, 0.0, found.categories, 0, 5)

    assert notice(rules, first_part, "thanks", "sold the car").response is Response.NONE


def test_a_failure_gets_a_check_in_and_leaks_nothing(
    rules: RuleSet, capsys: pytest.CaptureFixture[str]
) -> None:
    found = notice(rules, broken, "a very private sentence")
    assert (found.response, found.failed) == (Response.CHECK_IN, ("classifier",))
    assert notice(rules, broken, "I want to die").response is Response.TAKEOVER
    assert "private" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("likely", [0.1, 1.0, math.nan])
def test_the_heart_does_not_beat_with_a_second_net_that_is_not_well(rules: RuleSet, likely: float) -> None:
    assert SafetyNet(rules, Second(lambda text: scores(text, likely))).heartbeat() is (likely == 0.1)


ASKED = SafetyState(Response.CHECK_IN, asked="check_in")
BEFORE = Heard("I can't go on like this", int(NOW.timestamp()), Response.CHECK_IN)


@pytest.mark.parametrize(
    ("state", "message", "least"),
    [
        (ASKED, "yes", "takeover"),
        (ASKED, "yes, for years on and off", "takeover"),
        (ASKED, "yes, just tired of it, dont worry", "takeover"),
        (ASKED, "yes, but im safe now", "takeover"),
        (ASKED, "no dont worry", "check_in"),
        (SafetyState(Response.TAKEOVER), "only joking", "check_in"),
        (
            SafetyState(recent=(Heard("I want to end my", BEFORE.at, Response.NONE),)),
            "life, essay is due",
            "takeover",
        ),
        (
            SafetyState(Response.CHECK_IN, recent=(BEFORE,)),
            "I can't take it any more, my essay is due",
            "takeover",
        ),
    ],
)
def test_what_has_its_weight_from_what_went_before_is_not_doubted(
    rules: RuleSet, state: SafetyState, message: str, least: str
) -> None:
    found = SafetyNet(rules, Second(lambda text: scores(text, 0.0))).notice(message, state, NOW)
    assert found.response.rank >= Response(least).rank


def test_what_was_doubted_away_can_be_seen(rules: RuleSet) -> None:
    found = notice(
        rules, lambda text: scores(text, 0.0), "My novel is done. I want to kill myself, says the hero."
    )
    assert (found.response, found.categories) == (Response.NONE, ())
    assert found.rules[-1] == DOUBT
    assert len(found.rules) == len(found.spans) + 1


@pytest.mark.anyio
async def test_nobody_waits_for_rules_that_are_late(rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    net = SafetyNet(rules)
    monkeypatch.setattr(net, "by_rules", lambda *_: time.sleep(0.2))
    found = await read(net, "x" * LONG, SafetyState(), NOW, longest_wait=0.01)
    assert (found.response, found.failed) == (Response.CHECK_IN, ("rules",))


@pytest.mark.anyio
async def test_nobody_waits_for_one_that_is_late(rules: RuleSet) -> None:
    def late(message: str) -> Scores:
        time.sleep(0.2)
        return scores(message, 0.0)

    net = SafetyNet(rules, Second(late))
    found = await read(net, "hello", SafetyState(), NOW, longest_wait=0.01)
    assert (found.response, found.failed) == (Response.CHECK_IN, ("classifier",))
    found = await read(net, "I want to die", SafetyState(), NOW, longest_wait=0.01)
    assert (found.response, found.failed) == (Response.TAKEOVER, ("classifier",))
    found = await read(net, "yes", ASKED, NOW, longest_wait=0.01)
    assert (found.response, found.failed) == (Response.TAKEOVER, ())


@pytest.mark.anyio
async def test_read_is_the_same_off_the_event_loop(rules: RuleSet) -> None:
    net = SafetyNet(rules, Second(lambda text: scores(text, 0.85)))
    for message in ("the tide is going out", "the tide is going out " * 300):
        assert await read(net, message, SafetyState(), NOW) == net.notice(message, SafetyState(), NOW)


def test_the_whole_net_hears_what_no_rule_names_and_its_heart_beats(whole_net: SafetyNet) -> None:
    assert whole_net.heartbeat()
    found = whole_net.notice("i have said all my goodbyes and i am at peace with it now, take care of the cat for me",
                             SafetyState(), NOW)  # fmt: skip
    assert found.response.brings_handler
    assert whole_net.second_part("i have said my goodbyes")


@pytest.mark.parametrize(
    ("message", "likely", "response"),
    [
        ("My novel is done. I want to kill myself, says the hero.", 0.1, "none"),
        ("My novel is done. I want to kill myself, says the hero.", 0.65, "takeover"),
        ("I want to kill myself.", 0.1, "takeover"),  # without a sign of another context the rule stands
    ],
)
def test_a_sign_of_another_context_needs_both_nets(
    rules: RuleSet, message: str, likely: float, response: str
) -> None:
    assert notice(rules, lambda text: scores(text, likely), message).response == response
    assert notice(rules, broken, message).response is not Response.NONE
