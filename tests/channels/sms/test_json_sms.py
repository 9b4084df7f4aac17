"""The generic JSON provider: its signature, what its calls mean, and sending to its gateway."""

import hashlib
import hmac
from dataclasses import replace

import pytest

from bot.channels.errors import SendError
from bot.channels.incoming import NotSigned, Receipt, Said, TooOld, Unanswerable, Unreadable
from bot.channels.sms.json_sms import ERRORS, RECEIVED
from bot.messages import Gesture
from tests.channels.rig_json import SECRET, JsonRig, provider
from tests.channels.rigs import WebCall
from tests.channels.sms.calls import NOW, called, failure, number

RIG = JsonRig()
OURS = provider()
AT = NOW.timestamp()
RECEIPTS = "/hooks/sms/receipts"


def heard(fields: dict[str, object] | None = None, path: str = "/hooks/sms") -> list[object]:
    base = {} if path.endswith("receipts") else RIG.fields("Hello")
    call = called(RIG.call({**base, **(fields or {})}, path, at=AT))
    OURS.verify(call)
    return list(OURS.parse(call))


class TestSignature:
    def test_it_is_what_the_document_says(self) -> None:
        body = b'{"id": "1"}'
        stamp = str(int(AT))
        right = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Waymark-Time": stamp, "X-Waymark-Signature": right}
        OURS.verify(called(WebCall("/hooks/sms", body, headers=headers)))

    def test_one_changed_byte_is_refused(self) -> None:
        web = RIG.words("Hello", at=AT)
        for place in range(len(web.body)):
            body = bytearray(web.body)
            body[place] ^= 1
            with pytest.raises(NotSigned):
                OURS.verify(called(replace(web, body=bytes(body))))

    @pytest.mark.parametrize("name", ["X-Waymark-Time", "X-Waymark-Signature"])
    @pytest.mark.parametrize("value", ["", "0", "é", "1763640001"])
    def test_a_changed_header_is_refused(self, name: str, value: str) -> None:
        web = RIG.words("Hello", at=AT)
        with pytest.raises(NotSigned):
            OURS.verify(called(replace(web, headers=web.headers | {name: value})))

    def test_no_headers(self) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall("/hooks/sms", b"{}")))

    @pytest.mark.parametrize("age", [600, 301, -301])
    def test_too_old_or_too_early_is_refused(self, age: int) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(RIG.words("Hello", at=AT - age)))

    @pytest.mark.parametrize("age", [301, -301])
    def test_too_old_is_told_apart_from_forged(self, age: int) -> None:
        with pytest.raises(TooOld):
            OURS.verify(called(RIG.words("Hello", at=AT - age)))
        with pytest.raises(NotSigned) as forged:
            provider(secret="another").verify(called(RIG.words("Hello", at=AT - age)))
        assert not isinstance(forged.value, TooOld)

    def test_another_secret(self) -> None:
        with pytest.raises(NotSigned):
            provider(secret="another").verify(called(RIG.words("Hello", at=AT)))


class TestParse:
    def test_words(self) -> None:
        assert heard() == [Said("1-1", number(), "Hello")]

    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            ({"media": True}, Gesture.PHOTO),
            ({"media": True, "text": "stop"}, Gesture.STOP),
            ({"media": "yes"}, Gesture.WORDS),
            ({"text": "START"}, Gesture.START),
        ],
    )
    def test_gestures(self, fields: dict[str, object], found: Gesture) -> None:
        (said,) = heard(fields)
        assert isinstance(said, Said)
        assert said.gesture is found

    def test_who_cannot_be_answered_is_heard_all_the_same(self) -> None:
        assert heard({"from": "NHS"}) == [Unanswerable("1-1", "Hello")]

    @pytest.mark.parametrize("status", RECEIVED)
    def test_receipts(self, status: str) -> None:
        found = heard({"reference": "m-1", "status": status}, RECEIPTS)
        assert found == [Receipt("m-1", RECEIVED[status])]

    def test_a_receipt_on_the_way(self) -> None:
        assert heard({"reference": "m-1", "status": "sent"}, RECEIPTS) == []

    @pytest.mark.parametrize("wrong", [{"id": 7}, {"id": ""}, {"from": None}, {"text": None}])
    def test_fields_that_are_none(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Unreadable):
            heard(wrong)

    @pytest.mark.parametrize("wrong", [{}, {"status": "delivered"}, {"reference": "m-1"}])
    def test_receipts_that_are_none(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Unreadable):
            heard(wrong, RECEIPTS)


async def test_a_gateway_with_another_secret_does_not_let_us_in() -> None:
    with RIG.stand_in.serving() as url:
        assert (await failure(provider(url, secret="another"))).error is SendError.NOT_LET_IN


def test_the_gateway_can_say_that_somebody_has_opted_out() -> None:
    assert ERRORS[410] is SendError.CLOSED
