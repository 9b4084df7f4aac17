"""Every route has decided who may use it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fastapi.routing import APIRoute

from bot import app, start
from bot.access import DECISIONS
from bot.settings import Settings

OPEN = {"/openapi.json"}
"""Routes of the framework: the description of the API is public."""


def _all(routes: Iterable[object]) -> Iterator[object]:
    """Routes, those inside included routers too."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _all(included.routes)


def test_every_route_names_exactly_one_decision(tmp_path: Path) -> None:
    deps = start.make(Settings.model_validate({"data_dir": tmp_path}))
    routes = list(_all(app.create(deps).routes))
    undecided = []
    for route in routes:
        if isinstance(route, APIRoute):
            named = {d.call for d in route.dependant.dependencies} & set(DECISIONS)
            if len(named) != 1:
                undecided.append(route.path)
        elif getattr(route, "path", "?") not in OPEN:
            undecided.append(repr(route))
    deps.database.close()
    assert undecided == []
    assert sum(isinstance(route, APIRoute) for route in routes) > 6
