"""What the operator asks: does it live, is it ready and if not why, and the metrics."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from bot.access import operator, public
from bot.pipeline.context import Deps
from bot.safety.reading import is_well
from bot.store.database import StoreUnavailable

router = APIRouter(tags=["operation"])


@router.get("/health/live", dependencies=[Depends(public)])
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.get("/health/ready", dependencies=[Depends(operator)])
async def ready(request: Request) -> JSONResponse:
    """200 if everything works; else 503 and the names of what does not, each of which has its fallback meanwhile."""
    deps: Deps = request.app.state.deps
    checks: dict[str, Callable[[], Awaitable[bool]]] = {
        "store": lambda: _store(deps),
        "safety_net": lambda: _heartbeat(deps),
        "content": lambda: _content(deps),
        "spool": lambda: _spool(deps),
    }
    failing = [name for name, check in checks.items() if not await check()]
    failing += await deps.engine.failing()
    return JSONResponse({"ready": not failing, "not_ready": failing}, 503 if failing else 200)


@router.get("/metrics", dependencies=[Depends(operator)])
async def metrics(request: Request) -> Response:
    """For Prometheus."""
    return Response(request.app.state.deps.metrics.text(), media_type="text/plain; version=0.0.4")


async def _store(deps: Deps) -> bool:
    try:
        await deps.database.ping()
    except StoreUnavailable:
        return False
    return True


async def _heartbeat(deps: Deps) -> bool:
    return await is_well(deps.net)


async def _content(deps: Deps) -> bool:
    return not deps.library.errors and not deps.directory_faults


async def _spool(deps: Deps) -> bool:
    return len(deps.spool) == 0
