"""The time of one turn, alone: by the bot's API, straight to the turn channel, and by Rasa's own REST channel.

The three take turns, so that whatever else the machine does meets them alike.
"""

from contextlib import AsyncExitStack

from bench.counted import Counted
from bench.doors import MESSAGES, Doors
from bench.report import Row, middle, p95, spread
from bench.sizes import Sizes

OWN_PART_MS = 50.0
STAGES = ("safety", "identify", "case_gate", "language", "render", "record", "deliver", "tell_handlers")


async def measure(doors: Doors, sizes: Sizes) -> list[Row]:
    """Rows of the three doors, of the bot's own part, and of its stages."""
    api, turn, rest, engine = [], [], [], []
    start = Counted(await doors.metrics())
    for _ in range(sizes.rounds):
        async with doors.api() as talk:
            straight, stock = doors.turn(), doors.rest()
            for text in MESSAGES:
                before = Counted(await doors.metrics())
                api.append(await talk.say(text))
                engine.append(Counted(await doors.metrics()).seconds_since(before, "dialogue"))
                turn.append(await straight.say(text))
                rest.append(await stock.say(text))
    own = [whole - inside for whole, inside in zip(api, engine, strict=True)]
    stages = await _stages(doors, start)
    return [
        *spread("a turn by the bot's API", api),
        *spread("the same straight to the turn channel", turn),
        *spread("the same by Rasa's REST channel", rest),
        *spread("the bot's own part (API turn - its engine call)", own, OWN_PART_MS),
        Row("the bot's own part / the engine's turn, p50", middle(own) / middle(turn), "times", 1),
        Row("the bot's own part / the engine's turn, p95", p95(own) / p95(turn), "times", 1),
        *stages,
    ]


async def _stages(doors: Doors, start: Counted) -> list[Row]:
    end = Counted(await doors.metrics())
    return [Row(f"  stage {name}, mean", 1000 * end.mean_since(start, name), "ms") for name in STAGES]


async def warm_up(doors: Doors) -> None:
    """One conversation at each door, so that nothing is measured that happens once only."""
    async with AsyncExitStack() as closing:
        for talk in (await closing.enter_async_context(doors.api()), doors.turn(), doors.rest()):
            for text in MESSAGES:
                await talk.say(text)
