"""What each service can be found by: its kind, and the needs that it answers. A build writes it as a table."""

from collections.abc import Iterable, Iterator, Mapping

from bot.directory.model import Need, Service
from bot.directory.sheet import listed


def kind_term(kind: str) -> str:
    """The term of a kind; the term of a need is its id."""
    return f"kind:{kind}"


def terms(services: Iterable[Service], needs: Iterable[Need]) -> Iterator[tuple[str, Service]]:
    """Each term of each service, once."""
    by_kind: Mapping[str, list[str]] = _by_kind(needs)
    for service in services:
        own = listed(service.needs)
        found = dict.fromkeys([kind_term(service.kind), *by_kind.get(service.kind, ()), *own])
        for term in found:
            yield term, service


def _by_kind(needs: Iterable[Need]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for need in needs:
        for kind in need.kinds:
            found.setdefault(kind, []).append(need.id)
    return found
