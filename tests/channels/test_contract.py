"""The contract of a channel: one class of tests over every channel of the registry and every provider, in a real bot each."""

import logging
import socket
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite(
    *(f"tests.channels.contract_{each}" for each in ("arrivals", "trust", "talk", "booth"))
)

from bot import clock  # noqa: E402 (after the line above, which is about the imports)
from bot.channels import registry  # noqa: E402
from bot.channels.sms import channel as sms  # noqa: E402
from bot.logs import logger  # noqa: E402
from tests.channels.contract_arrivals import Arrivals  # noqa: E402
from tests.channels.contract_booth import Booth, Someone, opened  # noqa: E402
from tests.channels.contract_talk import Faults, Routes, StoreDown  # noqa: E402
from tests.channels.contract_trust import Trust  # noqa: E402
from tests.channels.contract_watch import every_log_line, only_loopback  # noqa: E402
from tests.channels.rig_json import JsonRig  # noqa: E402
from tests.channels.rig_notify import NotifyRig  # noqa: E402
from tests.channels.rig_telegram import TelegramRig  # noqa: E402
from tests.channels.rig_twilio import TwilioRig  # noqa: E402
from tests.channels.rig_vonage import VonageRig  # noqa: E402
from tests.channels.rigs import RigMaker  # noqa: E402

RIGS: dict[str, RigMaker] = {
    "telegram": lambda: TelegramRig(token=f"700700:{'Ab1_-' * 7}"),
    "twilio": TwilioRig,
    "notify": NotifyRig,
    "vonage": VonageRig,
    "json": JsonRig,
}
WITHOUT = {
    "web": "People fetch their messages; tests/channels/web and tests/test_storeless.py are about it.",
    "local": "The JSON protocol under another secret: the phone in the terminal.",
}
"""What has no rig, and why."""


@pytest.fixture(scope="module", params=RIGS)
def booth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booth]:
    """One bot for all tests of a provider; each test has people of its own."""
    with opened(RIGS[request.param], tmp_path_factory.mktemp("booth") / "data") as made:
        yield made


@pytest.fixture
def someone(booth: Booth) -> Someone:
    """Somebody who has never written."""
    return booth.newcomer()


@pytest.fixture
def now() -> float:
    """Unix time."""
    return clock.now().timestamp()


@pytest.fixture(autouse=True)
def quiet_booth(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test: nothing private was in a log, a metric or a refusal, and nobody outside was contacted."""
    if "booth" not in request.fixturenames:
        yield
        return
    booth: Booth = request.getfixturevalue("booth")
    yield
    booth.settle()
    assert booth.leaks() == set()
    assert booth.strangers() == []
    assert not booth.rig.stand_in.faults


class TestEveryProvider(Arrivals, Trust, StoreDown, Routes, Faults):
    """All of it, for each of RIGS."""


def test_every_channel_and_provider_has_a_rig() -> None:
    known = (
        {make().name for make in RIGS.values()} | {make().channel for make in RIGS.values()} | set(WITHOUT)
    )
    assert set(registry.CAPABILITIES) | set(sms._PROVIDERS) <= known


def test_the_watch_sees_what_is_logged_and_who_is_contacted() -> None:
    with every_log_line() as lines, only_loopback() as tried:
        logger("tests").debug("an_event", text="marmalade")
        logging.getLogger("a.library").debug("lighthouse")
        with pytest.raises(OSError, match="loopback"):
            socket.create_connection(("192.0.2.1", 9))
        with pytest.raises(OSError, match="loopback"):
            socket.getaddrinfo("outside.example.net", 443)
    assert "marmalade" in lines.getvalue()
    assert "lighthouse" in lines.getvalue()
    assert set(tried) == {"192.0.2.1", "outside.example.net"}
