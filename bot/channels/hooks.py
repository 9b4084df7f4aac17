"""The way in for every provider: one route. What is said is stored, then the provider is answered, then the work begins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from bot.access import Calling, by_provider
from bot.channels.take import Taker

router = APIRouter(prefix="/hooks", include_in_schema=False)


@router.api_route("/{channel}", methods=["GET", "POST"])
@router.api_route("/{channel}/{hook}", methods=["GET", "POST"])
async def take(request: Request, calling: Annotated[Calling, Depends(by_provider)]) -> Response:
    """Take a call of a provider. 2xx means that we have it, and nothing of it gets lost; 503 asks for it once more."""
    taker: Taker = request.app.state.taker
    provider, call = calling.provider, calling.call
    try:
        incoming = provider.parse(call)
    except Exception as error:  # noqa: BLE001 (a new form, or a mistake of ours: it is kept, and holds up no other)
        return await taker.keep(calling.channel, provider, call, error)
    answer: Response | None = None
    for each in incoming:
        answer = await taker.take(each, calling.channel, call) or answer
    return answer or provider.taken(call)
