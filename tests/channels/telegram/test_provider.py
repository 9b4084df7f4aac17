"""The provider, through python-telegram-bot's own client, against the stand-in."""

import json
import logging
from datetime import timedelta

import pytest
from starlette.responses import Response

from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import NotSigned, Said, Unreadable
from bot.channels.stand_in import Fault
from bot.channels.telegram import channel
from bot.channels.telegram import provider as module
from bot.channels.telegram.api import SECRET_PURPOSE, connect, url_of
from bot.channels.telegram.provider import TelegramProvider
from bot.channels.telegram.standin import TelegramStandIn
from bot.keys import Keys
from bot.messages import Outgoing
from bot.settings import SettingsError
from tests.channels.telegram.conftest import SECRET, settings
from tests.channels.telegram.samples import CHAT, SUPERGROUP, call, message, update
from tests.support.ports import free_port

EMERGENCY = "9" * 3
WORDS = "nobody may read this"


def texts(key: str, language: str) -> str:
    return f"{key} {language}"


def outgoing(text: str = "Hello.", *, kind: str = "text", chat: int = CHAT, **fields: object) -> Outgoing:
    return Outgoing("m1", str(chat), text, kind=kind, **fields)  # type: ignore[arg-type]  # each test knows


def choice(intent: str = "sleep") -> dict[str, object]:
    return {"id": "c1", "label": "Sleep", "offer": {"label": "sleep", "intent": intent}}


async def failure(provider: TelegramProvider, one: Outgoing | None = None) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await provider.send(one or outgoing())
    return caught.value


class TestVerify:
    async def test_with_the_secret(self, provider: TelegramProvider) -> None:
        provider.verify(call(b"not read", x_telegram_bot_api_secret_token=SECRET))

    @pytest.mark.parametrize(
        "header",
        [{}, {"x_telegram_bot_api_secret_token": ""}, {"x_telegram_bot_api_secret_token": SECRET[:-1] + "é"}],
    )
    async def test_without(self, provider: TelegramProvider, header: dict[str, str]) -> None:
        with pytest.raises(NotSigned) as caught:
            provider.verify(call(b"{}", **header))
        assert SECRET[:-1] not in str(caught.value)

    async def test_parsing_is_another_step(self, provider: TelegramProvider) -> None:
        with pytest.raises(Unreadable):
            provider.parse(call(b"not an update", x_telegram_bot_api_secret_token=SECRET))


class TestAnswers:
    async def test_taken_is_an_empty_200(self, provider: TelegramProvider) -> None:
        answer = provider.taken(call())
        assert (answer.status_code, answer.body) == (200, b"")

    async def test_saying_is_a_method_in_the_answer(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        said = Said("update:1", str(CHAT), "help")
        asked = body(provider.saying(call(), said, [f"Call {EMERGENCY}.", "I am sorry."]))
        assert asked.pop("method") == "sendMessage"
        stand_in.do("sendMessage", asked)  # as Telegram would do
        assert stand_in.sent[0]["text"] == f"Call {EMERGENCY}.\n\nI am sorry."
        assert stand_in.sent[0]["entities"] == [{"type": "bold", "offset": 5, "length": 3}]
        assert asked["link_preview_options"] == {"is_disabled": True}

    async def test_saying_holds_what_comes_first(self, provider: TelegramProvider) -> None:
        said = Said("update:1", str(CHAT), "help")
        assert body(provider.saying(call(), said, ["card", "x" * 4_096]))["text"] == "card"
        assert provider.saying(call(), said, ["x" * 4_097]) is None
        assert provider.saying(call(), said, []) is None


def body(answer: Response | None) -> dict[str, object]:
    assert answer
    found: dict[str, object] = json.loads(bytes(answer.body))
    return found


class TestSend:
    async def test_plain_text(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        text = "*not bold* _nor this_ <b>&amp; [x](y) 😢 https://example.org"
        await provider.send(outgoing(text))
        (method, fields), *_ = stand_in.calls
        assert method == "sendMessage"
        assert stand_in.sent[0]["text"] == text
        assert "parse_mode" not in fields
        assert "entities" not in fields
        assert json.loads(fields["link_preview_options"]) == {"is_disabled": True}
        assert json.loads(fields["reply_markup"]) == {"remove_keyboard": True}

    async def test_numbers_of_a_card_stand_out(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        await provider.send(outgoing(f"🆘 Call {EMERGENCY} now.", kind="card"))
        assert stand_in.sent[0]["entities"] == [{"type": "bold", "offset": 8, "length": 3}]

    async def test_choices(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        await provider.send(outgoing(choices=(choice(),)))
        assert stand_in.sent[0]["reply_markup"] == {
            "inline_keyboard": [[{"text": "Sleep", "callback_data": "c1"}]]
        }

    async def test_place(self, api_url: str, stand_in: TelegramStandIn) -> None:
        provider = TelegramProvider(connect(settings(telegram_api_url=api_url)), "s", texts=texts)
        await provider.send(outgoing(choices=(choice("give_place"),)))
        asked = json.loads(stand_in.calls[0][1]["reply_markup"])
        assert asked["keyboard"][0] == [{"text": "choices.share_place en", "request_location": True}]
        assert asked["one_time_keyboard"] is True
        await provider.close()

    async def test_choice_that_does_not_fit(self, provider: TelegramProvider) -> None:
        wrong = choice() | {"id": "x" * 65}
        assert (await failure(provider, outgoing(choices=(wrong,)))).error is SendError.REFUSED

    async def test_our_name_comes_with_what_we_send(self, provider: TelegramProvider) -> None:
        in_group = json.dumps(update("message", message(SUPERGROUP, text="@another_bot hello"))).encode()
        assert provider.parse(call(in_group))
        await provider.send(outgoing())
        assert provider.parse(call(in_group)) == ()


REFUSALS = [
    (403, "Forbidden: bot was blocked by the user", SendError.CLOSED),
    (403, "Forbidden: user is deactivated", SendError.CLOSED),
    (403, "Forbidden: bot was kicked from the group chat", SendError.CLOSED),
    (400, "Bad Request: chat not found", SendError.CLOSED),
    (400, "Bad Request: message is too long", SendError.REFUSED),
    (401, "Unauthorized", SendError.NOT_LET_IN),
    (404, "Not Found", SendError.NOT_LET_IN),
    (500, "Internal Server Error", SendError.UNREACHABLE),
    (502, "Bad Gateway", SendError.UNREACHABLE),
    (409, "Conflict: terminated by other request", SendError.UNREACHABLE),
]


class TestFailures:
    @pytest.mark.parametrize(("status", "description", "error"), REFUSALS, ids=lambda value: str(value)[:40])
    async def test_answers(
        self,
        provider: TelegramProvider,
        stand_in: TelegramStandIn,
        status: int,
        description: str,
        error: SendError,
    ) -> None:
        stand_in.refused["sendMessage"] = (status, description)
        found = await failure(provider)
        assert (found.error, found.wait) == (error, None)

    async def test_blocked(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        stand_in.blocked.add(CHAT)
        assert (await failure(provider)).error is SendError.CLOSED

    async def test_no_such_chat(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        stand_in.unknown.add(CHAT)
        assert (await failure(provider)).error is SendError.CLOSED

    @pytest.mark.parametrize("text", ["", "x" * 4_097, "😢" * 2_049])
    async def test_text_that_telegram_does_not_take(self, provider: TelegramProvider, text: str) -> None:
        assert (await failure(provider, outgoing(text))).error is SendError.REFUSED

    async def test_wrong_token(self, api_url: str) -> None:
        foreign = TelegramProvider(connect(settings(telegram_api_url=api_url, telegram_token="2:other")), "s")
        assert (await failure(foreign)).error is SendError.NOT_LET_IN
        await foreign.close()

    async def test_busy_says_how_long(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        stand_in.faults.append(Fault.BUSY)
        found = await failure(provider, outgoing(kind="card"))
        assert (found.error, found.wait) == (SendError.BUSY, timedelta(seconds=1))
        assert stand_in.sent == []

    async def test_server_error(self, provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
        stand_in.faults.append(Fault.SERVER_ERROR)
        assert (await failure(provider)).error is SendError.UNREACHABLE
        await provider.send(outgoing())
        assert len(stand_in.sent) == 1

    async def test_taken_but_the_answer_is_lost(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        stand_in.faults.append(Fault.HALF_SENT)
        assert (await failure(provider)).error is SendError.UNREACHABLE
        assert len(stand_in.sent) == 1

    async def test_silence(
        self, provider: TelegramProvider, stand_in: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "SECONDS", 0.05)
        stand_in.faults.append(Fault.SILENCE)
        assert (await failure(provider)).error is SendError.UNREACHABLE

    async def test_nobody_there(self) -> None:
        alone = TelegramProvider(connect(settings(telegram_phone_port=free_port())), "s")
        assert (await failure(alone)).error is SendError.UNREACHABLE
        await alone.typing(str(CHAT))
        await alone.acknowledge(Said("u", str(CHAT), "", handle={"query": "q", "message": "1"}))
        await alone.close()

    def test_patience_is_shorter_than_a_claim(self) -> None:
        assert module.SECONDS < 10

    async def test_no_words_and_no_address_in_errors_or_logs(
        self, provider: TelegramProvider, stand_in: TelegramStandIn, caplog: pytest.LogCaptureFixture
    ) -> None:
        stand_in.refused["sendMessage"] = (400, f"Bad Request: {WORDS}")
        with caplog.at_level(logging.INFO):
            found = await failure(provider, outgoing(WORDS))
        assert WORDS not in repr(found)
        assert found.__cause__ is None
        told = [
            str(record.msg) for record in caplog.records
        ]  # all that our logs keep of other libraries' lines
        assert not any(WORDS in each or str(CHAT) in each for each in told)


class TestPace:
    async def test_too_fast_is_paced_and_nothing_is_sent(
        self, api_url: str, stand_in: TelegramStandIn
    ) -> None:
        now = [100.0]
        made = TelegramProvider(connect(settings(telegram_api_url=api_url)), "s", clock=lambda: now[0])
        for _ in range(4):
            await made.send(outgoing())
        found = await failure(made)
        assert (found.error, found.wait) == (SendError.PACED, timedelta(seconds=1))
        await made.send(outgoing("now", urgent=True))
        await made.send(outgoing(chat=CHAT + 1))
        now[0] += 2
        await made.send(outgoing("later"))
        assert [each["text"] for each in stand_in.sent] == ["Hello."] * 4 + ["now", "Hello.", "later"]
        await made.close()


class TestAcknowledge:
    async def test_the_press_ends_and_the_buttons_go(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        await provider.send(outgoing(choices=(choice(),)))
        handle = {"query": "q1", "message": str(stand_in.sent[0]["message_id"])}
        await provider.acknowledge(Said("update:1", str(CHAT), "", choice="c1", handle=handle))
        assert "reply_markup" not in stand_in.sent[0]
        assert ("answerCallbackQuery", {"callback_query_id": "q1"}) in stand_in.calls

    async def test_the_buttons_go_even_if_the_press_is_too_old(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        await provider.send(outgoing(choices=(choice(),)))
        stand_in.refused["answerCallbackQuery"] = (400, "Bad Request: query is too old")
        handle = {"query": "q1", "message": str(stand_in.sent[0]["message_id"])}
        said = Said("update:1", str(CHAT), "", choice="c1", handle=handle)
        await provider.acknowledge(said)
        await provider.acknowledge(said)  # "message is not modified"
        assert "reply_markup" not in stand_in.sent[0]

    async def test_nothing_to_acknowledge(
        self, provider: TelegramProvider, stand_in: TelegramStandIn
    ) -> None:
        await provider.acknowledge(Said("update:1", str(CHAT), "hello"))
        assert stand_in.calls == []


async def test_typing(provider: TelegramProvider, stand_in: TelegramStandIn) -> None:
    await provider.typing(str(CHAT))
    assert stand_in.calls == [("sendChatAction", {"chat_id": str(CHAT), "action": "typing"})]


class TestChannel:
    async def test_without_a_token_it_is_the_stand_in_of_this_machine(self) -> None:
        made = channel.make(settings(telegram_phone_port=8_099), Keys(b"k" * 32), texts)
        assert (made.name, made.capabilities) == ("telegram", channel.CAPABILITIES)
        assert url_of(settings(telegram_phone_port=8_099)) == "http://127.0.0.1:8099"
        assert made.provider
        made.provider.verify(call(x_telegram_bot_api_secret_token=Keys(b"k" * 32).secret(SECRET_PURPOSE)))
        await made.provider.close()

    def test_with_a_token_it_is_telegram(self) -> None:
        assert url_of(settings(telegram_token="5:abc")) == "https://api.telegram.org"

    @pytest.mark.parametrize("token", ["abc", "abc:1", "1:a b", ":x"])
    def test_what_is_no_token_stops_the_start(self, token: str) -> None:
        with pytest.raises(SettingsError) as caught:
            channel.make(settings(telegram_token=token), Keys(b"k" * 32), texts)
        assert token not in str(caught.value)
