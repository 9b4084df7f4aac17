"""Vonage: its signature against its own SDK, what its calls mean, and sending to its stand-in."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vonage_http_client import Auth  # type: ignore[import-untyped]  # no types are published

from bot.channels.errors import SendError
from bot.channels.incoming import NotSigned, Part, Receipt, Said, TooOld, Unanswerable, Unreadable
from bot.channels.sms import vonage
from bot.channels.sms.vonage import SENT, Method, signature
from bot.messages import Gesture
from tests.channels.rig_vonage import KEY, SIGNATURE_SECRET, VonageRig, provider, signed
from tests.channels.rigs import WebCall
from tests.channels.sms.calls import NOW, ORIGIN, called, failure, number, outgoing, send

RIG = VonageRig()
OURS = provider()
AT = NOW.timestamp()
METHODS: tuple[Method, ...] = get_args(Method)


def heard(path: str = "/hooks/sms", **fields: str) -> list[object]:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    base = {} if path.endswith("receipts") else RIG.fields("Hello")
    call = called(RIG.call(base | named, path, at=AT))
    OURS.verify(call)
    return list(OURS.parse(call))


class TestSignature:
    @pytest.mark.parametrize("method", METHODS)
    @given(fields=st.dictionaries(st.text(min_size=1), st.text()))
    def test_vonages_own_sdk_agrees(self, method: Method, fields: dict[str, str]) -> None:
        fields = fields | {"timestamp": "1700000000"}
        theirs = Auth(api_key=KEY, signature_secret=SIGNATURE_SECRET, signature_method=method)
        assert signature(SIGNATURE_SECRET, fields, method) == theirs.sign_params(dict(fields))

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("text", ["Hello", "", "a=b&c", "ąę 😀"])
    def test_by_every_method_and_in_every_form(self, method: Method, text: str) -> None:
        ours = provider(vonage_signature_method=method)
        fields = signed(RIG.fields(text), AT, method)
        packed = urlencode(fields)
        calls = [
            WebCall(f"/hooks/sms?{packed}", method="GET"),
            WebCall(
                "/hooks/sms", packed.encode(), headers={"Content-Type": "application/x-www-form-urlencoded"}
            ),
            WebCall("/hooks/sms", json.dumps(fields).encode(), headers={"Content-Type": "application/json"}),
        ]
        for web in calls:
            call = called(web)
            ours.verify(call)
            (said,) = ours.parse(call)
            assert isinstance(said, Said)
            assert (said.text, said.address) == (text, number())

    def test_one_changed_byte_is_refused(self) -> None:
        web = RIG.words("Hello", at=AT)
        assert web.body
        sig = web.body.index(b"sig=")
        for place in range(sig + len("sig=") + 64):
            body = bytearray(web.body)
            body[place] ^= 1
            with pytest.raises(NotSigned):
                OURS.verify(called(WebCall(web.path, bytes(body), headers=web.headers)))

    @pytest.mark.parametrize("age", [600, 301, -301])
    def test_too_old_or_too_early_is_refused(self, age: int) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(RIG.words("Hello", at=AT - age)))

    def test_too_old_is_told_apart_from_forged(self) -> None:
        web = RIG.words("Hello", at=AT - 600)
        with pytest.raises(TooOld):
            OURS.verify(called(web))
        with pytest.raises(NotSigned) as forged:
            OURS.verify(called(replace(web, body=web.body.replace(b"Hello", b"Jello"))))
        assert not isinstance(forged.value, TooOld)

    @pytest.mark.parametrize("age", [299, 0, -299])
    def test_a_little_late_is_let_in(self, age: int) -> None:
        OURS.verify(called(RIG.words("Hello", at=AT - age)))

    @pytest.mark.parametrize("stamp", ["", "x", "-1", "1e9", "9" * 20, "١"])
    def test_a_time_that_is_none_is_refused(self, stamp: str) -> None:
        fields = RIG.fields("Hello") | {"timestamp": stamp}
        fields["sig"] = signature(SIGNATURE_SECRET, fields, "sha256")
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall(f"/hooks/sms?{urlencode(fields)}")))

    def test_no_time_is_refused_though_the_sdk_would_invent_one(self) -> None:
        fields = RIG.fields("Hello")
        fields["sig"] = signature(SIGNATURE_SECRET, fields, "sha256")
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall(f"/hooks/sms?{urlencode(fields)}")))

    @pytest.mark.parametrize("body", [b"x", b"\xff", b"{}", b"[]"])
    @pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", ""])
    def test_what_is_not_signed_is_refused(self, body: bytes, kind: str) -> None:
        with pytest.raises(NotSigned):
            OURS.verify(called(WebCall("/hooks/sms", body, headers={"Content-Type": kind})))

    @pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
    def test_nothing_is_parsed_of_what_has_no_signature(
        self, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vonage, "_fields", lambda _: pytest.fail("it was parsed"))
        for path in ("/hooks/sms", "/hooks/sms?text=Hello"):
            with pytest.raises(NotSigned):
                OURS.verify(called(WebCall(path, b'{"text": "x"}', headers={"Content-Type": kind})))

    @pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "query"])
    def test_more_fields_than_any_call_has_are_refused_however_they_are_signed(self, kind: str) -> None:
        fields = signed(RIG.fields("Hello") | {f"a{place}": "" for place in range(200)}, AT)
        as_json = kind == "application/json"
        body = json.dumps(fields).encode() if as_json else urlencode(fields).encode()
        web = WebCall("/hooks/sms", body, headers={"Content-Type": kind})
        if kind == "query":
            web = WebCall(f"/hooks/sms?{body.decode()}", method="GET")
        with pytest.raises(NotSigned):
            OURS.verify(called(web))

    @pytest.mark.parametrize("path", ["/hooks/sms", "/hooks/sms/receipts"])
    def test_the_empty_call_before_an_address_is_saved_gets_200_and_says_nothing(self, path: str) -> None:
        call = called(WebCall(path, method="GET"))
        OURS.verify(call)
        assert OURS.parse(call) == ()
        assert OURS.taken(call).status_code == 200


class TestParse:
    def test_words(self) -> None:
        assert heard() == [Said(RIG.fields("")["messageId"], number(), "Hello")]

    def test_a_keyword(self) -> None:
        (said,) = heard(text="Help?")
        assert isinstance(said, Said)
        assert said.gesture is Gesture.HELP

    def test_binary_is_neither_words_nor_silence(self) -> None:
        (said,) = heard(type="binary", text="", data="00")
        assert isinstance(said, Said)
        assert (said.text, said.gesture) == ("", Gesture.OTHER)

    @pytest.mark.parametrize("part", [{}, {"concat": "true", "concat_ref": "7"}])
    def test_who_cannot_be_answered_is_heard_all_the_same(self, part: dict[str, str]) -> None:
        assert heard(msisdn="60777", **part) == [Unanswerable(RIG.fields("")["messageId"], "Hello")]

    def test_a_part_is_words_whatever_it_holds(self) -> None:
        (part,) = heard(text="stop", concat="true", concat_ref="7", concat_total="3", concat_part="2")
        assert part == Part("7", 2, 3, Said(RIG.fields("")["messageId"], number(), "stop"))

    @pytest.mark.parametrize(
        ("part", "total", "ref"),
        [
            ("0", "2", "7"),
            ("3", "2", "7"),
            ("1", "256", "7"),
            ("x", "2", "7"),
            ("1", "", "7"),
            ("1", "2", ""),
        ],
    )
    def test_a_part_of_nothing(self, part: str, total: str, ref: str) -> None:
        with pytest.raises(Unreadable):
            heard(concat="true", concat_ref=ref, concat_total=total, concat_part=part)

    @pytest.mark.parametrize(
        ("status", "code", "found"),
        [
            ("delivered", "0", [Receipt("m-1", None)]),
            ("failed", "8", [Receipt("m-1", SendError.NOT_DELIVERED)]),
            ("expired", "1", [Receipt("m-1", SendError.NOT_DELIVERED)]),
            ("rejected", "6", [Receipt("m-1", SendError.NOT_DELIVERED)]),
            ("failed", "4", [Receipt("m-1", SendError.CLOSED)]),
            ("rejected", "9", [Receipt("m-1", SendError.CLOSED)]),
            ("accepted", "0", []),
            ("buffered", "0", []),
            ("unknown", "1", []),
        ],
    )
    def test_receipts(self, status: str, code: str, found: list[Receipt]) -> None:
        given = {"status": status, "err_code": code, "client_ref": "m-1"}
        assert heard("/hooks/sms/receipts", **given) == found

    def test_a_receipt_of_somebody_elses_message(self) -> None:
        assert heard("/hooks/sms/receipts", status="delivered") == []

    @pytest.mark.parametrize(
        ("path", "fields"), [("/hooks/sms", {"messageId": ""}), ("/hooks/sms/receipts", {})]
    )
    def test_a_form_that_we_do_not_know(self, path: str, fields: dict[str, str]) -> None:
        with pytest.raises(Unreadable):
            heard(path, **fields)


class TestSend:
    @pytest.fixture
    def rig(self) -> VonageRig:
        return VonageRig()

    @pytest.fixture
    def url(self, rig: VonageRig) -> Iterator[str]:
        with rig.stand_in.serving() as url:
            yield url

    @pytest.mark.parametrize(("text", "kind"), [("Hello £ €", "text"), ("ç", "unicode"), ("😀", "unicode")])
    async def test_unicode_only_when_it_is_needed(
        self, rig: VonageRig, url: str, text: str, kind: str
    ) -> None:
        await send(provider(url), outgoing(text))
        assert rig.theirs.fields[0]["type"] == kind

    @pytest.mark.parametrize(("status", "error"), [*SENT.items(), ("99", SendError.REFUSED)])
    async def test_every_status_of_the_table(
        self, rig: VonageRig, url: str, status: str, error: SendError
    ) -> None:
        rig.theirs.refusing = status
        assert (await failure(provider(url))).error is error

    async def test_the_address_for_receipts_goes_along(self, rig: VonageRig, url: str) -> None:
        await send(provider(url))
        assert rig.theirs.fields[0]["callback"] == f"{ORIGIN}/hooks/sms/receipts"

    async def test_not_let_in(self, url: str) -> None:
        assert (await failure(provider(url, vonage_secret="x" * 16))).error is SendError.NOT_LET_IN
