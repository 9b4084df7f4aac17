"""Terminal stage: a case that was opened is made known to those who run the service."""

from bot.logs import logger
from bot.pipeline.context import Deps, Turn
from bot.safety.notice import Response, strongest

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Count and log a new case, by its reference."""
    if turn.case_opened:
        response = str(strongest(turn.notice.response, Response.TAKEOVER))
        deps.metrics.cases_opened.labels(response).inc()
        log.warning("case_opened", case=turn.case_opened, response=response)
    return turn
