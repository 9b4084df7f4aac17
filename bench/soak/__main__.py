"""``python -m bench.soak [--quick]``: people on three channels against a bot that is killed, and providers that fail."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

import httpx

from bench.report import heading, line
from bench.soak import figures, stored
from bench.soak.load import Load
from bench.soak.plan import Coming, plan, swapped
from bench.soak.site import SMS, TURN_SECONDS, SoakSite, running_site
from bench.soak.sizes import FULL, QUICK, Size
from bench.soak.stored import Stored


def main() -> int:
    """Run the load and print what became of it; 1 if something happened that must not, whatever the times are."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few people and one kill: shows that all is checked"
    )
    parser.add_argument("--sms", choices=[*SMS], default="twilio", help="who carries the text messages")
    parser.add_argument(
        "--rate",
        type=float,
        help="messages a second; the bot needs about a tenth of a processor's second for each",
    )
    chosen = parser.parse_args()
    size = QUICK if chosen.quick else FULL
    size = replace(size, rate=chosen.rate or size.rate)
    calls = plan(size)
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # an answer that breaks off is meant to
    _introduce(size, calls, chosen.sms)
    try:
        with running_site(chosen.sms, calls) as site:
            load = asyncio.run(_run(site, size, calls))
            kept = stored.read(site.store)
        return _print(load, site, kept)
    except KeyboardInterrupt:
        return 130


def _introduce(size: Size, calls: Sequence[Coming], sms: str) -> None:
    again = sum(call.again for call in calls)
    load = " ".join(f"{each:.1f}" for each in os.getloadavg()[:2])
    print(f"{os.cpu_count()} processors. Load at the start: {load}.")
    print(
        f"{size.people} people on web, Telegram and SMS ({sms}), {size.messages} messages each, {size.rate:g} a second for"
        f" {size.seconds:.0f} s; {again} calls repeated, {swapped(calls)} messages swapped with the next; turns of"
        f" {1000 * TURN_SECONDS:.0f} ms; {size.kills} times kill -9.",
        flush=True,
    )


async def _run(site: SoakSite, size: Size, calls: Sequence[Coming]) -> Load:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(base_url=site.bot.url, limits=limits, trust_env=False) as http:
        load = Load(site, size, calls, http)
        await load.run()
    await asyncio.to_thread(site.bot.stop)
    return load


def _print(load: Load, site: SoakSite, kept: Stored) -> int:
    nones = figures.must_be_none(load, site, kept)
    print(heading())
    for title, rows in {
        "What must not happen": nones,
        "What happened": figures.counted(load, site, kept),
        "How long it took": figures.times(load, site),
    }.items():
        print(f"\n{title}")
        print("\n".join(map(line, rows)), flush=True)
    return int(any(row.verdict != "ok" for row in nones))


if __name__ == "__main__":
    sys.exit(main())
