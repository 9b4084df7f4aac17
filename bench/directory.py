"""The service directory: building it, the nearest open service by need, and full-text search beside two plain ways."""

import contextlib
import csv
import gc
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.report import Row, middle, p99
from bench.sizes import Sizes
from bot.content.library import Library
from bot.directives import Services
from bot.directory.build import build
from bot.directory.checks import COLUMNS
from bot.directory.files import open_built
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.outcodes import centroids
from bot.directory.search import CANDIDATES

NEAREST_MS, BUILD_SECONDS = 2.0, 10.0
_AIMED = 10_000
"""Services, for which the aims are."""
_NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
_DAYS = ("Mo-Fr", "We", "Tu,Th", "Mo-Su", "Sa-Su", "Fr")
_TIMES = ("09:00-17:00", "12:00-20:00", "18:00-22:00", "10:00-12:00,13:00-16:00")
T = TypeVar("T")
_LETTERS = str.maketrans("0123456789", "abcdefghij")
"""A name with many digits looks like a phone number, which a pack refuses."""
_WORDS = tuple(
    re.findall(
        r"\w+",
        "garden walking talking reading music cooking craft football swimming prayer sewing fishing debt housing grief",
    )
)


def measure(sizes: Sizes) -> list[Row]:
    """Rows of building, finding and searching, by the number of services."""
    return [row for count in sizes.services for row in _measure(count, sizes.rounds * 20)]


def _measure(count: int, rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        content, data = Path(folder) / "content", Path(folder) / "data"
        outcodes = _invent(content, count)
        began = time.perf_counter()
        build(content, data, today=date(2026, 11, 18))
        seconds = time.perf_counter() - began
        aimed = count == _AIMED
        yield Row(f"{count} services: building", seconds, "s", BUILD_SECONDS if aimed else None)
        directory = Directory.open(data)
        gc.collect()
        gc.freeze()  # as a start of the bot does
        text = partial(Library.load(Path("content")).text, language="en")
        find = partial(directory.answer, region="zz", now=_NOW, text=text, short=False)
        draw = random.Random(7)
        asked = [
            Services(kind=draw.choice(list(Kind)), place=draw.choice(outcodes), when="now")
            for _ in range(rounds)
        ]
        nearest = _times(find, asked)
        yield Row(f"{count} services: nearest open by need, p50", 1000 * middle(nearest), "ms")
        yield Row(
            f"{count} services: nearest open by need, p99",
            1000 * p99(nearest),
            "ms",
            NEAREST_MS if aimed else None,
        )
        yield from _searching(directory, count, max(rounds // 20, 3))


def _searching(directory: Directory, count: int, rounds: int) -> Iterator[Row]:
    """The same two words, found with stemming, by LIKE, and in Python's own loop over every row."""
    edition = directory.edition()
    rows = _read(directory, "select id, description from services", ())
    words = [(_WORDS[n % len(_WORDS)], _WORDS[(n + 4) % len(_WORDS)]) for n in range(rounds)]
    indexed = middle(_times(lambda pair: edition.with_words(pair, "zz", CANDIDATES), words))
    like = middle(_times(partial(_by_like, directory), words))
    scanned = middle(
        _times(lambda pair: [each for each, said in rows if all(word in said for word in pair)], words)
    )
    yield Row(f"{count} services: full-text search, p50", 1000 * indexed, "ms")
    yield Row(f"{count} services: full-text search / LIKE", indexed / like, "times")
    yield Row(f"{count} services: full-text search / scanning in Python", indexed / scanned, "times")


def _by_like(directory: Directory, pair: tuple[str, str]) -> list[tuple[str, str]]:
    wanted = "select id, name from services where description like ? and description like ?"
    return _read(directory, wanted, tuple(f"%{word}%" for word in pair))


def _read(directory: Directory, wanted: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    with contextlib.closing(open_built(directory.edition().path).conn) as connection:
        return list(connection.execute(wanted, values))


def _times(work: Callable[[T], object], given: Sequence[T]) -> list[float]:
    work(given[0])
    seconds = []
    for each in given:
        began = time.perf_counter()
        work(each)
        seconds.append(time.perf_counter() - began)
    return seconds


def _invent(content: Path, count: int) -> list[str]:
    """The national pack and the needs as they are, and a region of invented services all over England."""
    regions = content / "regions"
    shutil.copytree("content/regions/uk", regions / "uk")
    shutil.copy("content/regions/needs.csv", regions)
    draw = random.Random(5)
    outcodes = sorted(draw.sample(sorted(centroids()), 400))
    folder = regions / "zz"
    folder.mkdir()
    (folder / "region.yml").write_text(
        f"name: Nowhere\nlanguages: [en]\noutcodes: [{', '.join(outcodes)}]\n"
        "first_contact: uk-nhs111-mh\nday_and_night: [uk-nhs111-mh]\n"
    )
    with (folder / "services.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number in range(count):
            writer.writerow(_row(number, draw, outcodes))
    return outcodes


def _row(number: int, draw: random.Random, outcodes: list[str]) -> dict[str, str]:
    return {
        "id": f"zz-s{number}",
        "name": f"Service {str(number).translate(_LETTERS)}",
        "kind": draw.choice(list(Kind)),
        "description": f"{draw.choice(_WORDS)} and {draw.choice(_WORDS)} for people who like {draw.choice(_WORDS)}.",
        "assurance": "needs_confirmation",
        "audience": "public",
        "always_stands": "no",
        "owner": "Nobody",
        "url": f"https://example.org/{number}",
        "outcode": draw.choice(outcodes),
        "hours": f"{draw.choice(_DAYS)} {draw.choice(_TIMES)}",
    }
