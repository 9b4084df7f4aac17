"""The phone in the terminal: what is typed reaches the bot signed, and what comes is shown with its segments and cost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.incoming import Call, Incoming, NotSigned, Receipt, Said
from bot.channels.sms import json_sms
from bot.channels.sms.phone import Phone, number_of
from bot.channels.stand_in import StandIn
from bot.clock import now
from bot.commands.sms import sms
from bot.messages import Gesture
from tests.channels.rig_json import provider
from tests.channels.sms.calls import number, outgoing, send
from tests.support.ports import free_port

SECRET = "a secret of this machine"


class BotDouble(StandIn):
    """Takes calls as the bot does, and remembers them. ``status`` is its answer to those that are signed."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Incoming] = []
        self.status = 204

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/health/live", lambda _: Response()),
            Route("/hooks/sms", self._take, methods=["POST"]),
            Route("/hooks/sms/receipts", self._take, methods=["POST"]),
        ]

    async def _take(self, request: Request) -> Response:
        ours = provider(secret=SECRET)
        hook = "receipts" if request.url.path.endswith("receipts") else ""
        call = Call(hook, str(request.url), (), dict(request.headers), await request.body(), now())
        try:
            ours.verify(call)
        except NotSigned:
            return Response(status_code=403)
        finally:
            await ours.close()
        self.heard += ours.parse(call)
        return Response(status_code=self.status)


@pytest.fixture
def bot_double() -> BotDouble:
    return BotDouble()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def phone(bot_double: BotDouble, told: list[str]) -> Iterator[Phone]:
    with bot_double.serving() as url, httpx.Client(base_url=url, trust_env=False) as http:
        yield Phone(http, SECRET, told.append, number=number(), pence=4.0)


def test_what_is_typed_is_texted(phone: Phone, bot_double: BotDouble, told: list[str]) -> None:
    assert phone.find()
    phone.say("I can't sleep")
    phone.say("stop")
    phone.say("/photo of the sea")
    heard = [(each.address, each.text, each.gesture) for each in bot_double.heard if isinstance(each, Said)]
    assert heard == [
        (number(), "I can't sleep", Gesture.WORDS),
        (number(), "stop", Gesture.STOP),
        (number(), "of the sea", Gesture.PHOTO),
    ]
    assert told == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello", "Hello\n[1 segment, 4.0p]"),
        ("ą" * 71, "ą" * 71 + "\n[2 segments, 8.0p]"),
    ],
)
async def test_what_comes_is_shown_with_its_cost_and_gets_a_receipt(
    phone: Phone, bot_double: BotDouble, told: list[str], text: str, shown: str
) -> None:
    with phone.gateway.serving() as url:
        await send(provider(url, SECRET), outgoing(text))
        await send(provider(url, SECRET), outgoing("for another", person=2, message_id="m-2"))
    assert told == [shown]
    assert sorted(map(str, bot_double.heard)) == sorted(
        map(str, [Receipt("m-1", None), Receipt("m-2", None)])
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [(503, "the bot answered 503"), (404, "switched off"), (403, "does not know this phone")],
)
def test_what_was_not_taken_is_said(
    phone: Phone, bot_double: BotDouble, told: list[str], status: int, said: str
) -> None:
    bot_double.status = status
    phone.say("Hello")
    assert said in told[0]


def test_a_bot_with_another_key(bot_double: BotDouble, told: list[str]) -> None:
    with bot_double.serving() as url, httpx.Client(base_url=url, trust_env=False) as http:
        Phone(http, "another", told.append, number=number(), pence=4.0).say("Hello")
    assert "does not know this phone" in told[0]


def test_no_bot(told: list[str]) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{free_port()}", trust_env=False) as http:
        phone = Phone(http, SECRET, told.append, number=number(), pence=4.0)
        assert not phone.find()
        phone.say("Hello")
    assert "no connection" in told[0]


def test_a_number_for_each_person() -> None:
    assert number_of(7) == number(7)


class TestCommand:
    @pytest.fixture
    def env(self, tmp_path: Path) -> dict[str, str]:
        return {
            "WAYMARK_DATA_DIR": str(tmp_path),
            "WAYMARK_PORT": str(free_port()),
            "WAYMARK_SMS_PHONE_PORT": str(free_port()),
        }

    def test_without_a_bot_it_is_one_sentence(self, env: dict[str, str]) -> None:
        result = CliRunner().invoke(sms, ["phone"], env=env)
        assert result.exit_code == 1
        assert result.output.startswith("Error: No bot answers at http://127.0.0.1:")

    def test_with_a_provider_it_is_one_sentence(self, env: dict[str, str]) -> None:
        result = CliRunner().invoke(sms, ["phone"], env=env | {"WAYMARK_SMS_PROVIDER": "off"})
        assert result.exit_code == 1
        assert "WAYMARK_SMS_PROVIDER is off" in result.output

    def test_it_texts_until_the_input_ends(
        self, env: dict[str, str], bot_double: BotDouble, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.keys.Keys.secret", lambda _, purpose: {json_sms.LOCAL: SECRET}[purpose])
        with bot_double.serving() as url:
            env = env | {"WAYMARK_PORT": url.rpartition(":")[2]}
            result = CliRunner().invoke(sms, ["phone"], env=env, input="Hello\n")
            assert result.exit_code == 0
            assert result.output.endswith("Goodbye.\n")
        (said,) = bot_double.heard
        assert isinstance(said, Said)
        assert replace(said, provider_id="") == Said("", number_of(123), "Hello")

    @pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnhandledThreadExceptionWarning"
    )  # the server exits its thread
    def test_a_port_that_is_taken_is_one_sentence(self, env: dict[str, str], bot_double: BotDouble) -> None:
        with bot_double.serving() as url:
            port = url.rpartition(":")[2]
            env = env | {"WAYMARK_PORT": port, "WAYMARK_SMS_PHONE_PORT": port}
            result = CliRunner().invoke(sms, ["phone"], env=env, input="Hello\n")
        assert result.exit_code == 1
        assert f"port {port} of 127.0.0.1 is taken" in result.output
