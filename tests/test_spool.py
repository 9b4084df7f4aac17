"""The spool keeps whole messages in order, for their owner only, and loses none."""

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.spool import Spool
from bot.store.inbox import Arrival
from tests.store.samples import NOW, arrival


def kept(spool: Spool) -> list[Arrival]:
    return [found for path in spool.waiting() if (found := spool.read(path))]


def test_kept_in_order_and_read_back_whole(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    arrivals = [
        replace(arrival(f"word {n} ☂ \n", number=n), received_at=NOW + timedelta(seconds=n))
        for n in (3, 1, 2)
    ]
    for each in arrivals:
        spool.put(each)
    assert len(spool) == 3
    assert kept(spool) == sorted(arrivals, key=lambda a: a.received_at)
    path = spool.waiting()[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_broken_file_is_set_aside_and_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(arrival())
    (tmp_path / "0-half.json").write_text('{"channel": "we')
    assert kept(spool) == [arrival()]
    assert len(spool.waiting()) == 1
    assert len(spool) == 2
    assert (tmp_path / "0-half.broken").exists()


def test_forget_deletes_one_conversation(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(arrival("marker", "gone"))
    spool.put(arrival("other", "stays"))
    (tmp_path / "1.broken").write_text('{"conversation_id": "gone", "text": "marker')
    spool.forget("gone")
    assert [each.conversation_id for each in kept(spool)] == ["stays"]
    assert b"marker" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_deleted_while_it_was_worked_off(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(arrival("marker", "gone"))
    (path,) = spool.waiting()
    spool.forget("gone")
    assert spool.read(path) is None
    assert not spool.done(path)


def test_half_written_file_of_a_crash_is_removed_at_the_start(tmp_path: Path) -> None:
    (tmp_path / ".123-half").write_text("marker")
    Spool(tmp_path)
    assert list(tmp_path.iterdir()) == []
