"""Parts of long texts that two processes take at the same moment: nothing is lost, nothing is said twice."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.channels import joined
from bot.channels.incoming import Said
from bot.store import parts
from bot.store.database import Database
from bot.store.inbox import Arrival
from bot.store.parts import WAIT, StoredPart
from bot.store.schema import messages
from tests.store.samples import NOW
from tests.store.test_at_once import TRIES, at_once

LATER = NOW + WAIT + timedelta(seconds=1)


def part(number: int, index: int = 0, *, total: int = 2, at: datetime = NOW) -> StoredPart:
    return StoredPart("sms", f"id{index}-{number}", f"c{index}", "w", number, total, f"text {number}.", at)


def make(found: Sequence[StoredPart]) -> Arrival:
    said = joined.join([Said(each.provider_id, "address", each.said) for each in found])
    name = found[0].conversation_id
    return Arrival("sms", said.provider_id, name, said.text, None, "llr", "en", "", NOW)


def adding(database: Database, one: StoredPart) -> Callable[[], Arrival | None]:
    return lambda: database.run_now(joined._add, one, make)


def joining(database: Database) -> Callable[[], Arrival | None]:
    def join() -> Arrival | None:
        found = [
            database.run_now(joined._take_overdue, late, make, LATER)
            for late in database.run_now(parts.overdue, LATER)
        ]
        return found[-1] if found else None

    return join


def texts(database: Database, index: int = 0) -> list[str]:
    query = (
        select(messages.c.text).where(messages.c.conversation_id == f"c{index}").order_by(messages.c.number)
    )
    return database.run_now(lambda store: list(store.execute(query).scalars()))


def test_two_parts_that_come_at_once_are_one_text(database: Database) -> None:
    for index in TRIES:
        found = at_once(*[adding(database, part(number, index)) for number in (1, 2)])
        assert [each.text for each in found if each] == ["text 1.text 2."]
        assert texts(database, index) == ["text 1.text 2."]


def test_the_last_part_comes_while_the_text_is_given_up(database: Database) -> None:
    for index in TRIES:
        adding(database, part(1, index))()
        at_once(joining(database), adding(database, part(2, index, at=LATER)))
        assert "".join(texts(database, index)) == "text 1.text 2."


def test_the_last_part_comes_before_the_giving_up_is_done(database: Database) -> None:
    """As above, with the worst order of events made sure of."""
    adding(database, part(1))()
    (late,) = database.run_now(parts.overdue, LATER)
    last = threading.Thread(target=adding(database, part(2, at=LATER)))

    def give_up(connection: object) -> None:
        joined._take_overdue(connection, late, make, LATER)  # type: ignore[arg-type]
        last.start()
        time.sleep(0.1)  # the last part has come, and waits for us

    database.run_now(give_up)
    last.join(10)
    assert texts(database) == ["text 1.", "text 2."]


def test_two_processes_that_give_up_a_text_store_it_once(database: Database) -> None:
    for index in TRIES:
        adding(database, part(1, index))()
        at_once(*[joining(database)] * 2)
        assert texts(database, index) == ["text 1."]


def test_the_name_says_which_parts_it_is_made_of() -> None:
    def name(*ids: str) -> str:
        return joined.join([Said(each, "address", "x") for each in ids]).provider_id

    assert len({name("a"), name("a", "b"), name("b", "a"), name("a", "b", "c")}) == 4
    long = [f"{place:0100}" for place in range(255)]
    assert len(name(*long)) <= 200
    assert name(*long) != name(*long[1:])
