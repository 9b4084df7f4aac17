"""`sms check`: each thing that can be wrong is one sentence, and a set-up that is right has none."""

from typing import Any

import pytest
from click.testing import CliRunner

from bot.channels.sms import ask, check
from bot.channels.sms.ask import Answer
from bot.commands.sms import sms
from bot.settings import Settings
from tests.channels.rig_json import JsonRig
from tests.channels.rig_notify import TEMPLATE, NotifyRig
from tests.channels.rig_twilio import TwilioRig
from tests.channels.rig_vonage import VonageRig
from tests.channels.rigs import Rig
from tests.channels.sms.calls import ORIGIN, OURS

HOOK = f"{ORIGIN}/hooks/sms"
SERVICE = "MG" + "0" * 32
NOWHERE = "http://127.0.0.1:1"


def settings(rig: Rig, url: str = NOWHERE, **changed: object) -> Settings:
    return Settings.model_validate(rig.settings(url) | changed)


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "problem"),
        [("", "is empty"), ("http://127.0.0.1:8080", "https://"), (ORIGIN, None)],
    )
    def test_a_provider_needs_a_public_one(self, url: str, problem: str | None) -> None:
        found = check.address(settings(JsonRig(), public_url=url))
        assert len(found) == (problem is not None)
        assert not problem or problem in found[0]

    @pytest.mark.parametrize("name", ["local", "off"])
    def test_without_a_provider_none_is_needed(self, name: str) -> None:
        assert check.address(Settings.model_validate({"sms_provider": name})) == []


class TestAccount:
    @pytest.mark.parametrize(
        ("status", "problem"),
        [
            (0, "cannot be reached"),
            (401, "does not accept"),
            (403, "does not accept"),
            (500, "500"),
            (429, "429"),
        ],
    )
    @pytest.mark.parametrize("rig", [TwilioRig(), NotifyRig(), VonageRig()], ids=lambda rig: rig.name)
    def test_no_answer(self, rig: Rig, status: int, problem: str) -> None:
        (found,) = check.account(settings(rig), Answer(status))
        assert problem in found

    @pytest.mark.parametrize(
        ("numbers", "problem"),
        [
            ([], "has no number"),
            ([{"sms_url": "", "sms_application_sid": ""}], "nowhere"),
            ([{"sms_url": "https://demo.example.org"}], "another address"),
            ([{"sms_url": HOOK, "sms_application_sid": "AP1"}], "TwiML app"),
            ([{"sms_url": HOOK}], None),
        ],
    )
    def test_a_twilio_number_by_itself_is_always_a_problem(
        self, numbers: list[dict[str, Any]], problem: str | None
    ) -> None:
        found = check.account(settings(TwilioRig()), Answer(200, {"incoming_phone_numbers": numbers}))
        assert "a number by itself" in found[-1]
        assert len(found) == (2 if problem else 1)
        assert not problem or problem in found[0]

    @pytest.mark.parametrize(
        ("changed", "problem"),
        [
            ({}, None),
            ({"status_callback": f"{HOOK}/receipts"}, None),
            ({"status_callback": "https://demo.example.org"}, "status callback"),
            ({"inbound_request_url": None}, "nowhere"),
            ({"inbound_request_url": f"{HOOK}/"}, "another address"),
            ({"use_inbound_webhook_on_number": True}, "own webhook"),
        ],
    )
    def test_a_messaging_service(self, changed: dict[str, Any], problem: str | None) -> None:
        body = {"inbound_request_url": HOOK, "status_callback": None, "use_inbound_webhook_on_number": False}
        found = check.account(settings(TwilioRig(), twilio_from=SERVICE), Answer(200, body | changed))
        assert len(found) == (problem is not None)
        assert not problem or problem in found[0]

    def test_a_messaging_service_that_is_not_there(self) -> None:
        (found,) = check.account(settings(TwilioRig(), twilio_from=SERVICE), Answer(404))
        assert "no messaging service" in found

    @pytest.mark.parametrize(
        ("answer", "problem"),
        [
            (Answer(200, {"type": "sms", "body": "((message))"}), None),
            (Answer(200, {"type": "sms", "body": "((message))\n"}), None),
            (Answer(200, {"type": "sms", "body": "Waymark: ((message))"}), "not exactly"),
            (Answer(200, {"type": "email", "body": "((message))"}), "not one for text messages"),
            (Answer(404), "no template"),
            (Answer(400), "no template"),
        ],
    )
    def test_notifys_template(self, answer: Answer, problem: str | None) -> None:
        found = check.account(settings(NotifyRig()), answer)
        assert len(found) == (problem is not None)
        assert not problem or problem in found[0]

    @pytest.mark.parametrize(
        ("numbers", "problem"),
        [
            ([{"msisdn": OURS[1:], "moHttpUrl": HOOK}], None),
            ([{"msisdn": OURS[1:]}], "nowhere"),
            ([{"msisdn": OURS[1:] + "0", "moHttpUrl": HOOK}], "has no number"),
            (None, "has no number"),
        ],
    )
    def test_vonages_number(self, numbers: list[dict[str, Any]] | None, problem: str | None) -> None:
        found = check.account(settings(VonageRig()), Answer(200, {"numbers": numbers} if numbers else {}))
        assert len(found) == (problem is not None)
        assert not problem or problem in found[0]


class TestAsk:
    """The calls are those of the providers' documents: the stand-ins answer no others."""

    @pytest.mark.parametrize("sender", [OURS, SERVICE])
    def test_twilio(self, sender: str) -> None:
        rig = TwilioRig()
        rig.theirs.numbers = [{"phone_number": OURS, "sms_url": HOOK}]
        rig.theirs.service = {"inbound_request_url": HOOK}
        with rig.stand_in.serving() as url:
            chosen = settings(rig, url, twilio_from=sender)
            found = check.account(chosen, ask.account(chosen))
            assert found == [each for each in found if "a number by itself" in each]
            assert len(found) == (sender == OURS)
            wrong = settings(rig, url, twilio_from=sender, twilio_token="x")
            assert ask.account(wrong).status == 401

    def test_notify(self) -> None:
        rig = NotifyRig()
        with rig.stand_in.serving() as url:
            chosen = settings(rig, url)
            assert ask.account(chosen).body["id"] == TEMPLATE
            assert check.account(chosen, ask.account(chosen)) == []
            assert ask.account(settings(rig, url, notify_key="x" * 80)).status == 403

    def test_vonage(self) -> None:
        rig = VonageRig()
        rig.theirs.numbers = [{"msisdn": OURS[1:], "moHttpUrl": HOOK}]
        with rig.stand_in.serving() as url:
            chosen = settings(rig, url)
            assert check.account(chosen, ask.account(chosen)) == []
            assert ask.account(settings(rig, url, vonage_secret="x")).status == 401

    def test_nobody_answers(self) -> None:
        assert ask.account(settings(VonageRig())).status == 0


class TestByHand:
    def test_twilio_has_the_texts_of_the_cards(self) -> None:
        steps = check.by_hand(settings(TwilioRig()), "the help", "the stop")
        assert any(step.endswith(": the help") for step in steps)
        assert any(step.endswith(": the stop") for step in steps)

    @pytest.mark.parametrize("rig", [NotifyRig(), VonageRig(), JsonRig()], ids=lambda rig: rig.name)
    def test_addresses_that_are_set_by_hand_are_there(self, rig: Rig) -> None:
        assert f"{HOOK}/receipts" in "\n".join(check.by_hand(settings(rig), "", ""))

    def test_no_secret_is_printed(self) -> None:
        rigs: list[Rig] = [TwilioRig(), NotifyRig(), VonageRig(), JsonRig()]
        for rig in rigs:
            chosen = settings(rig)
            secrets = [
                str(value)
                for name, value in rig.settings("").items()
                if name.endswith(("token", "key", "secret"))
            ]
            printed = "\n".join(check.by_hand(chosen, "", ""))
            assert not [each for each in secrets if each in printed]


class TestCommand:
    def test_nothing_is_wrong(self) -> None:
        result = CliRunner().invoke(sms, ["check"], env={"WAYMARK_SMS_PROVIDER": "local"})
        assert result.exit_code == 0
        assert "Nothing is wrong" in result.output

    def test_something_is_wrong(self) -> None:
        rig = TwilioRig()
        with rig.stand_in.serving() as url:
            env = {f"WAYMARK_{name.upper()}": str(value) for name, value in rig.settings(url).items()}
            result = CliRunner().invoke(sms, ["check"], env=env)
        assert result.exit_code == 1
        assert result.output.startswith("The Twilio account has no number")
        assert "Set its STOP text to: " in result.output
