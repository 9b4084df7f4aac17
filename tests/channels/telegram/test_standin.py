"""The stand-in says what Telegram says; the provider's tests use the rest of it."""

import threading
from typing import Any

import httpx
import pytest

from bot.channels.telegram import updates
from bot.channels.telegram.standin import TelegramStandIn


def asked(api_url: str, method: str, token: str = "1:local", **fields: Any) -> tuple[int, dict[str, Any]]:
    answer = httpx.post(f"{api_url}/bot{token}/{method}", json=fields, trust_env=False)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("method", "fields", "status", "description"),
    [
        ("noSuchMethod", {}, 404, "Not Found: method not found"),
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is missing or not a number"),
        ("sendMessage", {"chat_id": 1, "text": " "}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": "😢" * 2_049}, 400, "Bad Request: message is too long"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
            400,
            "Bad Request: entity is out of bounds",
        ),
        (
            "sendMessage",
            {
                "chat_id": 1,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 33}]]},
            },
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendChatAction",
            {"chat_id": 1, "action": "sing"},
            400,
            "Bad Request: wrong parameter action in request",
        ),
        (
            "editMessageReplyMarkup",
            {"chat_id": 1, "message_id": 9},
            400,
            "Bad Request: message to edit not found",
        ),
        (
            "setWebhook",
            {"url": "http://example.org"},
            400,
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.org", "secret_token": "a b"},
            400,
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "A", "description": "x"}]},
            400,
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x" * 257}]},
            400,
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ("setMyDescription", {"description": "x" * 513}, 400, "Bad Request: description is too long"),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            400,
            "Bad Request: description is too long",
        ),
    ],
)
def test_refusals(
    api_url: str,
    stand_in: TelegramStandIn,
    method: str,
    fields: dict[str, Any],
    status: int,
    description: str,
) -> None:
    body = {"ok": False, "error_code": status, "description": description}
    assert asked(api_url, method, **fields) == (status, body)
    assert stand_in.sent == []


def test_token(api_url: str) -> None:
    assert asked(api_url, "getMe", token="1:other")[0] == 401


def test_updates_go_to_the_webhook_or_wait(api_url: str, stand_in: TelegramStandIn) -> None:
    one = stand_in.happened("message", updates.message(5, 1, 1, text="one"))
    with httpx.Client(trust_env=False) as http:
        assert stand_in.deliver(one, http) is None
        assert asked(api_url, "getUpdates")[1]["result"] == [one]
        assert asked(api_url, "getUpdates", offset=one["update_id"] + 1)[1]["result"] == []
        assert asked(api_url, "setWebhook", url="https://example.org", allowed_updates=["message"])[0] == 200
        assert asked(api_url, "getUpdates")[0] == 409
        assert asked(api_url, "getWebhookInfo")[1]["result"]["url"] == "https://example.org"
        assert stand_in.deliver(stand_in.happened("poll", {}), http) is None
    assert asked(api_url, "deleteWebhook")[1] == {"ok": True, "result": True}
    assert asked(api_url, "getUpdates", timeout=0)[1] == {"ok": True, "result": []}


def test_whoever_asks_for_updates_is_held_until_there_is_one(api_url: str, stand_in: TelegramStandIn) -> None:
    one = stand_in.happened("message", updates.message(5, 1, 1, text="one"))
    later = threading.Timer(0.05, stand_in.pending.append, [one])
    later.start()
    assert asked(api_url, "getUpdates", timeout=4)[1]["result"] == [one]
    later.join()
