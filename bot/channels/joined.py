"""Joins the parts of a long text that a provider hands over one by one, in whatever order they come."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.channels.arrivals import arrival_of, conversation_of
from bot.channels.incoming import Part, Said
from bot.messages import Gesture
from bot.pipeline.context import Deps
from bot.store import inbox, parts
from bot.store.inbox import Arrival
from bot.store.parts import StoredPart

_Make = Callable[[Sequence[StoredPart]], Arrival]


async def add(deps: Deps, part: Part, channel: str, now: datetime) -> str | None:
    """Keep a part; with the last one that was missing the whole text is stored as a message, in one transaction.

    Gives back the conversation in which a message waits from now on; raises StoreUnavailable.
    """
    stored = StoredPart(
        channel=channel,
        provider_id=part.said.provider_id,
        conversation_id=conversation_of(deps, channel, part.said.address),
        whole=part.whole,
        number=part.number,
        total=part.total,
        said=deps.keys.encrypt(json.dumps(asdict(part.said))),
        received_at=now,
    )
    return await deps.database.write(_add, stored, _maker(deps, now))


async def join_overdue(deps: Deps, now: datetime) -> list[str]:
    """Store the texts whose missing parts did not come, as far as they came; the conversations they are in."""
    return await deps.database.write(_join_overdue, _maker(deps, now), now)


def join(said: Sequence[Said]) -> Said:
    """One message of its parts, in order; it has the name of the first."""
    return replace(said[0], provider_id=f"parts:{said[0].provider_id}", text="".join(s.text for s in said))


def _maker(deps: Deps, now: datetime) -> _Make:
    def make(found: Sequence[StoredPart]) -> Arrival:
        return arrival_of(deps, join([_said(deps, each) for each in found]), found[0].channel, now)

    return make


def _said(deps: Deps, part: StoredPart) -> Said:
    raw = json.loads(deps.keys.decrypt(part.said))
    return Said(**raw | {"gesture": Gesture(raw["gesture"])})


def _add(connection: Connection, part: StoredPart, make: _Make) -> str | None:
    if not parts.add(connection, part):
        return None
    found = parts.take(connection, part)
    if not found:
        return None
    inbox.receive(connection, make(found))
    return part.conversation_id


def _join_overdue(connection: Connection, make: _Make, now: datetime) -> list[str]:
    overdue = parts.take_overdue(connection, now)
    for found in overdue:
        inbox.receive(connection, make(found))
    return [found[0].conversation_id for found in overdue]
