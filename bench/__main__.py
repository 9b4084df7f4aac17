"""``python -m bench [--quick]``: starts a whole Waymark on loopback, measures it, prints a table and stops everything."""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Awaitable, Callable

import httpx

from bench import directory, down, latency, long_talk, memory, safety, throughput
from bench.doors import Doors
from bench.report import Row, heading, line
from bench.site import Site, SiteError, running_site
from bench.sizes import FULL, QUICK, Sizes
from bot.supervise.operate import StartError

Part = Callable[[Doors, Sizes], Awaitable[list[Row]]]
ALONE: dict[str, Callable[[Sizes], list[Row]]] = {
    "The safety net": safety.measure,
    "The service directory": directory.measure,
}
"""What is measured first, while nothing else of ours runs."""
PARTS: dict[str, Part] = {
    "One turn at a time": latency.measure,
    "Several conversations at once": throughput.measure,
    "A long conversation": long_talk.measure,
    "Memory, after all this": memory.measure,
    "When it matters": down.measure,  # last, because it kills the engine
}


def main() -> int:
    """Measure; 0 whatever the figures are, 1 if there was nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few turns: shows that all is measured, not how fast it is"
    )
    sizes = QUICK if parser.parse_args().quick else FULL
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors. Load at the start: {_load()}."
    )
    print(heading())
    try:
        for title, alone in ALONE.items():
            _print(title, alone(sizes))
        print("\nStarting bot, engine and actions on loopback.", flush=True)
        with running_site() as site:
            asyncio.run(_measure(site, sizes))
    except (SiteError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"\nLoad at the end: {_load()}. Everything has stopped.")
    return 0


def _load() -> str:
    """What else the machine does, over the last 1 and 5 minutes: the figures are noisy when it is not near 0."""
    return " ".join(f"{load:.1f}" for load in os.getloadavg()[:2])


async def _measure(site: Site, sizes: Sizes) -> None:
    print(f"Model: {site.model.name}")
    async with Doors(site) as doors:
        await latency.warm_up(doors)
        for title, part in PARTS.items():
            _print(title, await _within(sizes.part_seconds, part(doors, sizes), title))


def _print(title: str, rows: list[Row]) -> None:
    print(f"\n{title}")
    print("\n".join(map(line, rows)), flush=True)


async def _within(seconds: float, part: Awaitable[list[Row]], title: str) -> list[Row]:
    """The rows of a part; one that says so if there was no answer in time, because a bench always comes to its end."""
    try:
        async with asyncio.timeout(seconds):
            return await part
    except (TimeoutError, httpx.HTTPError) as error:
        return [Row(f"{title}: not measured ({type(error).__name__})", None, "")]


if __name__ == "__main__":
    sys.exit(main())
