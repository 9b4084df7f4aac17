"""The soak: its plan, its judgement, and a quick run of all of it. How fast things are is not tested."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from bench.soak.answered import Answered, examine, without_engine
from bench.soak.arrived import Arrived, Shown, compare
from bench.soak.caller import Handed
from bench.soak.plan import CHANNELS, Note, Writer, plan, swapped
from bench.soak.sizes import FULL, QUICK
from bench.soak.stored import Line, Stored
from tests.support.engine_process import ROOT

SAM = Writer("sms", 1)
ONE, TWO = Note(SAM, 1), Note(SAM, 2)
WELL = Answered(0, 0, 0, 0, 0, 0, 0, 0)


class TestPlan:
    def test_everybody_says_all_they_have_to_say_on_three_channels(self) -> None:
        said = Counter(call.note.writer for call in plan(FULL) if not call.again)
        assert set(said.values()) == {FULL.messages}
        assert len(said) == FULL.people
        assert {writer.channel for writer in said} == set(CHANNELS)

    def test_every_tenth_call_comes_again_and_every_tenth_message_late(self) -> None:
        calls = plan(FULL)
        messages = FULL.people * FULL.messages
        assert sum(call.again for call in calls) == messages // 10
        assert swapped(calls) / messages == pytest.approx(0.1, abs=0.02)

    def test_some_calls_are_repeated_at_once_and_some_later(self) -> None:
        first = {call.note: call.at for call in plan(FULL) if not call.again}
        delays = [call.at - first[call.note] for call in plan(FULL) if call.again]
        assert min(delays) == 0
        assert max(delays) > 5

    def test_some_are_in_distress(self) -> None:
        assert sum(note.distress for note in {call.note for call in plan(QUICK)}) == 2

    def test_it_is_the_same_every_time(self) -> None:
        assert plan(QUICK) == plan(QUICK)


def said(number: int, note: Note, *, conversation: str = "c") -> Line:
    """A stored message of the person."""
    return Line(f"p{number}", conversation, number, "person", f"t{note.number}", 0, note.text)


def reply(number: int, note: Note, *, part: int = 0, urgent: bool = False, text: str | None = None) -> Line:
    """A stored message of the bot, which repeats the mark of what it answers."""
    return Line(
        f"b{number}", "c", number, "bot", f"t{note.number}", part, text or f"Is it {note.mark}?", urgent
    )


def stored(*lines: Line, done: tuple[str, ...] = ("t1", "t2")) -> Stored:
    return Stored(lines, frozenset(done))


HANDED = {ONE: [Handed(1.0, 1.1)], TWO: [Handed(2.0, 2.1), Handed(5.0, 5.1)]}
IN_ORDER = (said(1, ONE), reply(2, ONE), said(3, TWO), reply(4, TWO))


class TestWhatIsStored:
    @pytest.mark.parametrize(
        ("lines", "wrong"),
        [
            (IN_ORDER, {}),
            ((said(1, ONE), said(2, TWO), reply(3, ONE), reply(4, TWO), reply(5, TWO, part=1, text="x")), {}),
            (IN_ORDER[:2], {"lost": 1}),
            ((*IN_ORDER, replace(said(5, TWO), turn="t3"), reply(6, Note(SAM, 3), text="x")), {"twice": 1}),
            (IN_ORDER[:3], {"unanswered": 1}),
            ((*IN_ORDER, reply(5, ONE, part=1, text="x")), {"answered_twice": 1}),
            ((*IN_ORDER[:3], reply(4, TWO, text=f"Is it {ONE.mark}?")), {"foreign": 1}),
            ((said(1, ONE), said(2, TWO), reply(3, TWO), reply(4, ONE)), {"out_of_order": 1}),
            ((reply(1, ONE), said(2, ONE), *IN_ORDER[2:]), {"out_of_order": 1}),
            ((said(1, TWO), reply(2, TWO), said(3, ONE), reply(4, ONE)), {"mixed_up": 1}),
        ],
    )
    def test_what_is_wrong_is_counted(self, lines: tuple[Line, ...], wrong: dict[str, int]) -> None:
        found = examine(HANDED, stored(*lines, done=("t1", "t2", "t3")))
        assert found == replace(WELL, **wrong)

    def test_a_turn_that_is_not_marked_as_answered_is_not_answered(self) -> None:
        assert examine(HANDED, stored(*IN_ORDER, done=("t1",))) == replace(WELL, unanswered=1)

    def test_what_was_never_taken_is_not_lost(self) -> None:
        handed = {ONE: [Handed(1.0, 1.1)], TWO: [Handed(2.0)]}
        assert examine(handed, stored(*IN_ORDER[:2])) == replace(WELL, refused=1)

    def test_calls_at_the_same_time_may_be_stored_in_any_order(self) -> None:
        handed = {ONE: [Handed(1.0, 3.1)], TWO: [Handed(2.0, 2.1)], Note(SAM, 3): []}
        lines = (said(1, TWO), reply(2, TWO), said(3, ONE), reply(4, ONE))
        assert examine(handed, stored(*lines)).mixed_up == 0

    def test_fallback_words_are_counted_apart(self) -> None:
        lines = (*IN_ORDER[:3], reply(4, TWO, text="Please try again."))
        assert without_engine(stored(*lines), HANDED) == 1
        assert examine(HANDED, stored(*lines)) == WELL


def shown(number: int, at: float, *, half_sent: bool = False) -> Shown:
    return Shown("c", f"b{number}", at, half_sent)


LINES = (reply(1, ONE), reply(2, ONE, part=1), reply(3, TWO, urgent=True))


class TestWhatArrived:
    @pytest.mark.parametrize(
        ("came", "found"),
        [
            ((shown(1, 1), shown(2, 2), shown(3, 3)), {}),
            ((shown(1, 1), shown(3, 3)), {"missing": 1}),
            ((shown(1, 1), shown(2, 2), shown(3, 3), shown(9, 4)), {"unknown": 1}),
            ((shown(2, 1), shown(1, 2), shown(3, 3)), {"out_of_order": 1}),
            ((shown(3, 1), shown(1, 2), shown(2, 3)), {}),  # what is urgent may overtake
            ((shown(1, 1), shown(1, 2), shown(2, 2), shown(3, 3)), {"unexplained": 1}),
            ((shown(1, 1, half_sent=True), shown(1, 2), shown(2, 2), shown(3, 3)), {"by_half_sent": 1}),
            ((shown(1, 9.9), shown(1, 20), shown(2, 21), shown(3, 22)), {"by_kill": 1}),
            ((shown(1, 5), shown(1, 20), shown(2, 21), shown(3, 22)), {"unexplained": 1}),
        ],
    )
    def test_what_came_is_compared_with_what_is_stored(
        self, came: tuple[Shown, ...], found: dict[str, int]
    ) -> None:
        assert compare(LINES, came, lambda line: line.id, [10.0]) == Arrived(len(came), **found)

    def test_messages_with_the_same_words_are_no_repetition(self) -> None:
        twice = [Shown("c", "words", 1), Shown("c", "words", 2)]
        assert compare(LINES[:2], twice, lambda _: "words", []) == Arrived(2)


LINES_PRINTED = (
    "lost: answered 2xx, and not stored",
    "stored, and not answered",
    "with more than one stored reply",
    "replies stored in another order than the messages",
    "stored, and never reached the person",
    "came twice without a reason",
    "words without the store",
    "came twice: half sent",
    "came twice: a kill before our record of it",
    "came in another order than stored",
    "a provider's call answered, p99",
    "a turn at the page, call to reply, p95",
    "the bot back after kill -9",
    "memory of the bot at the end",
)


def test_a_quick_run_finds_nothing_that_must_not_happen() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.soak", "--quick", "--sms", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
    assert [line for line in LINES_PRINTED if line not in run.stdout] == []
