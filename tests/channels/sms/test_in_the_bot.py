"""The providers in a real bot: signed calls that came through a proxy, and the phone in the terminal from end to end."""

import time
from pathlib import Path
from queue import Queue

import httpx

from bot.channels.sms.json_sms import LOCAL
from bot.channels.sms.phone import Phone
from tests.channels.rig_twilio import TwilioRig
from tests.channels.sms.calls import number
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.ports import free_port


def until(told: Queue[str], text: str) -> None:
    """Wait for a message with this text; raise Empty if none comes."""
    while text not in told.get(timeout=10):
        pass


def test_twilio_behind_a_proxy_that_ends_tls(tmp_path: Path) -> None:
    """It signs https and the public name; we see http, and whatever name the proxy gives."""
    rig = TwilioRig()
    with rig.stand_in.serving() as url, running_bot(tmp_path, None, **rig.settings(url)) as bot:
        for person, host in enumerate(("waymark.example.org", "evil.example.org", "127.0.0.1"), start=1):
            web = rig.words("STOP", person=person)
            headers = web.headers | {"Host": host, "X-Forwarded-Proto": "https"}
            with httpx.Client(base_url=bot.url, headers=headers, trust_env=False) as http:
                assert http.post(web.path, content=web.body + b"&x=1").status_code == 403
                answer = http.post(web.path, content=web.body)
            assert answer.status_code == 200
            assert "<Response></Response>" in answer.text
        ends = time.monotonic() + 10
        while len(rig.sent) < 3 and time.monotonic() < ends:
            time.sleep(0.02)
    assert {each.address for each in rig.sent} == {number(1), number(2), number(3)}
    assert all("START" in each.text for each in rig.sent)


def test_the_phone_in_the_terminal(tmp_path: Path) -> None:
    port = free_port()
    with running_bot(tmp_path, sms_phone_port=port) as bot:
        told: Queue[str] = Queue()
        with httpx.Client(base_url=bot.url, trust_env=False) as http:
            phone = _phone(bot, http, told)
            with phone.gateway.serving(port):
                phone.say("help")
                until(told, "segment")
                phone.say("stop")
                until(told, "START")


def _phone(bot: RunningBot, http: httpx.Client, told: Queue[str]) -> Phone:
    return Phone(http, bot.deps.keys.secret(LOCAL), told.put, number=number(), pence=4.0)
