"""The time: stored in UTC, decided in London, read in one place and passed in everywhere else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the clocks of the people we serve."""
    return moment.astimezone(LONDON)


def day_of(moment: datetime) -> str:
    """The day of a moment in London, such as 2026-03-01."""
    return local(moment).date().isoformat()
