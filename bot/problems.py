"""Errors of the HTTP interface: problem+json (RFC 9457), with words that help and never an echo of the input."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from bot.logs import logger

log = logger(__name__)
_TITLES = {
    400: "Bad request",
    401: "Unknown chat",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    413: "Too large",
    422: "Not understood",
    503: "Not ready",
}


_DETAILS = {
    404: "There is nothing at this address. The chat is at /.",
    405: "This address does not take requests of this kind; /openapi.json says which it takes.",
}


class Problem(Exception):  # noqa: N818 (RFC 9457's word)
    """Ends a request with a problem document. ``detail`` is a sentence that says what to do."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail


def document(status: int, detail: str, help_text: str) -> JSONResponse:
    """A problem document; ``help`` holds the numbers to call, because whoever reads it may need them."""
    body = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "help": help_text,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def _fault(error: Mapping[str, Any]) -> str:
    """One fault of a request: where and what, without anything that was sent, not even a made-up field's name."""
    where = error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]
    return f"{'.'.join(str(part) for part in where)}: {error['msg']}"


def install(app: FastAPI, help_text: Callable[[], str]) -> None:
    """Answer every error of the app with a problem document; ``help_text`` gives the numbers as they are now."""

    async def on_problem(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)  # noqa: S101 (as registered below)
        return document(error.status, error.detail, help_text())

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 (as registered below)
        return document(error.status_code, _DETAILS.get(error.status_code, str(error.detail)), help_text())

    async def on_invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 (as registered below)
        return document(422, "; ".join(_fault(each) for each in error.errors())[:500], help_text())

    async def on_failure(request: Request, error: Exception) -> JSONResponse:
        log.error("request_failed", path=request.url.path, exc_info=error)
        return document(500, "Something went wrong on our side. Please try again in a moment.", help_text())

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_failure)
