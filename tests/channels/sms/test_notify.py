"""GOV.UK Notify: its token against its own client, what its calls mean, and sending to its stand-in."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from notifications_python_client.authentication import (
    create_jwt_token,
    decode_jwt_token,
    get_token_issuer,
)
from notifications_python_client.base import BaseAPIClient

from bot.channels.errors import SendError
from bot.channels.incoming import NotSigned, Receipt, Said, Unanswerable, Unreadable
from bot.channels.sms import notify
from bot.channels.sms.notify import ERRORS, STATUSES, token
from bot.clock import now
from bot.messages import Gesture, Outgoing
from tests.channels.rig_notify import CALLBACK_TOKEN, KEY, SECRET, SERVICE, NotifyRig, provider
from tests.channels.rigs import WebCall
from tests.channels.sms.calls import called, failure, number, outgoing, send

RIG = NotifyRig()
OURS = provider()


def inbound(**fields: object) -> WebCall:
    message = {"id": "1", "source_number": number().removeprefix("+"), "message": "Hello"}
    return RIG.call({**message, **fields})


class TestToken:
    def test_notifys_own_client_lets_it_in(self) -> None:
        made = token(KEY, int(now().timestamp()))
        assert get_token_issuer(made) == SERVICE  # type: ignore[no-untyped-call]
        assert decode_jwt_token(made, SECRET)  # type: ignore[no-untyped-call]

    def test_it_is_the_one_that_notifys_own_client_makes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("notifications_python_client.authentication.epoch_seconds", lambda: 1_700_000_000)
        client = BaseAPIClient(KEY)  # type: ignore[no-untyped-call]
        theirs = create_jwt_token(client.api_key, client.service_id)  # type: ignore[no-untyped-call]
        assert _claims(token(KEY, 1_700_000_000)) == _claims(theirs)


def _claims(made: str) -> object:
    import jwt  # noqa: PLC0415 (a part of the client, and of nothing else)

    return jwt.decode(made, SECRET, algorithms=["HS256"], options={"verify_iat": False})


class TestVerify:
    def test_with_the_token_that_was_chosen(self) -> None:
        OURS.verify(called(RIG.words("Hello")))

    @pytest.mark.parametrize(
        "given",
        [
            "",
            "Bearer",
            "Bearer ",
            CALLBACK_TOKEN,
            f"bearer {CALLBACK_TOKEN}",
            f"Bearer {CALLBACK_TOKEN}x",
            "Bearer é",
        ],
    )
    def test_without_it(self, given: str) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(replace(RIG.words("Hello"), headers={"Authorization": given})))

    def test_one_changed_byte(self) -> None:
        for place in range(len(CALLBACK_TOKEN)):
            wrong = bytearray(CALLBACK_TOKEN.encode())
            wrong[place] ^= 1
            with pytest.raises(NotSigned):
                OURS.verify(called(RIG.call({}, token=wrong.decode())))


class TestParse:
    @pytest.mark.parametrize(
        "sender", [number(), number().removeprefix("+"), "0" + number().removeprefix("+44")]
    )
    def test_words_from_a_number_in_any_form(self, sender: str) -> None:
        assert OURS.parse(called(inbound(source_number=sender))) == (Said("1", number(), "Hello"),)

    def test_a_keyword(self) -> None:
        (said,) = OURS.parse(called(inbound(message="stop")))
        assert isinstance(said, Said)
        assert said.gesture is Gesture.STOP

    def test_who_cannot_be_answered_is_heard_all_the_same(self) -> None:
        assert OURS.parse(called(inbound(source_number="60777"))) == (Unanswerable("1", "Hello"),)

    @pytest.mark.parametrize("status", STATUSES)
    def test_receipts(self, status: str) -> None:
        call = called(RIG.call({"reference": "m-1", "status": status}, "/hooks/sms/receipts"))
        assert OURS.parse(call) == (Receipt("m-1", STATUSES[status]),)

    @pytest.mark.parametrize(
        "fields", [{"reference": None, "status": "delivered"}, {"reference": "m-1", "status": "sending"}]
    )
    def test_receipts_that_say_nothing(self, fields: dict[str, object]) -> None:
        assert OURS.parse(called(RIG.call(fields, "/hooks/sms/receipts"))) == ()

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'"x"', b"\xff"])
    @pytest.mark.parametrize("hook", ["", "/receipts"])
    def test_a_form_that_we_do_not_know(self, body: bytes, hook: str) -> None:
        with pytest.raises(Unreadable):
            OURS.parse(called(WebCall(f"/hooks/sms{hook}", body)))

    @pytest.mark.parametrize("wrong", [{"id": None}, {"id": ""}, {"id": "x" * 101}, {"message": 7}])
    def test_fields_that_are_none(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Unreadable):
            OURS.parse(called(inbound(**wrong)))


class TestSend:
    @pytest.fixture
    def rig(self) -> NotifyRig:
        return NotifyRig()

    @pytest.fixture
    def url(self, rig: NotifyRig) -> Iterator[str]:
        with rig.stand_in.serving() as url:
            yield url

    async def test_the_longest_text(self, rig: NotifyRig, url: str) -> None:
        await send(provider(url), outgoing("x" * notify.LENGTH))
        assert len(rig.sent[0].text) == 918

    @pytest.mark.parametrize("message", [outgoing("x" * 919), replace(outgoing(), address="07")])
    async def test_refused(self, url: str, message: Outgoing) -> None:
        assert (await failure(provider(url), message)).error is SendError.REFUSED

    async def test_not_let_in(self, url: str) -> None:
        wrong = KEY.replace("2", "4")
        assert (await failure(provider(url, wrong))).error is SendError.NOT_LET_IN


@pytest.mark.parametrize(("status", "error"), ERRORS.items())
async def test_every_status_of_the_table(status: int, error: SendError) -> None:
    ours = provider()
    assert ours._failure(httpx.Response(status)).error is error
    await ours.close()
