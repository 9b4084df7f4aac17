"""What is different between two builds, in words for an editor: what is new, what is gone, what was and what is now. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import takewhile
from typing import Any

from bot.directory.pack import Packs

_LONGEST = 70
_BEFORE = 20

_MOST_GONE = 0.1
"""The share of services that may go in one build."""
_MOST_MOVED = 3
"""So many phone numbers may change in one build."""


def differences(old: Packs, new: Packs) -> list[str]:
    """One line for each row that is new or gone, and for each cell that has changed; in the order of ids."""
    return [
        *_between("", _by_id(old.services), _by_id(new.services)),
        *_between("region ", dict(old.regions), dict(new.regions)),
        *_between("place ", _places(old), _places(new)),
        *_between("need ", _by_id(old.needs), _by_id(new.needs)),
    ]


def _by_id(rows: Any) -> dict[str, Any]:  # noqa: ANN401 - services or needs
    return {row.id: row for row in rows}


def _places(packs: Packs) -> dict[str, Any]:
    return {f"{region} {place.name}": place for region, place in packs.places}


def _between(word: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in new:
            yield f"{word}{name}: gone ({old[name].name})"
        elif name not in old:
            yield f"{word}{name}: new ({new[name].name})"
        else:
            for each in fields(new[name]):
                was, now = (_words(getattr(row, each.name)) for row in (old[name], new[name]))
                if was != now:
                    yield f"{word}{name}: {each.name} {_change(was, now)}"


def _words(value: object) -> str:
    if isinstance(value, tuple | frozenset | list):
        parts = [" ".join(each) if isinstance(each, tuple) else str(each) for each in value]
        return "; ".join(parts)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _change(was: str, now: str) -> str:
    """Long cells from a little before the first character that differs: their beginnings are often the same."""
    start = 0
    if max(len(was), len(now)) > _LONGEST:
        start = max(0, sum(1 for _ in takewhile(_same, zip(was, now, strict=False))) - _BEFORE)
    said = [_quoted(each, start) for each in (was, now)]
    return f"was {said[0]}, now {said[1]}"


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _quoted(value: str, start: int) -> str:
    if not value:
        return "empty"
    part = value[start : start + _LONGEST]
    return f"'{'…' if start else ''}{part}{'…' if start + _LONGEST < len(value) else ''}'"


def upheaval(old: Packs, new: Packs) -> str | None:
    """What looks like an accident with a spreadsheet: rows that are gone, or numbers that have moved. None if nothing does.

    A sheet that was cut off, or a column that was sorted by itself, makes packs without a fault.
    """
    rows = {service.id: service for service in new.services}
    gone = [service.id for service in old.services if service.id not in rows]
    moved = [
        service.id
        for service in old.services
        if service.id in rows and service.phone and service.phone != rows[service.id].phone
    ]
    if len(gone) > max(len(old.services) * _MOST_GONE, 1):
        return f"{len(gone)} of {len(old.services)} services are gone, such as {', '.join(gone[:3])}"
    if len(moved) > _MOST_MOVED:
        return f"{len(moved)} phone numbers are not what they were, such as those of {', '.join(moved[:3])}"
    return None
