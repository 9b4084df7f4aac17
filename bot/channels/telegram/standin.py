"""A stand-in for Telegram's Bot API on loopback, after its documented JSON."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.stand_in import StandIn, form
from bot.channels.telegram import standin_checks as checks
from bot.channels.telegram.api import LOCAL_TOKEN
from bot.channels.telegram.fields import Json
from bot.channels.telegram.provider import SECRET_HEADER
from bot.channels.telegram.standin_checks import BOT, Refused, bad

_LOOK_SECONDS = 0.01
"""How often somebody who waits for updates looks."""
_NEVER_FAULTY = {"sendChatAction", "answerCallbackQuery", "editMessageReplyMarkup"}
"""What nobody misses: a fault is for what matters."""
_GONE_QUERY = "query is too old and response timeout expired or query ID is invalid"


class TelegramStandIn(StandIn):
    """Remembers what was sent and set. ``shown`` is called with each Message that it takes for a person.

    blocked: chats that have blocked us. unknown: chats that there are not. refused: for a method, the answer to all its calls.
    """

    def __init__(
        self,
        token: str = LOCAL_TOKEN,
        *,
        first_update: int = 1,
        shown: Callable[[Json], None] = lambda message: None,  # noqa: ARG005 (nobody looks)
    ) -> None:
        super().__init__()
        self.token = token
        self.shown = shown
        self.sent: list[Json] = []
        self.calls: list[tuple[str, Json]] = []
        self.blocked: set[int] = set()
        self.unknown: set[int] = set()
        self.refused: dict[str, tuple[int, str]] = {}
        self.webhook: Json = {"url": "", "secret_token": "", "allowed_updates": None}
        self.commands: dict[str, list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.pending: list[Json] = []
        self._next_update = first_update
        self._next_message = first_update
        self._methods: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda fields: BOT,  # noqa: ARG005 (one form for all)
            "sendMessage": self._send_message,
            "sendChatAction": self._send_chat_action,
            "answerCallbackQuery": self._answer_callback_query,
            "editMessageReplyMarkup": self._edit_markup,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "setMyDescription": lambda fields: self._describe(fields, "description"),
            "setMyShortDescription": lambda fields: self._describe(fields, "short_description"),
        }

    def routes(self) -> list[BaseRoute]:
        """Every method is a part of one address."""
        return [Route("/bot{token}/{method}", self._called, methods=["GET", "POST"])]

    def busy(self) -> Response:
        """Telegram's 429, which says how long to wait."""
        return _answer(429, "Too Many Requests: retry after 1", parameters={"retry_after": 1})

    def number(self) -> int:
        """The number of the next message."""
        self._next_message += 1
        return self._next_message - 1

    def happened(self, kind: str, what: Json) -> Json:
        """The Update that says so; kind is for instance ``message``."""
        self._next_update += 1
        return {"update_id": self._next_update - 1, kind: what}

    def deliver(self, update: Json, http: httpx.Client) -> httpx.Response | None:
        """Hand an update to the webhook, and do what its answer asks for; without a webhook, keep it for getUpdates.

        Gives the webhook's answer: what is not 2xx is to be delivered again. Raise httpx.HTTPError.
        """
        wanted = self.webhook["allowed_updates"]
        if wanted and not any(kind in wanted for kind in update):
            return None
        if not self.webhook["url"]:
            self.pending.append(update)
            return None
        answer = http.post(
            self.webhook["url"], json=update, headers={SECRET_HEADER: self.webhook["secret_token"]}
        )
        if answer.is_success and answer.content:
            asked = answer.json()
            self.do(asked.pop("method"), asked)
        return answer

    def do(self, method: str, fields: Json) -> Any:  # noqa: ANN401 (JSON)
        """The result of a method; raise Refused."""
        self.calls.append((method, fields))
        if method in self.refused:
            raise Refused(*self.refused[method])
        if method not in self._methods:
            raise Refused(404, "Not Found: method not found")
        return self._methods[method](fields)

    async def _called(self, request: Request) -> Response:
        method = request.path_params["method"]
        fields = dict(request.query_params) | await _fields(request)
        if request.path_params["token"] != self.token:
            return _answer(401, "Unauthorized")
        if method not in _NEVER_FAULTY and (failing := await self.fault()):
            return failing
        try:
            if method == "getUpdates":
                result = await self._get_updates(fields)
            else:
                result = self.do(method, fields)
        except Refused as refused:
            return _answer(refused.status, refused.description)
        taken = JSONResponse({"ok": True, "result": result})
        return taken if method in _NEVER_FAULTY else self.answered(taken)

    async def _get_updates(self, fields: Json) -> list[Json]:
        """Wait for updates from an offset on, for at most as long as asked; what is before it is forgotten."""
        if self.webhook["url"]:
            text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refused(409, f"Conflict: {text}")
        if "getUpdates" in self.refused:
            raise Refused(*self.refused["getUpdates"])
        offset, limit = int(fields.get("offset") or 0), int(fields.get("limit") or 100)
        deadline = time.monotonic() + float(fields.get("timeout") or 0)
        while (
            self.pending and self.pending[0]["update_id"] < offset
        ):  # one by one: another thread may add to it
            self.pending.pop(0)
        while not self.pending and time.monotonic() < deadline:  # noqa: ASYNC110 (another thread fills it)
            await asyncio.sleep(_LOOK_SECONDS)
        return self.pending[:limit]

    def _reached(self, fields: Json) -> int:
        chat = checks.whole(fields, "chat_id")
        if chat in self.unknown:
            raise bad("chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _send_message(self, fields: Json) -> Json:
        chat = self._reached(fields)
        text = checks.text_of(fields)
        entities, markup = checks.entities_of(fields, text), checks.markup_of(fields)
        message: Json = {
            "message_id": self.number(),
            "from": BOT,
            "chat": {"id": chat, "type": "private" if chat > 0 else "group"},
            "date": int(time.time()),
            "text": text,
        }
        message |= {"entities": entities} if entities else {}
        message |= {"reply_markup": markup} if "inline_keyboard" in markup else {}
        self.sent.append(message)
        # A keyboard in place of the phone's own is no part of the message, but the phone shows it.
        self.shown(message | ({"reply_markup": markup} if markup else {}))
        return message

    def _send_chat_action(self, fields: Json) -> bool:
        self._reached(fields)
        if fields.get("action") != "typing":
            raise bad("wrong parameter action in request")
        return True

    def _answer_callback_query(self, fields: Json) -> bool:
        if not fields.get("callback_query_id"):
            raise bad(_GONE_QUERY)
        return True

    def _edit_markup(self, fields: Json) -> Json:
        chat, number = self._reached(fields), checks.whole(fields, "message_id")
        found = [each for each in self.sent if (each["chat"]["id"], each["message_id"]) == (chat, number)]
        if not found:
            raise bad("message to edit not found")
        markup = checks.markup_of(fields)
        if found[0].get("reply_markup", {}) == markup:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same"
            )
        found[0].pop("reply_markup", None)
        found[0].update({"reply_markup": markup} if markup else {})
        return found[0]

    def _set_webhook(self, fields: Json) -> bool:
        self.webhook = checks.webhook_of(fields)
        return True

    def _delete_webhook(self, fields: Json) -> bool:  # noqa: ARG002 (one form for all)
        self.webhook = {"url": "", "secret_token": "", "allowed_updates": None}
        return True

    def _webhook_info(self, fields: Json) -> Json:  # noqa: ARG002 (one form for all)
        info = {"url": self.webhook["url"], "has_custom_certificate": False}
        return info | {"pending_update_count": len(self.pending)}

    def _set_commands(self, fields: Json) -> bool:
        self.commands[checks.language_of(fields)] = checks.commands_of(fields)
        return True

    def _describe(self, fields: Json, name: str) -> bool:
        self.descriptions[name, checks.language_of(fields)] = checks.description_of(fields, name)
        return True


async def _fields(request: Request) -> Json:
    """The fields of a call, in either form that Telegram takes."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(await request.body()))
    return dict(await form(request))


def _answer(status: int, description: str, **more: Any) -> Response:  # noqa: ANN401 (JSON)
    body = {"ok": False, "error_code": status, "description": description, **more}
    return JSONResponse(body, status_code=status)
