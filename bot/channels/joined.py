"""Joins the parts of a long text that a provider hands over one by one, in whatever order they come."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.channels.arrivals import arrival_of, conversation_of
from bot.channels.incoming import Part, Said
from bot.logs import logger
from bot.messages import Gesture
from bot.pipeline.context import Deps
from bot.store import inbox, parts
from bot.store.database import StoreUnavailable
from bot.store.inbox import Arrival
from bot.store.parts import StoredPart, Whole

_Make = Callable[[Sequence[StoredPart]], Arrival]
_LONGEST_NAME = 200

log = logger(__name__)


async def add(
    deps: Deps, part: Part, channel: str, now: datetime, *, at_once: bool = False
) -> Arrival | None:
    """Keep a part; with the last one that was missing the whole text is stored as a message, in one transaction.

    at_once: it cannot wait, so what there is of the text is stored now. Gives back the message that waits in the inbox from
    now on, if there is one; raises StoreUnavailable.
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
    return await deps.database.write(_add, stored, _maker(deps, now), at_once=at_once)


async def join_overdue(deps: Deps, now: datetime) -> list[str]:
    """Store the texts whose missing parts did not come, as far as they came; the conversations they are in."""
    found: list[str] = []
    for late in await deps.database.read(parts.overdue, now):
        try:
            arrival = await deps.database.write(_take_overdue, late, _maker(deps, now), now)
        except StoreUnavailable:
            raise  # all the others wait too
        except Exception:  # this one cannot be made out: the others go on
            log.exception("text_not_joined", channel=late.channel)
            continue
        if arrival:
            found.append(arrival.conversation_id)
    return found


def join(said: Sequence[Said]) -> Said:
    """One message of its parts, in order. Its name is made of all of theirs: with another part it is another message."""
    name = f"parts:{'+'.join(each.provider_id for each in said)}"
    if len(name) > _LONGEST_NAME:
        name = f"parts:{hashlib.sha256(name.encode()).hexdigest()}"
    return replace(said[0], provider_id=name, text="".join(each.text for each in said))


def _maker(deps: Deps, now: datetime) -> _Make:
    def make(found: Sequence[StoredPart]) -> Arrival:
        return arrival_of(deps, join([_said(deps, each) for each in found]), found[0].channel, now)

    return make


def _said(deps: Deps, part: StoredPart) -> Said:
    raw = json.loads(deps.keys.decrypt(part.said))
    return Said(**raw | {"gesture": Gesture(raw["gesture"])})


def _add(connection: Connection, part: StoredPart, make: _Make, *, at_once: bool = False) -> Arrival | None:
    if not parts.add(connection, part):
        return None
    return _store(connection, parts.take(connection, part, at_once=at_once), make)


def _take_overdue(connection: Connection, late: Whole, make: _Make, now: datetime) -> Arrival | None:
    return _store(connection, parts.take_overdue(connection, late, now), make)


def _store(connection: Connection, found: Sequence[StoredPart], make: _Make) -> Arrival | None:
    """Store a text, and then drop its parts. If it is known by its name it was made of the very same ones: none is lost."""
    if not found:
        return None
    arrival = make(found)
    inbox.receive(connection, arrival)
    parts.joined(connection, found)
    return arrival
