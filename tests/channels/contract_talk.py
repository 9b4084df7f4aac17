"""What goes out: whatever fails, whoever stopped; each answer in the end, in order, and once where that can be known."""

import pytest

from bot.channels import stand_in
from bot.channels.sms import carrier
from bot.channels.stand_in import Fault
from bot.channels.telegram import provider as telegram
from bot.routes import Route
from tests.channels.contract_booth import DISTRESS, MARK, Booth, Someone


class StoreDown:
    @pytest.mark.parametrize("text", [f"{MARK} hello", DISTRESS])
    def test_the_person_gets_numbers_and_the_message_waits(
        self, booth: Booth, someone: Someone, text: str
    ) -> None:
        with booth.without_store():
            call = someone.call(text)
            answers = [booth.post(call), booth.post(call)]
            assert all(each.is_success for each in answers)
            assert len(booth.deps.spool) in (1, 2)  # a repeat is only known once it is stored
            at_once = booth.rig.said_in(answers[0].content)
            booth.wait(lambda: at_once or booth.words("system.store_down") in "\n".join(someone.heard))
            said = "\n".join(at_once or someone.heard)
            assert (
                said.startswith(booth.card("crisis" if text == DISTRESS else "numbers")[:20])
                or "116 123" in said
            )
            assert booth.words("system.store_down") in said
            before = len(someone.heard)
        assert someone.stored("person") == [text]
        assert someone.heard[-len(someone.stored("bot")) :] == someone.stored("bot") != []
        assert len(someone.heard) > before
        assert bool(someone.case) == (text == DISTRESS)

    def test_what_is_no_message_is_asked_for_once_more(self, booth: Booth, someone: Someone) -> None:
        someone.asks("hello")
        name = someone.message_ids[0]
        calls = [booth.rig.receipt(name, delivered=True), booth.rig.left(name, person=someone.person)]
        with booth.without_store():
            for call in filter(None, calls):
                assert booth.post(call).status_code == 503
        for call in filter(None, calls):
            assert booth.post(call).is_success
        assert someone.states[0] == ("arrived" if calls[0] else "sent")
        assert (someone.route is Route.BLOCKED) == (calls[1] is not None)

    def test_with_the_spool_gone_too_the_provider_sends_it_again(
        self, booth: Booth, someone: Someone
    ) -> None:
        call = someone.call(DISTRESS)
        with booth.without_store(), booth.without_spool():
            answer = booth.post(call)
            assert answer.status_code == 503
            booth.wait(lambda: booth.words("system.store_down") in "\n".join(someone.heard))
            assert "116 123" in "\n".join(someone.heard)
        assert b"waymark_messages_lost_total 0.0" not in booth.deps.metrics.text()
        heard = len(someone.heard)
        assert booth.post(call).is_success
        booth.settle()
        assert someone.stored("person") == [DISTRESS]
        assert someone.heard[heard:] == someone.stored("bot")
        assert someone.case


class Routes:
    def test_stop_start_and_help(self, booth: Booth, someone: Someone) -> None:
        assert booth.card("help") in "\n".join(someone.commands("help"))
        assert someone.commands("stop") == [booth.card("stopped")]
        routes = [someone.route]
        assert someone.commands("stop") == []
        (started, *_) = someone.commands("start")
        assert started.startswith(booth.words("route.started"))
        assert [*routes, someone.route] == [Route.STOPPED, Route.OPEN]
        assert someone.asks("hello")[0].startswith(booth.words("greet.hello"))

    def test_after_stop_only_what_the_channel_says_opens_again(self, booth: Booth, someone: Someone) -> None:
        someone.commands("stop")
        heard = "\n".join(someone.asks("hello"))
        if booth.capabilities.reopens:
            assert booth.words("greet.hello") in heard
            assert someone.route is Route.OPEN
        else:
            assert booth.words("route.reminder") in heard
            assert booth.card("numbers") in heard
            assert someone.asks("hello") == []

    def test_distress_after_stop_is_answered_and_reaches_a_case(self, booth: Booth, someone: Someone) -> None:
        someone.commands("stop")
        assert booth.card("crisis") in someone.asks(DISTRESS)
        assert someone.case

    def test_help_and_stop_hold_numbers(self, booth: Booth, someone: Someone) -> None:
        assert all("999" in "\n".join(someone.commands(each)) for each in ("help", "stop"))

    def test_a_person_who_shut_us_out_is_seen_by_the_handler(self, booth: Booth, someone: Someone) -> None:
        someone.asks(DISTRESS)
        assert someone.case
        if not booth.rig.shut(someone.person):
            assert booth.rig.left(someone.message_ids[0], person=someone.person) is None
            return  # the provider never says so
        try:
            assert someone.asks("hello") == []
            booth.settle()
        finally:
            booth.rig.let_in(someone.person)
        assert someone.route is Route.BLOCKED
        assert someone.events[-1] == "route_closed"
        assert "failed" in someone.states
        assert booth.card("crisis") in someone.asks(DISTRESS)

    def test_the_provider_says_by_itself_that_we_are_shut_out(self, booth: Booth, someone: Someone) -> None:
        someone.asks(DISTRESS)
        call = booth.rig.left(someone.message_ids[0], person=someone.person)
        for _ in range(2):
            assert call is None or booth.post(call).is_success
        assert (someone.route is Route.BLOCKED) == (call is not None)
        assert someone.events.count("route_closed") == (call is not None)

    def test_a_message_that_did_not_arrive(self, booth: Booth, someone: Someone) -> None:
        someone.asks("hello")
        failed = booth.rig.receipt(someone.message_ids[0], delivered=False)
        assert failed is None or booth.post(failed).is_success
        assert someone.states[0] == ("failed" if failed else "sent")
        assert someone.route is Route.OPEN


class Faults:
    @pytest.mark.parametrize("fault", Fault)
    def test_every_message_arrives_in_the_end_in_order(
        self, booth: Booth, someone: Someone, monkeypatch: pytest.MonkeyPatch, fault: Fault
    ) -> None:
        if fault is Fault.SILENCE:
            self.patience_of_a_second(monkeypatch)
        booth.rig.stand_in.faults.append(fault)
        someone.says("hello")
        booth.wait(lambda: someone.attempts == 1)
        assert len(someone.heard) == (fault is Fault.HALF_SENT)
        booth.deliver()
        said = someone.stored("bot")
        # Only where the provider took it, and we could not know, it comes twice.
        assert someone.heard == ([said[0], *said] if fault is Fault.HALF_SENT else said)
        assert set(someone.states) == {"sent"}

    def test_many_faults_and_messages_keep_the_order(self, booth: Booth, someone: Someone) -> None:
        booth.rig.stand_in.faults += [Fault.SERVER_ERROR, Fault.BUSY, Fault.SERVER_ERROR]
        for number in (1, 2):
            someone.says(f"{MARK} {number}")
        booth.wait(lambda: someone.attempts == 1 and not someone.waiting)
        booth.deliver()
        assert someone.heard == someone.stored("bot")
        assert not booth.rig.stand_in.faults

    def test_a_crisis_card_overtakes_what_waits(self, booth: Booth, someone: Someone) -> None:
        booth.rig.stand_in.faults.append(Fault.SERVER_ERROR)
        someone.says("hello")
        booth.wait(lambda: someone.attempts == 1)
        someone.says(DISTRESS)
        booth.wait(lambda: someone.states[-1] == "sent")
        assert someone.heard[0] == booth.card("crisis")
        assert "waiting" in someone.states
        booth.deliver()
        assert sorted(someone.heard) == sorted(someone.stored("bot"))

    def patience_of_a_second(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ours gives up after a second, and the stand-in is silent for two."""
        for module in (carrier, telegram):
            monkeypatch.setattr(module, "SECONDS", 1.0)
        monkeypatch.setattr(stand_in, "SILENT_SECONDS", 2.0)
