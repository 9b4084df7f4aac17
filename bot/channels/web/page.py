"""The plain page that chats with the API, at /, and the few files it is made of.

The numbers to call are in the page itself: they are there without JavaScript, and when nothing else of ours works.
"""

from html import escape
from pathlib import Path

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from bot.access import public
from bot.content.model import Card, Line
from bot.pipeline.context import Deps
from bot.problems import Problem

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SCHEMES = {"phone": "tel", "text": "sms"}
NUMBERS = "<!-- numbers -->"

FILES = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir()) if path.suffix in _TYPES}
"""What /static serves, read once, so that page and files are of one version also while an upgrade copies new ones."""
INDEX = (_STATIC / "index.html").read_text("utf-8")

router = APIRouter(include_in_schema=False, dependencies=[Depends(public)])


@router.get("/")
async def page(request: Request) -> HTMLResponse:
    """The chat, with the numbers as content has them now."""
    deps: Deps = request.app.state.deps
    return HTMLResponse(render(INDEX, deps.library.card("numbers")))


@router.get("/static/{name}")
async def file(name: str) -> Response:
    """One of the page's files."""
    if name not in FILES:
        raise Problem(404, "There is no such file here.")
    return Response(FILES[name], media_type=_TYPES[Path(name).suffix])


def render(index: str, card: Card) -> str:
    """The page with a card's lines in it, each number as a link that a phone can use."""
    return index.replace(NUMBERS, "\n".join(_item(line) for line in card.lines))


def _item(line: Line) -> str:
    link = f'<a href="{_SCHEMES[line.kind]}:{line.number.replace(" ", "")}">{escape(line.number)}</a>'
    before, number, after = line.detail.partition(line.number)
    words = escape(before) + (link if number else "") + escape(after)
    return f"<li><strong>{escape(line.name)}</strong>: {words}</li>"
