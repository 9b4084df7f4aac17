"""The memory of each process, after everything else has been asked of it."""

from bench.doors import Doors
from bench.report import Row
from bench.sizes import Sizes

BOT_MB = 350.0


async def measure(doors: Doors, sizes: Sizes) -> list[Row]:  # noqa: ARG001 (the form of a part)
    """Resident memory of each process."""
    rows = []
    for name, process in sorted(doors.site.processes().items()):
        megabytes = process.memory_info().rss / 1e6
        rows.append(Row(f"memory of the {name}", megabytes, "MB", BOT_MB if name == "bot" else None))
    return rows
