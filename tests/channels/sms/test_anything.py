"""Whatever arrives: a provider lets it in, refuses it, or says that it cannot be read; nothing else is raised."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import Provider
from bot.channels.incoming import NotSigned, Unreadable
from tests.channels import rig_json, rig_notify, rig_twilio, rig_vonage
from tests.channels.rigs import WebCall
from tests.channels.sms.calls import called

PROVIDERS: list[Provider] = [each.provider() for each in (rig_json, rig_notify, rig_twilio, rig_vonage)]
PATHS = ["/hooks/sms", "/hooks/sms/receipts", "/hooks/sms?a=1&a=2&bodySHA256=x", "/hooks/sms?timestamp=%FF"]
KINDS = ["application/json", "application/x-www-form-urlencoded", "", "text/plain"]
NAMES = [
    "id",
    "from",
    "text",
    "message",
    "source_number",
    "status",
    "reference",
    "msisdn",
    "messageId",
    "concat",
]
VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)
BODIES = st.binary() | st.dictionaries(st.sampled_from(NAMES), VALUES).map(lambda it: json.dumps(it).encode())


def named(provider: Provider) -> str:
    return type(provider).__name__


@pytest.mark.parametrize("provider", PROVIDERS, ids=named)
@given(
    path=st.sampled_from(PATHS),
    body=BODIES,
    kind=st.sampled_from(KINDS),
    headers=st.dictionaries(
        st.sampled_from(["Authorization", "X-Twilio-Signature", "X-Waymark-Time", "X-Waymark-Signature"]),
        st.text(),
    ),
)
def test_it_is_let_in_refused_or_unreadable(
    provider: Provider, path: str, body: bytes, kind: str, headers: dict[str, str]
) -> None:
    call = called(WebCall(path, body, headers={"Content-Type": kind, **headers}))
    if body:
        with pytest.raises(NotSigned):
            provider.verify(call)
    with suppress(Unreadable):
        provider.parse(call)


@pytest.mark.parametrize("provider", PROVIDERS, ids=named)
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"9" * 10_000, b"&" * 10_000])
def test_what_is_made_to_break_a_reader(provider: Provider, body: bytes) -> None:
    for kind in KINDS:
        call = called(WebCall("/hooks/sms", body, headers={"Content-Type": kind}))
        with pytest.raises(NotSigned):
            provider.verify(call)
        with suppress(Unreadable):
            assert provider.parse(call) == ()
