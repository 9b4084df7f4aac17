"""Twilio: its signature against its own SDK and vector, what its calls mean, and sending to its stand-in."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # no types are published

from bot.channels.errors import SendError
from bot.channels.incoming import NotSigned, Receipt, RouteChanged, Said, Unanswerable, Unreadable
from bot.channels.sms import twilio
from bot.channels.sms.twilio import ERRORS, STATUSES, signature
from bot.messages import Gesture, Outgoing
from tests.channels.rig_twilio import TOKEN, TwilioRig, provider
from tests.channels.rigs import WebCall
from tests.channels.sms.calls import ORIGIN, called, failure, number, outgoing, send

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RIG = TwilioRig()
OURS = provider()


def heard(**fields: str) -> list[object]:
    call = called(RIG.call(RIG.fields("Hello") | fields))
    OURS.verify(call)
    return list(OURS.parse(call))


class TestSignature:
    def test_the_published_vector(self) -> None:
        values = {"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}}
        values |= {name: {"+1" + "2349013030"} for name in ("Caller", "From")} | {"To": {"+1" + "8005551212"}}
        url = "https://mycompany.com/myapp.php?foo=1&bar=2"
        assert signature("12345", url, values) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
        assert signature("12345", url.replace("https", "http"), values) != "0/KCTR6DLpKmkAf8muzZqo1nDgQ="

    @given(st.dictionaries(st.text(min_size=1), st.text()))
    def test_twilios_own_sdk_agrees(self, fields: dict[str, str]) -> None:
        theirs = RequestValidator(TOKEN).compute_signature(ORIGIN, fields)
        assert signature(TOKEN, ORIGIN, {name: {value} for name, value in fields.items()}) == theirs

    @pytest.mark.parametrize("text", ["Hello", "", "a=b&c", "ąę 😀", "two\nlines"])
    def test_a_call_of_twilios_is_let_in(self, text: str) -> None:
        OURS.verify(called(RIG.words(text)))

    @pytest.mark.parametrize("port", [":443", ""])
    def test_signed_with_the_port_or_without(self, port: str) -> None:
        fields = RIG.fields("Hello")
        signed = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}{port}/hooks/sms", fields)
        web = RIG.call(fields)
        OURS.verify(called(replace(web, headers=web.headers | {"X-Twilio-Signature": signed})))

    def test_a_value_that_is_there_twice_is_signed_once_and_in_order(self) -> None:
        body = "MessageSid=SM1&A=2&A=1&A=2"
        signed = signature(TOKEN, f"{ORIGIN}/hooks/sms", {"MessageSid": {"SM1"}, "A": {"1", "2"}})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signed}
        OURS.verify(called(WebCall("/hooks/sms", body.encode(), headers=headers)))

    def test_json_is_signed_by_its_hash_in_the_address(self) -> None:
        body = b'{"MessageSid": "SM1"}'
        path = f"/hooks/sms?bodySHA256={hashlib.sha256(body).hexdigest()}"
        signed = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}{path}", {})
        headers = {"Content-Type": "application/json", "X-Twilio-Signature": signed}
        OURS.verify(called(WebCall(path, body, headers=headers)))
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall(path, body + b" ", headers=headers)))
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall("/hooks/sms", body, headers=headers)))

    def test_the_newer_method(self) -> None:
        web = RIG.words("Hello")
        fields = RIG.fields("Hello")
        signed = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/hooks/sms", fields, "HMAC_SHA256")
        settings = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}
        good = replace(web, headers=web.headers | settings | {"X-Twilio-Signature": signed})
        OURS.verify(called(good))
        settings = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=none"}
        with pytest.raises(NotSigned):
            OURS.verify(called(replace(good, headers=good.headers | settings)))

    def test_one_changed_byte_is_refused(self) -> None:
        web = RIG.words("Hello")
        for place in range(len(web.body)):
            body = bytearray(web.body)
            body[place] ^= 1
            with pytest.raises(NotSigned):
                OURS.verify(called(replace(web, body=bytes(body))))

    @pytest.mark.parametrize(
        "forged",
        [
            replace(RIG.words("Hello"), headers={}),
            replace(RIG.words("Hello"), headers=RIG.words("Hello!").headers),
            replace(RIG.words("Hello"), path="/hooks/sms/receipts"),
            replace(RIG.words("Hello"), path="/hooks/sms?m=1"),
            replace(RIG.words("Hello"), body=b"\xff"),
        ],
    )
    def test_what_is_not_twilios_is_refused(self, forged: WebCall) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(forged))

    def test_nothing_is_parsed_of_what_has_no_signature(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(twilio, "form", lambda _: pytest.fail("it was parsed"))
        with pytest.raises(NotSigned):
            OURS.verify(called(replace(RIG.words("Hello"), headers=FORM)))

    def test_more_fields_than_any_call_has_are_refused_before_they_are_made_out(self) -> None:
        body = "&".join(f"{place:x}={place}" for place in range(200)).encode()
        forged = WebCall("/hooks/sms", body + b"&x=1", headers=FORM | {"X-Twilio-Signature": "x"})
        with pytest.raises(NotSigned, match="not a form"):
            OURS.verify(called(forged))
        with pytest.raises(NotSigned, match="not Twilio's"):
            OURS.verify(called(replace(forged, body=body)))

    def test_another_accounts_token_is_refused(self) -> None:
        with pytest.raises(NotSigned):
            provider(token="f" * 32).verify(called(RIG.words("Hello")))


class TestParse:
    def test_words(self) -> None:
        assert heard() == [Said(RIG.fields("")["MessageSid"], number(), "Hello")]

    @pytest.mark.parametrize("word", ["STOP", "START", "HELP"])
    def test_keywords(self, word: str) -> None:
        (said,) = heard(Body=f"{word}.", OptOutType=word)
        assert isinstance(said, Said)
        assert said.gesture is Gesture(word.lower())

    @pytest.mark.parametrize(("word", "kind"), [("END", "STOP"), ("QUIT", "STOP"), ("YES", "START")])
    def test_a_word_that_twilio_took_for_another_stays_words_and_the_route_is_what_it_is(
        self, word: str, kind: str
    ) -> None:
        changed, said = heard(Body=word, OptOutType=kind)
        assert changed == RouteChanged(number(), closed=kind == "STOP")
        assert isinstance(said, Said)
        assert (said.text, said.gesture) == (word, Gesture.WORDS)

    @pytest.mark.parametrize(
        ("caption", "found"), [("look", Gesture.PHOTO), ("", Gesture.PHOTO), ("stop", Gesture.STOP)]
    )
    def test_a_picture_is_not_fetched_and_its_caption_is_read(self, caption: str, found: Gesture) -> None:
        (said,) = heard(Body=caption, NumMedia="1", MediaUrl0="https://example.org/1")
        assert isinstance(said, Said)
        assert (said.text, said.gesture) == (caption, found)

    @pytest.mark.parametrize("sender", ["60777", "NHS", "messenger:" + number()])
    def test_who_cannot_be_answered_is_heard_all_the_same(self, sender: str) -> None:
        found = [Unanswerable(RIG.fields("")["MessageSid"], "END")]
        assert heard(From=sender, Body="END", OptOutType="STOP") == found

    def test_who_writes_by_whatsapp_is_texted(self) -> None:
        (said,) = heard(From=f"whatsapp:{number()}")
        assert isinstance(said, Said)
        assert said.address == number()

    def test_by_get(self) -> None:
        web = WebCall(f"/hooks/sms?{urlencode(RIG.fields('Hello'))}", method="GET")
        signed = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}{web.path}", {})
        call = called(replace(web, headers={"X-Twilio-Signature": signed}))
        OURS.verify(call)
        assert [each.text for each in OURS.parse(call) if isinstance(each, Said)] == ["Hello"]

    @pytest.mark.parametrize(
        ("status", "code", "found"),
        [
            ("delivered", "", [Receipt("m-1", None)]),
            ("undelivered", "30003", [Receipt("m-1", SendError.NOT_DELIVERED)]),
            ("failed", "30006", [Receipt("m-1", SendError.NOT_DELIVERED)]),
            ("failed", "21610", [Receipt("m-1", SendError.CLOSED)]),
            ("sent", "", []),
            ("queued", "", []),
        ],
    )
    def test_receipts(self, status: str, code: str, found: list[Receipt]) -> None:
        fields = {"MessageSid": "SM1", "MessageStatus": status, "ErrorCode": code}
        call = called(RIG.call(fields, "/hooks/sms/receipts?m=m-1"))
        OURS.verify(call)
        assert list(OURS.parse(call)) == found

    @pytest.mark.parametrize(
        ("path", "fields"),
        [
            ("/hooks/sms", {"From": number(), "Body": "x"}),
            ("/hooks/sms", {"MessageSid": "SM1", "Body": "x"}),
            ("/hooks/sms/receipts?m=1", {"MessageSid": "SM1"}),
        ],
    )
    def test_a_form_that_we_do_not_know(self, path: str, fields: dict[str, str]) -> None:
        with pytest.raises(Unreadable):
            OURS.parse(called(RIG.call(fields, path)))

    def test_the_table_of_statuses_is_final_ones_only(self) -> None:
        assert [status for status, error in STATUSES.items() if error is None] == ["delivered", "read"]


class TestAnswers:
    def test_taken_says_nothing(self) -> None:
        answer = OURS.taken(called(RIG.words("Hello")))
        assert answer.headers["content-type"].startswith("text/xml")
        assert list(ET.fromstring(bytes(answer.body))) == []

    def test_saying_texts_back(self) -> None:
        call = called(RIG.words("Hello"))
        answer = OURS.saying(call, Said("1", number(), "Hello"), ["A & E <now>", "two"])
        assert [each.text for each in ET.fromstring(bytes(answer.body))] == ["A & E <now>", "two"]


class TestSend:
    @pytest.fixture
    def rig(self) -> TwilioRig:
        return TwilioRig()

    @pytest.fixture
    def url(self, rig: TwilioRig) -> Iterator[str]:
        with rig.stand_in.serving() as url:
            yield url

    async def test_with_the_address_for_its_receipt(self, rig: TwilioRig, url: str) -> None:
        await send(provider(url), outgoing("Hello", message_id="a-_1"))
        assert rig.theirs.fields[0]["StatusCallback"] == f"{ORIGIN}/hooks/sms/receipts?m=a-_1"

    async def test_by_a_messaging_service(self, rig: TwilioRig, url: str) -> None:
        await send(provider(url, sender="MG" + "0" * 32))
        assert rig.theirs.fields[0]["MessagingServiceSid"] == "MG" + "0" * 32

    async def test_somebody_who_has_texted_stop(self, rig: TwilioRig, url: str) -> None:
        rig.theirs.stopped = {number(2)}
        assert (await failure(provider(url), outgoing(person=2))).error is SendError.CLOSED

    @pytest.mark.parametrize("message", [outgoing("x" * 1_601), replace(outgoing(), address="07")])
    async def test_refused(self, url: str, message: Outgoing) -> None:
        assert (await failure(provider(url), message)).error is SendError.REFUSED

    async def test_not_let_in(self, url: str) -> None:
        assert (await failure(provider(url, token="f" * 32))).error is SendError.NOT_LET_IN


@pytest.mark.parametrize(("code", "error"), ERRORS.items())
async def test_every_code_of_the_table(code: int, error: SendError) -> None:
    ours = provider()
    answer = httpx.Response(400, json={"code": code}, headers={"retry-after": "7"})
    assert ours._failure(answer).error is error
    await ours.close()


@pytest.mark.parametrize("body", ["", "[]", '{"code": "x"}', "{}"])
async def test_an_answer_without_a_code_counts_by_its_status(body: str) -> None:
    ours = provider()
    assert ours._failure(httpx.Response(400, text=body)).error is SendError.REFUSED
    assert ours._failure(httpx.Response(302, text=body)).error is SendError.UNREACHABLE
    await ours.close()
