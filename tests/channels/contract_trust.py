"""Who is believed: only the provider, only about what it has signed, only now, whatever a proxy makes of the call."""

from dataclasses import replace

import httpx
import pytest

from tests.channels.contract_booth import A_PROXYS, DISTRESS, MARK, Booth, Someone

HOSTS = (
    "waymark.example.org",
    "evil.example.org",
    "127.0.0.1",
    "evil.example.org:99999",
    "evil.example.org/x",
    "evil.example.org?x=",
    "evil.example.org#",
    "evil@example.org",
    "[::1]",
)


class Trust:
    def test_a_forged_call_is_refused_and_nothing_is_kept(self, booth: Booth, someone: Someone) -> None:
        before = booth.rows()
        for call in booth.rig.forgeries(someone.call(f"{MARK} forged")):
            answer = booth.post(call)
            assert answer.status_code == 403
            assert answer.headers["content-type"] == "application/problem+json"
        assert booth.rows() == before
        assert (
            f'waymark_refused_calls_total{{channel="{booth.rig.channel}"}}'.encode()
            in booth.deps.metrics.text()
        )

    def test_a_forged_call_of_any_other_kind_is_refused_too(self, booth: Booth, someone: Someone) -> None:
        someone.asks(DISTRESS)
        before, name = booth.rows(), someone.message_ids[0]
        calls = [
            booth.rig.receipt(name, delivered=False),
            booth.rig.left(name, person=someone.person),
            booth.rig.edited(f"{MARK} edited", person=someone.person, number=7),
            booth.rig.pressed("x", person=someone.person, number=8),
            someone.call(booth.rig.command("stop")),
        ]
        for call in filter(None, calls):
            assert {booth.post(each).status_code for each in booth.rig.forgeries(call)} == {403}
        assert booth.rows() == before

    def test_one_byte_changed_is_refused(self, booth: Booth, someone: Someone) -> None:
        """Where the body is signed; elsewhere a secret vouches for the whole call."""
        call, before = someone.call(f"{MARK} signed"), booth.rows()
        places = range(0, len(call.body), 5) if booth.rig.signs_body else ()
        for place in places:
            changed = bytearray(call.body)
            changed[place] ^= 1
            assert booth.post(replace(call, body=bytes(changed))).status_code == 403, place
        for body in (call.body + b"0", call.body[:-1], b"") if booth.rig.signs_body else ():
            answer = booth.post(replace(call, body=body))
            assert answer.status_code == 403 or not body
        assert booth.rows() == before

    @pytest.mark.parametrize("seconds", [-600, 600])
    def test_a_call_of_another_time_is_refused(
        self, booth: Booth, someone: Someone, seconds: int, now: float
    ) -> None:
        """Where the time is signed; elsewhere it is known by its id alone."""
        before = booth.rows()
        answer = booth.post(someone.call(f"{MARK} then", at=now + seconds))
        assert answer.status_code == 403 or not booth.rig.signs_time
        assert (booth.rows() == before) == booth.rig.signs_time
        assert someone.heard == someone.stored("bot")

    def test_what_is_played_back_changes_nothing(self, booth: Booth, someone: Someone) -> None:
        texts = ["hello", booth.rig.command("stop"), booth.rig.command("start"), DISTRESS]
        calls = [someone.call(text) for text in texts]
        for call in calls:
            assert booth.post(call).is_success
            booth.settle()
        receipts = [booth.rig.receipt(each, delivered=True) for each in someone.message_ids]
        calls += filter(None, receipts)
        assert all(booth.post(each).is_success for each in filter(None, receipts))
        before, heard = booth.rows(), someone.heard
        for call in [*calls, *reversed(calls)]:
            assert booth.post(call).is_success
        assert booth.rows() == before
        assert someone.heard == heard

    @pytest.mark.parametrize("host", HOSTS)
    def test_whatever_host_a_proxy_names(self, booth: Booth, someone: Someone, host: str) -> None:
        """The provider signed https and our public name; what arrives is http, and any name."""
        call = someone.call("hello")
        for forged in booth.rig.forgeries(call)[:2]:
            assert booth.post(forged, Host=host).status_code == 403
        assert booth.post(call, Host=host).is_success
        booth.settle()
        assert someone.heard == someone.stored("bot") != []

    def test_nothing_else_is_there(self, booth: Booth, someone: Someone) -> None:
        before = booth.rows()
        call = someone.call("hello")
        for path in ("/hooks/web", "/hooks/pigeon", f"{call.path}/pigeon", f"{call.path}/receipts/x"):
            assert booth.post(replace(call, path=path)).status_code == 404
        assert booth.post(replace(call, method="GET", body=b"", headers={})).status_code in (200, 204, 403)
        assert booth.post(replace(call, method="PUT")).status_code == 405
        assert booth.rows() == before

    def test_the_metrics_name_nobody(self, booth: Booth, someone: Someone) -> None:
        someone.asks(DISTRESS)
        answer = httpx.get(f"{booth.bot.url}/metrics", trust_env=False)
        assert answer.is_success
        assert not [each for each in booth.private if each in answer.text]
        assert httpx.get(
            f"{booth.bot.url}/metrics", headers={"Via": A_PROXYS["Host"]}, trust_env=False
        ).is_error
