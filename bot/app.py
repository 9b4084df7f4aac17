"""The web application: routes, and the workers that live as long as it does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot import health, problems
from bot.channels import hooks
from bot.channels.take import Taker
from bot.channels.web import api, page
from bot.channels.web.tokens import Tokens
from bot.directory import pages
from bot.housekeeper import Housekeeper
from bot.middleware import BodyLimit, SafeHeaders
from bot.pipeline.context import Deps
from bot.store.wakeup import listen
from bot.worker import TurnWorker


def create(deps: Deps) -> FastAPI:
    """The application over dependencies that are made and checked."""
    app = FastAPI(title="Waymark web chat", version="1", lifespan=_lifespan, docs_url=None, redoc_url=None)
    app.state.deps = deps
    app.state.tokens = Tokens(deps.keys, deps.settings.session_hours)
    app.state.turns = TurnWorker(deps)
    app.state.taker = Taker(deps, app.state.turns)
    for router in (api.router, page.router, pages.router, hooks.router, health.router):
        app.include_router(router)

    def help_text() -> str:
        return deps.library.card("numbers").text

    problems.install(app, help_text)
    too_large = deps.library.text("input.too_long", deps.settings.language)
    app.add_middleware(BodyLimit, refusal=lambda: problems.document(413, too_large, help_text()))
    app.add_middleware(SafeHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    deps: Deps = app.state.deps
    turns: TurnWorker = app.state.turns

    def on_news(conversation_id: str) -> None:
        deps.hub.wake(conversation_id)
        turns.wake(conversation_id)

    housekeeper = Housekeeper(deps, turns, hourly=(app.state.taker.read_again,))
    tasks = [asyncio.create_task(housekeeper.run())]
    if not deps.database.is_sqlite:
        tasks.append(asyncio.create_task(listen(deps.settings.store_url, on_news)))
    try:
        yield
    finally:
        deps.hub.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(housekeeper.close(), turns.drain())
        for channel in deps.channels.values():
            if channel.provider:
                await channel.provider.close()
        await deps.engine.close()
        deps.database.close()
