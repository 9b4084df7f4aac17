"""Sending, the same for every provider: each through its own send, to its own stand-in, with every fault."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.channel import Provider
from bot.channels.errors import SendError
from bot.channels.sms import carrier
from bot.channels.sms.channel import CAPABILITIES, make
from bot.channels.sms.json_sms import JsonSms
from bot.channels.stand_in import Fault
from bot.keys import Keys
from bot.settings import Settings
from tests.channels.rig_json import JsonRig
from tests.channels.rig_notify import NotifyRig
from tests.channels.rig_twilio import TwilioRig
from tests.channels.rig_vonage import VonageRig
from tests.channels.rigs import Rig, RigMaker
from tests.channels.sms.calls import failure, number, outgoing, send

KEYS = Keys(b"k" * 32)
RIGS: list[RigMaker] = [TwilioRig, NotifyRig, VonageRig, JsonRig]


def texts(key: str, language: str) -> str:
    return f"{key} {language}"


def made(rig: Rig, url: str) -> Provider:
    """The provider as the bot makes it from settings."""
    channel = make(Settings.model_validate({"data_dir": Path("nowhere"), **rig.settings(url)}), KEYS, texts)
    assert channel is not None
    assert channel.provider is not None
    return channel.provider


@pytest.fixture(params=RIGS, ids=lambda maker: maker().name)
def rig(request: pytest.FixtureRequest) -> Rig:
    found: Rig = request.param()
    return found


@pytest.fixture
def url(rig: Rig) -> Iterator[str]:
    with rig.stand_in.serving() as url:
        yield url


@pytest.mark.parametrize("text", ["Hello & goodbye=1 + 2 %", "ąę 😀", "two\nlines", "£5 €5 {}"])
async def test_the_words_arrive_as_they_are(rig: Rig, url: str, text: str) -> None:
    await send(made(rig, url), outgoing(text, message_id="a-_1"))
    assert [(each.address, each.text, each.id) for each in rig.sent] == [(number(), text, "a-_1")]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.SILENCE, SendError.UNREACHABLE),
        (Fault.SERVER_ERROR, SendError.UNREACHABLE),
        (Fault.BUSY, SendError.BUSY),
        (Fault.HALF_SENT, SendError.UNREACHABLE),
    ],
)
async def test_a_fault_is_said_once_and_the_next_message_goes_through(
    rig: Rig, url: str, fault: Fault, error: SendError, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault is Fault.SILENCE:
        monkeypatch.setattr(carrier, "SECONDS", 0.2)
    rig.stand_in.faults.append(fault)
    assert (await failure(made(rig, url))).error is error
    taken = int(fault is Fault.HALF_SENT)
    assert len(rig.sent) == taken
    monkeypatch.undo()
    await send(made(rig, url))
    assert len(rig.sent) == taken + 1


async def test_nobody_answers(rig: Rig) -> None:
    assert (await failure(made(rig, "http://127.0.0.1:1"))).error is SendError.UNREACHABLE


@pytest.mark.parametrize("maker", [TwilioRig, JsonRig])
async def test_it_waits_as_long_as_it_is_asked_to(maker: RigMaker) -> None:
    rig = maker()
    rig.stand_in.faults.append(Fault.BUSY)
    with rig.stand_in.serving() as url:
        assert (await failure(made(rig, url))).wait == timedelta(seconds=1)


def test_the_errors_say_nothing_about_the_person() -> None:
    assert number() not in str(SendError.REFUSED.value)


async def test_what_is_urgent_has_time_left_in_its_claim() -> None:
    assert carrier.SECONDS < 10


class TestMake:
    def test_off(self) -> None:
        assert make(Settings.model_validate({"sms_provider": "off"}), KEYS, texts) is None

    async def test_without_any_setting_it_is_the_phone_in_the_terminal(self) -> None:
        channel = make(Settings(_env_file=None), KEYS, texts)
        assert channel is not None
        assert channel.capabilities == CAPABILITIES
        assert isinstance(channel.provider, JsonSms)
        await channel.provider.close()

    async def test_a_provider_that_takes_less_gets_less(self) -> None:
        channel = make(Settings.model_validate(NotifyRig().settings("http://127.0.0.1:1")), KEYS, texts)
        assert channel is not None
        assert channel.capabilities.length == 918
        assert channel.provider is not None
        await channel.provider.close()
