"""The directory as web pages: a search at /services and a page for each service, which work without JavaScript.

What a page shows of a row is what ``tell`` says of it, no more; the lines that are open day and night are on every page.
"""

import asyncio
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.access import public
from bot.clock import local, now
from bot.directives import Services
from bot.directory import asked as question
from bot.directory.asked import Asked
from bot.directory.built import read_built
from bot.directory.export import as_csv, as_json
from bot.directory.hours import Text
from bot.directory.jsonld import describe
from bot.directory.model import Assurance, Service
from bot.directory.search import Results, as_of, stands
from bot.directory.shown import address, help_lines, needs, shown, to_show
from bot.pipeline.context import Deps
from bot.safety.notice import Response as SafetyResponse
from bot.safety.notice import SafetyState
from bot.safety.reading import read

_HERE = Path(__file__).parent
_STYLE = (_HERE / "static" / "services.css").read_bytes()
_JINJA = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES = {name: _JINJA.get_template(f"{name}.html") for name in ("search", "service", "unknown")}
"""Read once, so that all pages are of one version also while an upgrade copies new ones."""
_EXPORTS = {"json": "application/json", "csv": "text/csv"}
_AFTER_A_LINK = ".,;:!?)'\""

router = APIRouter(include_in_schema=False, dependencies=[Depends(public)])


@router.get("/services")
async def search(request: Request) -> Response:
    """The form, and what was found if something was asked. A whole postcode is cut before it is read or kept."""
    given, deps, moment = request.query_params, _deps(request), now()
    asked = Asked.read(given)
    if question.says_too_much(given):
        return RedirectResponse(asked.address(), 303)
    talk_now = await _calls_for_a_person(asked.words, deps, moment)
    found = None
    if question.is_question(given):
        asked, found = await asyncio.to_thread(_find, asked, deps, moment)
    values = _results(asked, found, _text(deps), moment) if found else {}
    if not found or not found.total:
        values["needs"] = needs(asked, deps.directory.edition())
    region = found.region if found else deps.settings.region
    return _page("search", deps, region, asked=asked, found=found, talk_now=talk_now, **values)


@router.get("/services/services.css")
async def style() -> Response:
    """How the pages look, on a screen and on paper."""
    return Response(_STYLE, media_type="text/css")


@router.get("/services/export.{form}")
def export(form: str, request: Request) -> Response:
    """The whole directory to take away, without what is not for everybody."""
    deps = _deps(request)
    if form not in _EXPORTS:
        return _unknown(deps)
    edition = deps.directory.edition()
    today, confirmed_only = local(now()).date(), deps.settings.confirmed_only
    whole = _exported(edition.path, edition.version, today, form, confirmed_only=confirmed_only)
    named = {"content-disposition": f'attachment; filename="waymark-services.{form}"'}
    return Response(whole, media_type=_EXPORTS[form], headers=named)


@router.get("/services/{service_id}")
def service(service_id: str, request: Request) -> Response:
    """The page of one service, or one that says that there is none, with the numbers to call."""
    deps, moment = _deps(request), now()
    edition = deps.directory.edition()
    row = _row(service_id, deps, moment)
    if row is None:
        return _unknown(deps)
    region = deps.settings.region if edition.region(row.region).national else row.region
    data = describe(row, address(row))
    told = shown(row, _text(deps), moment, in_full=True)
    # Others must not be copied by search engines, which leave out "please check" and keep what has changed since.
    listed = row.whole and row.assurance is Assurance.CONFIRMED
    return _page("service", deps, region, service=told, data=data, id=row.id, listed=listed)


@router.get("/s/{service_id}")
def short_address(service_id: str, request: Request) -> Response:
    """The short address that fits into a text message, with whatever stood behind it in the sentence."""
    deps = _deps(request)
    row = _row(service_id.lower().rstrip(_AFTER_A_LINK), deps, now())
    return RedirectResponse(address(row), 308) if row else _unknown(deps)


@lru_cache(maxsize=2)
def _exported(path: Path, version: str, today: date, form: str, *, confirmed_only: bool) -> bytes:
    """Made once a build and day: reading all of it is work, and anybody may ask."""
    packs = read_built(path)
    if confirmed_only:
        packs = replace(packs, services=[row for row in packs.services if stands(as_of(row, today))])
    if form == "json":
        return as_json(packs, version=version, today=today, public=True).encode()
    return as_csv(packs, today=today, public=True).encode()


async def _calls_for_a_person(words: str, deps: Deps, moment: datetime) -> bool:
    """True if the safety net hears in the words what calls for more than a list. Nothing of it is kept."""
    if not words:
        return False
    notice = await read(deps.net, words, SafetyState(), moment)
    return notice.response is not SafetyResponse.NONE


def _find(asked: Asked, deps: Deps, moment: datetime) -> tuple[Asked, Results]:
    """The results, and the question on the page that there is: after the last one comes the last one."""

    def of(wanted: Asked) -> Results:
        return deps.directory.search(
            Services(
                words=wanted.words or None,
                place=wanted.place or None,
                when=None if wanted.when == question.ANY else wanted.when,
                only=";".join(wanted.only) or None,
            ),
            text=_text(deps),
            region=deps.settings.region,
            now=moment,
            start=wanted.start,
            most=question.PER_PAGE,
        )

    found = of(asked)
    last = asked.on(min(asked.page, question.pages(found.total)))
    return last, found if last == asked else of(last)


def _results(asked: Asked, found: Results, text: Text, moment: datetime) -> dict[str, Any]:
    pages = question.pages(found.total)
    return {
        "count": _count(found.total, text),
        "results": [shown(each.service, text, moment, reasons=each.reasons) for each in found.results],
        "pages": pages,
        "earlier": asked.on(asked.page - 1).address() if asked.page > 1 else "",
        "later": asked.on(asked.page + 1).address() if asked.page < pages else "",
    }


def _count(total: int, text: Text) -> str:
    if total > 1:
        return text("services.page.found", total=str(total))
    return text("services.page.found_one" if total else "services.page.found_none")


def _row(service_id: str, deps: Deps, moment: datetime) -> Service | None:
    edition = deps.directory.edition()
    return to_show(service_id, edition, moment, confirmed_only=deps.settings.confirmed_only)


def _unknown(deps: Deps) -> HTMLResponse:
    return _page("unknown", deps, deps.settings.region, status=404)


def _page(name: str, deps: Deps, region_id: str, *, status: int = 200, **values: object) -> HTMLResponse:
    text = _text(deps)
    code = deps.settings.language
    html = _TEMPLATES[name].render(
        text=text,
        lang="en-GB" if code == "en" else code,
        help_lines=help_lines(deps.directory.edition(), region_id, text),
        **values,
    )
    return HTMLResponse(html, status)


def _text(deps: Deps) -> Text:
    return partial(deps.library.text, language=deps.settings.language)


def _deps(request: Request) -> Deps:
    deps: Deps = request.app.state.deps
    return deps
