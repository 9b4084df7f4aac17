"""The web chat's JSON API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse

from bot import clock
from bot.access import public, with_token
from bot.channels.receive import Unstored, receive
from bot.channels.web.channel import WEB
from bot.channels.web.events import stream
from bot.channels.web.schemas import (
    Accepted,
    Erased,
    MessageOut,
    NewMessage,
    NewSession,
    Position,
    SessionOut,
)
from bot.channels.web.tokens import Session
from bot.directory.outcodes import nearest_outcode
from bot.erasure import erase
from bot.intake import clean
from bot.messages import Problem as Odd
from bot.messages import Reply
from bot.pipeline.context import Deps
from bot.problems import Problem
from bot.store.database import StoreUnavailable
from bot.store.inbox import Arrival

router = APIRouter(prefix="/api/chat", tags=["chat"])
SessionOf = Annotated[Session, Depends(with_token)]


def _deps(request: Request) -> Deps:
    deps: Deps = request.app.state.deps
    return deps


DepsOf = Annotated[Deps, Depends(_deps)]


@router.post("/sessions", status_code=201, dependencies=[Depends(public)])
async def start(request: Request, deps: DepsOf, new: NewSession | None = None) -> SessionOut:
    """Start a chat. Nothing is stored until the person writes."""
    region = (new and new.region) or deps.settings.region
    if region not in deps.directory.edition().regions:
        raise Problem(422, f"There is no region '{region}'. Leave it out, or name one that this service has.")
    language = (new and new.language) or deps.settings.language
    token, session = request.app.state.tokens.issue(region, language)
    opening = Reply(deps.library.text("about.first_message", language), kind="opening", language=language)
    return SessionOut(token=token, conversation=session.conversation, messages=[MessageOut.unstored(opening)])


@router.post("/messages", status_code=202)
async def send(
    request: Request, response: Response, new: NewMessage, session: SessionOf, deps: DepsOf
) -> Accepted:
    """Hand in a message. The reply comes by the event stream, unless the store is down: then it is in this answer."""
    text = _outcode(new.position, session, deps) if new.position else new.text
    if text is not None and clean(text).problem is Odd.EMPTY:
        raise Problem(422, deps.library.text("input.empty", session.language))
    arrival = Arrival(
        channel=WEB.name,
        provider_id=f"{session.conversation}:{new.client_message_id}",
        conversation_id=session.conversation,
        text=text or "",
        choice=new.choice,
        region=session.region,
        language=session.language,
        opening=deps.library.text("about.first_message", session.language),
        received_at=clock.now(),
    )
    received = await receive(arrival, deps)
    if isinstance(received, Unstored):
        if not received.kept:
            raise Problem(503, "\n\n".join(reply.text for reply in received.replies))
        response.status_code = 200
        words = [MessageOut.unstored(reply) for reply in received.replies]
        return Accepted(stored=False, repeated=False, messages=words)
    if received.repeated:
        response.status_code = 200
    else:
        deps.hub.wake(session.conversation)
        request.app.state.turns.wake(session.conversation, text or "")
    return Accepted(stored=True, repeated=received.repeated, messages=[])


def _outcode(position: Position, session: Session, deps: Deps) -> str:
    """What a position is stored as: the first half of the postcode there, as if the person had written it."""
    found = nearest_outcode(position.latitude, position.longitude)
    if found is None:
        raise Problem(422, deps.library.text("input.no_position", session.language))
    return found


@router.get("/events", response_class=StreamingResponse)
async def events(
    session: SessionOf,
    deps: DepsOf,
    last_event_id: Annotated[int, Header(ge=0, le=2**31)] = 0,
) -> StreamingResponse:
    """The conversation as server-sent events, from the one after ``Last-Event-ID``."""
    return StreamingResponse(
        stream(deps, session.conversation, last_event_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.delete("/conversation")
async def delete(session: SessionOf, deps: DepsOf) -> Erased:
    """Delete the chat everywhere: every table, the spool, and the dialogue engine's own rows."""
    try:
        complete = await erase(deps, session.conversation, clock.now())
    except StoreUnavailable:
        raise Problem(503, deps.library.text("system.store_down", session.language)) from None
    said = deps.library.text("erase.done" if complete else "erase.done_engine_later", session.language)
    gone = Reply(said, kind="erased")
    deps.hub.say_now(session.conversation, gone)  # to the chat's other tabs
    return Erased(erased=True, complete=complete, messages=[MessageOut.unstored(gone)])
