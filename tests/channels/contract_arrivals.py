"""What comes in: stored before it is answered, once, in whatever order and form it comes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels.stand_in import Fault
from bot.store.schema import unread
from tests.channels.contract_booth import DISTRESS, MARK, Booth, Someone
from tests.support.fake_engine import MENU

ODD = {
    "empty": ("", ""),
    "blanks": ("  \n ", "  \n "),
    "only symbols": ("?!…", "?!…"),
    "an emoji": ("🙂", "🙂"),
    "emoji of several characters": ("👩\u200d👩\u200d👧 marmalade 👍🏽", "👩\u200d👩\u200d👧 marmalade 👍🏽"),
    "right to left": ("أشعر بالحزن اليوم", "أشعر بالحزن اليوم"),
    "both directions": ("marmalade שלום 42", "marmalade שלום 42"),
    "a hidden turn of direction": ("marmalade \u202eesrever\u202c", "marmalade esrever"),
    "control characters": ("mar\x00ma\x1b[31mlade\x07", "marma[31mlade"),
    "other ends of lines": ("marmalade\r\nlight\u2028house", "marmalade\nlight\nhouse"),
    "accents by themselves": ("marmalade e\u0301", "marmalade e\u0301"),
    "beyond the first plane": ("marmalade 𝔣𝔯𝔞", "marmalade 𝔣𝔯𝔞"),
    "what forms and markup are made of": (
        "marmalade &=+%26 <b>'\"</b> \\u0000 {}",
        "marmalade &=+%26 <b>'\"</b> \\u0000 {}",
    ),
    "half a character": ("marmalade \ud83d lighthouse", "marmalade \ufffd lighthouse"),
}
"""Odd texts: as they come, and as they are kept."""


class Arrivals:
    def test_stored_first_then_answered_while_the_turn_goes_on(self, booth: Booth, someone: Someone) -> None:
        with booth.held_engine():
            someone.says("hello")
            assert someone.stored("person") == ["hello"]
            assert (someone.waiting, someone.heard) == (1, [])
        booth.settle()
        assert (someone.waiting, someone.heard) == (0, someone.stored("bot"))
        assert someone.heard[-1].startswith(booth.words("greet.hello"))

    def test_a_repeat_is_one_message_and_one_answer(self, booth: Booth, someone: Someone) -> None:
        call, asked = someone.call("hello"), len(booth.bot.engine.turns)
        with ThreadPoolExecutor(6) as pool:
            answers = [*pool.map(booth.post, [call] * 6), *map(booth.post, [call] * 3)]
        booth.settle()
        answers.append(booth.post(call))
        before = booth.rows()
        assert len({(each.status_code, each.content) for each in answers}) == 1
        assert answers[0].is_success
        assert someone.stored("person") == ["hello"]
        assert len(booth.bot.engine.turns) == asked + 1
        assert someone.heard == someone.stored("bot")
        assert booth.rows() == before

    def test_calls_in_another_order_are_all_answered(self, booth: Booth, someone: Someone) -> None:
        first, second = someone.call(f"{MARK} 1"), someone.call(f"{MARK} 2")
        for call in (second, first, second):
            assert booth.post(call).is_success
        booth.settle()
        assert sorted(someone.stored("person")) == [f"{MARK} 1", f"{MARK} 2"]
        assert someone.heard == someone.stored("bot")
        assert someone.waiting == 0

    def test_parts_in_another_order_are_one_text(self, booth: Booth, someone: Someone) -> None:
        calls = booth.rig.parts([f"{MARK} ", "stop", " and more"], person=someone.person)
        for place in (2, 0, 0, 1, 2) if calls else ():
            assert booth.post(calls[place]).is_success
        booth.settle()
        if calls:
            assert someone.stored("person") == [f"{MARK} stop and more"]
            assert someone.heard == someone.stored("bot")

    def test_a_receipt_before_our_record_of_the_sending(self, booth: Booth, someone: Someone) -> None:
        """The provider took the message, and its answer got lost; its receipt says that it has arrived."""
        booth.rig.stand_in.faults.append(Fault.HALF_SENT)
        someone.says("hello")
        booth.wait(lambda: someone.got)
        receipt = booth.rig.receipt(someone.got[0].id, delivered=True)
        if receipt:
            assert booth.post(receipt).is_success
        booth.wait(lambda: someone.states[0] == "arrived" or someone.attempts)
        booth.settle()
        assert someone.heard[0 if receipt else 1 :] == someone.stored("bot")

    def test_a_receipt_for_a_message_that_we_do_not_know(self, booth: Booth) -> None:
        before = booth.rows()
        for delivered in (True, False):
            receipt = booth.rig.receipt("0" * 32, delivered=delivered)
            assert receipt is None or booth.post(receipt).is_success
        left = booth.rig.left("0" * 32, person=900)
        assert left is None or booth.post(left).is_success
        assert booth.rows() == before

    def test_a_choice_of_a_list_of_long_ago(self, booth: Booth, someone: Someone) -> None:
        booth.bot.engine.answers["other"] = [{"say": "greet.hello"}, {"choices": MENU["choices"][1:2]}]
        someone.asks("hello")
        old = someone.offered[0]
        someone.asks("other")
        call = booth.rig.pressed(old["id"], person=someone.person, number=someone.next())
        assert booth.post(call or someone.call("1")).is_success
        booth.settle()
        # A button stays what it was; a number is one of the list that was sent last.
        topic, label = ("sleep", old["label"]) if call else ("anxiety", booth.words("choices.anxiety"))
        assert someone.stored("person")[-1] == label
        assert someone.heard == someone.stored("bot")
        title = booth.deps.library.topic(topic)
        shown = title.sms if booth.capabilities.short else title.body
        assert someone.heard[-1].split()[:5] == shown.split()[:5]

    def test_a_choice_that_was_never_offered(self, booth: Booth, someone: Someone) -> None:
        someone.asks("hello")
        asked = len(booth.bot.engine.turns)
        call = booth.rig.pressed("0" * 32 + ".1", person=someone.person, number=someone.next())
        assert booth.post(call or someone.call("17")).is_success
        booth.settle()
        assert someone.heard == someone.stored("bot")
        said = booth.words("input.choice_gone" if call else "fallback.rephrase")
        assert said in "\n".join(someone.heard)
        assert len(booth.bot.engine.turns) == asked + (call is None)

    def test_a_call_that_nobody_can_read_is_kept_sealed(self, booth: Booth) -> None:
        before, call = booth.rows(), booth.rig.unreadable(f"{MARK} unread")
        with booth.without_store():
            assert booth.post(call).status_code == 503
        assert booth.rows() == before
        assert booth.post(call).is_success
        after = booth.rows()
        assert {name for name in after if after[name] != before[name]} == {unread.name}
        assert len(after[unread.name]) == len(before[unread.name]) + 1
        assert MARK not in str(after[unread.name])

    def test_a_text_that_was_changed(self, booth: Booth, someone: Someone) -> None:
        """What is harmless is kept and not answered again; distress is answered."""
        quiet = booth.rig.edited(someone.note(f"{MARK} changed"), person=someone.person, number=2)
        loud = booth.rig.edited(DISTRESS, person=someone.person, number=3)
        heard = someone.asks(f"{MARK} at first")
        for call in filter(None, (quiet, quiet, loud, loud)):
            assert booth.post(call).is_success
            booth.settle()
            assert (someone.heard == heard) == (call is quiet)
        if quiet and loud:
            assert someone.stored("person") == [f"{MARK} at first", f"{MARK} changed", DISTRESS]
            assert someone.heard[len(heard)] == booth.card("crisis")
            assert someone.case

    @pytest.mark.parametrize("what", ODD)
    def test_odd_texts_come_through(self, booth: Booth, someone: Someone, what: str) -> None:
        given, kept = ODD[what]
        if what == "half a character" and not booth.rig.half_characters:
            given = kept  # it cannot be written into a form
        asked = len(booth.bot.engine.turns)
        heard = someone.asks(given)
        assert someone.stored("person") == [kept]
        assert heard == someone.stored("bot") != []
        has_words = any(each.isalnum() for each in kept)
        assert has_words or len(booth.bot.engine.turns) == asked

    def test_the_longest_text_is_kept_whole(self, booth: Booth, someone: Someone) -> None:
        text = f"{MARK} " * (booth.rig.longest // len(f"{MARK} "))
        heard = someone.asks(text)
        assert someone.stored("person") == [text]
        assert heard == someone.stored("bot") != []
        assert (booth.words("input.too_long") in "\n".join(heard)) == (
            len(text) > booth.deps.settings.message_limit
        )

    @pytest.mark.parametrize("said", [True, False], ids=["of a size that is said", "in pieces"])
    def test_a_call_of_more_than_a_megabyte_is_refused(
        self, booth: Booth, someone: Someone, *, said: bool
    ) -> None:
        before = booth.rows()
        call = someone.call(f"{MARK} " * 60_000)
        pieces = (call.body[at : at + 65_536] for at in range(0, len(call.body), 65_536))
        answer = booth.upload(call, call.body if said else pieces)
        assert (answer.status_code, len(call.body) > 1_000_000) == (413, True)
        assert MARK not in answer.text
        assert booth.rows() == before
