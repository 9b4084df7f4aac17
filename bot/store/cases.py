"""Cases and their events. An event is added in the transaction that changes the case, and never changed itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from bot.cases.states import State
from bot.ids import new_id, new_reference
from bot.safety.notice import Response
from bot.store.schema import case_events, cases, conversations


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. response is what the service did when it was opened, or has done more strongly since."""

    id: str
    reference: str
    conversation_id: str | None
    state: State
    response: Response
    opened_at: datetime


def open_for(connection: Connection, conversation_id: str) -> Case | None:
    """The open case of a conversation."""
    query = select(cases).where(cases.c.conversation_id == conversation_id, cases.c.state != State.CLOSED)
    row = connection.execute(query).mappings().first()
    return _case(row) if row else None


def bring_handler(
    connection: Connection, conversation_id: str, response: Response, why: str, now: datetime
) -> tuple[Case, bool]:
    """Open a case unless one is open; True if it is new.

    An open case is given the stronger of the two responses, and an event in either case: ``why`` is a reason such as
    ``asked_for_person``, or the rules of a notice, never words of the person.
    """
    found = open_for(connection, conversation_id)
    if found is None:
        case = Case(new_id(), new_reference(), conversation_id, State.WAITING, response, now)
        connection.execute(
            insert(cases),
            {
                "id": case.id,
                "reference": case.reference,
                "conversation_id": conversation_id,
                "state": case.state,
                "response": response,
                "opened_at": now,
            },
        )
        add_event(connection, case.id, kind="opened", why=why, now=now)
        return case, True
    if response.rank > found.response.rank:
        connection.execute(update(cases).where(cases.c.id == found.id).values(response=response))
    add_event(connection, found.id, kind="signalled", why=why, now=now)
    return found, False


def add_event(
    connection: Connection, case_id: str, *, kind: str, why: str, now: datetime, who: str = "bot"
) -> None:
    """Append an event: who did what, when and why."""
    row = {"id": new_id(), "case_id": case_id, "at": now, "who": who, "kind": kind, "why": why[:80]}
    connection.execute(insert(case_events), row)


def close(connection: Connection, case_id: str, outcome: str, now: datetime) -> None:
    """Close a case with its outcome. The safety net begins anew: what it called for has been answered by a person."""
    values = {"state": State.CLOSED, "outcome": outcome, "closed_at": now}
    connection.execute(update(cases).where(cases.c.id == case_id).values(**values))
    answered = select(cases.c.conversation_id).where(cases.c.id == case_id).scalar_subquery()
    connection.execute(update(conversations).where(conversations.c.id == answered).values(safety=""))
    add_event(connection, case_id, kind="closed", why=outcome, now=now)


def listing(connection: Connection, *, closed: bool = False) -> Sequence[Case]:
    """Open cases, oldest first; closed ones on request."""
    state = cases.c.state == State.CLOSED if closed else cases.c.state != State.CLOSED
    rows = connection.execute(select(cases).where(state).order_by(cases.c.opened_at)).mappings()
    return [_case(row) for row in rows]


def count_open(connection: Connection) -> int:
    """How many cases are open."""
    return connection.execute(
        select(func.count()).select_from(cases).where(cases.c.state != State.CLOSED)
    ).scalar_one()


def _case(row: RowMapping) -> Case:
    return Case(
        id=row["id"],
        reference=row["reference"],
        conversation_id=row["conversation_id"],
        state=State(row["state"]),
        response=Response(row["response"]),
        opened_at=row["opened_at"],
    )
