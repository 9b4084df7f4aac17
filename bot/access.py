"""Who may use a route. Every route names one of these decisions; a guard test notices one that does not."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from bot import clock
from bot.channels.channel import Provider
from bot.channels.incoming import Call, NotSigned, TooOld
from bot.channels.web.tokens import BadToken, Session, Tokens
from bot.logs import logger
from bot.problems import Problem

log = logger(__name__)
_LOOPBACK = {"127.0.0.1", "::1"}
_THROUGH_A_PROXY = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
MOST_BYTES = 128_000
"""Of a provider's call. The longest have about 100,000: a text of 255 parts, or a message of Telegram's that answers another
one, each in letters that are escaped."""
_NO_CHAT = "This chat is not known here, or it has ended. Please start a new chat."


async def public() -> None:
    """Anybody, knowingly: the page, its files, starting a chat, the liveness check."""


async def with_token(
    request: Request,
    _: Annotated[object, Depends(HTTPBearer(auto_error=False, description="The token of a chat."))],
) -> Session:
    """Whoever holds the token of a conversation, for that conversation only."""
    tokens: Tokens = request.app.state.tokens
    try:
        return tokens.read(_bearer(request))
    except BadToken:
        raise Problem(401, _NO_CHAT) from None


async def operator(request: Request) -> None:
    """The operator: by token where one is set, otherwise from this machine only and not through a proxy."""
    wanted = request.app.state.deps.settings.operator_token
    if wanted is not None:
        if hmac.compare_digest(_bearer(request).encode(), wanted.get_secret_value().encode()):
            return
    elif request.client and request.client.host in _LOOPBACK and not _proxied(request):
        return
    raise Problem(403, "This page is for the operator.")


@dataclass(frozen=True, slots=True)
class Calling:
    """A call that has been verified, and whose it is."""

    channel: str
    provider: Provider
    call: Call


async def by_provider(request: Request) -> Calling:
    """A channel's provider, by its secret or its signature over the call as it made it.

    Before that the body is taken in, MOST_BYTES of it at most, and no more is made out of it than the signature needs.
    """
    deps = request.app.state.deps
    name, hook = request.path_params["channel"], request.path_params.get("hook", "")
    channel = deps.channels.get(name)
    provider: Provider | None = channel and channel.provider
    if provider is None or hook not in provider.hooks:
        raise Problem(404, "There is nothing at this address.")
    query = f"?{request.url.query}" if request.url.query else ""
    call = Call(
        hook=hook,
        # Never from the Host header or the scheme that we see: a proxy changes both, and anybody can send the first.
        url=f"{deps.settings.origin}{request.url.path}{query}",
        query=tuple(request.query_params.multi_items()),
        headers=dict(request.headers),
        body=await _body(request),
        received_at=clock.now(),
    )
    try:
        provider.verify(call)
    except NotSigned as refusal:
        deps.metrics.refused_calls.labels(name).inc()
        _log_refusal(refusal, name, hook)
        raise Problem(403, "This call could not be verified.") from None
    return Calling(name, provider, call)


async def _body(request: Request) -> bytes:
    """The body of a provider's call; raise Problem as soon as it is known to be too long."""
    declared = request.headers.get("content-length", "0")
    too_long = Problem(413, "This call is longer than any that a provider makes.")
    if not declared.isdecimal() or int(declared) > MOST_BYTES:
        raise too_long
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise too_long
    return bytes(body)


def _log_refusal(refusal: NotSigned, channel: str, hook: str) -> None:
    """Somebody's words are lost if a call of the provider's own comes too late; a forged one is nobody's loss."""
    if isinstance(refusal, TooOld):
        log.error("call_too_old", channel=channel, hook=hook)
    else:
        log.warning("call_refused", channel=channel, hook=hook, why=str(refusal))


def _proxied(request: Request) -> bool:
    """True if a proxy says that it stands between; one that says nothing is why docs/operating.md asks for a token."""
    return any(name in request.headers for name in _THROUGH_A_PROXY)


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


DECISIONS = (public, with_token, operator, by_provider)
