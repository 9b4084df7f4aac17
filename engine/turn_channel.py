"""The engine's one way in: the bot asks for a turn, and gets directives or a failure, never an empty success.

Routes, all behind the shared secret: POST / (a turn), DELETE /conversations/<sender>, GET /health.
"""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb
from typing import Any
from urllib.parse import urljoin

from aiohttp import ClientError, ClientSession, ClientTimeout
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from engine.runner import ActionFailedError, run_turn, tracker_store
from engine.turns import BadTurnError, authorised, read_turn

SOON = 1.0  # seconds for the action server's health: the bot waits about 3 for ours
logger = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[HTTPResponse]]


class TurnChannel(InputChannel):  # type: ignore[misc]  # rasa has no types where mypy runs
    """Rasa input channel for one trusted caller, the bot."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """The URL prefix: /webhooks/turn."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "TurnChannel":
        """Refuse to start open (anyone could speak as anyone), or where Rasa would log what people write."""
        if logging.getLogger("rasa").getEffectiveLevel() < logging.INFO:
            raise RasaException(
                "At this log level Rasa writes people's words into its log; use INFO or above."
            )
        secret = (credentials or {}).get("secret")
        if not secret:
            cls.raise_missing_credentials_exception()
        return cls(str(secret))

    def blueprint(self, _on_new_message: object) -> Blueprint:
        """Sanic's routes; Rasa's own message handler is not used, because it hides failures."""
        routes = Blueprint("turn_channel")
        routes.add_route(self._guarded(take_turn), "/", methods=["POST"])
        routes.add_route(self._guarded(erase), "/conversations/<sender:str>", methods=["DELETE"])
        routes.add_route(self._guarded(health), "/health", methods=["GET"])
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request, **path: str) -> HTTPResponse:
            if not authorised(request.headers.get("authorization"), self._secret):
                return response.json({"error": "unauthorised"}, status=401)
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready() or tracker_store(agent) is None:
                return response.json({"error": "not ready"}, status=503)
            return await handler(request, agent, **path)

        guarded.__name__ = handler.__name__  # Sanic names routes by it, and names are unique
        return guarded


async def take_turn(request: Request, agent: Agent) -> HTTPResponse:
    """Answer one turn."""
    try:
        turn = read_turn(request.json)
    except InvalidUsage:
        return response.json({"error": "the body is not JSON"}, status=400)
    except BadTurnError as error:
        return response.json({"error": str(error)}, status=400)
    if turn.choice and turn.choice.intent not in agent.domain.intents:
        return response.json({"error": "no such intent"}, status=400)
    try:
        return response.json(await run_turn(agent, turn))
    except ActionFailedError as failure:
        return _failed(turn.turn_id, failure, status=502)
    except Exception as failure:  # noqa: BLE001 - at this edge every failure becomes an answer that says so
        return _failed(turn.turn_id, failure, status=500)


async def erase(_request: Request, agent: Agent, sender: str) -> HTTPResponse:
    """Erase everything the engine keeps of this sender."""
    store = tracker_store(agent)
    async with agent.lock_store.lock(sender):
        return response.json({"deleted": store.erase(sender) if store else 0})


async def health(_request: Request, agent: Agent) -> HTTPResponse:
    """Ready: a model is loaded and the tracker store is ours (the guard has checked both); says if actions answer."""
    endpoint = agent.action_endpoint
    actions = endpoint is not None and await answers(urljoin(endpoint.url, "health"))
    return response.json({"status": "ok", "model": agent.model_id, "actions": actions})


async def answers(url: str) -> bool:
    """True if a GET of this address is answered 200 soon."""
    try:
        async with ClientSession(timeout=ClientTimeout(total=SOON)) as session, session.get(url) as reply:
            return bool(reply.status == HTTPStatus.OK)
    except (ClientError, TimeoutError):
        return False


def _failed(turn_id: str, failure: Exception, *, status: int) -> HTTPResponse:
    # Type names and the place in the code only: the text of an exception may quote what the person wrote.
    error = type(failure.__cause__ or failure).__name__
    place = extract_tb((failure.__cause__ or failure).__traceback__)[-1]
    logger.error("turn %s failed: %s at %s:%s", turn_id, error, Path(place.filename).name, place.lineno)
    return response.json({"turn_id": turn_id, "error": error}, status=status)
