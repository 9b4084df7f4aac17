"""Why a row is shown, in words: how far it is, when it is open, and what was asked for. Pure."""

from datetime import datetime

from bot.directory.hours import Text, state_in_words
from bot.directory.model import ALWAYS, Assurance, Audience
from bot.directory.opening import State
from bot.directory.search import PROPERTIES, Match, Query

_MILES = 0.6214
_NEXT_DOOR = 3.0
"""Kilometres: the centres of postcode districts say no more about what is nearer than that."""


def reasons(match: Match, query: Query, now: datetime, text: Text) -> tuple[str, ...]:
    """Short phrases, the most telling first: ("about 6 km (4 miles) away", "Open now until 9pm", "drop-in").

    None for a row for professionals, which is no way in wherever it is.
    """
    if match.service.audience is Audience.PROFESSIONALS:
        return ()
    return tuple(
        filter(
            None, (distance(match, query, text), when(match, query, now, text), *_known(match, query, text))
        )
    )


def distance(match: Match, query: Query, text: Text) -> str:
    """How far it is from the middle of where the person is; exact figures would pretend to know more."""
    if match.kilometres is None or query.where is None:
        return ""
    if match.kilometres < _NEXT_DOOR:
        return text("services.reasons.same_area", place=query.where.label)
    miles = max(round(match.kilometres * _MILES), 1)
    key = "services.reasons.one_mile" if miles == 1 else "services.reasons.away"
    return text(key, km=str(round(match.kilometres)), miles=str(miles))


def when(match: Match, query: Query, now: datetime, text: Text) -> str:
    """Whether it is open now, or at the time that was asked about. Of old hours nothing is said about a moment."""
    if match.service.assurance is Assurance.STALE or match.service.hours in {"", ALWAYS}:
        return ""
    window = query.window
    if window is None or window.start <= now:
        said = state_in_words(match.state, now, text)
        return text("services.state.sooner", state=said) if match.sooner else said
    if match.state.kind == "always":
        return state_in_words(match.state, window.start, text)
    if match.opens is not None and match.state.kind == "open":
        return text("services.state.open_then")
    if match.opens is not None:
        return state_in_words(State("closed", opens=match.opens), now, text)
    return text(f"services.state.{match.doubt}_then" if match.doubt else f"services.not_open.{window.name}")


def _known(match: Match, query: Query, text: Text) -> list[str]:
    """What is known of the row and was asked for; that one can just drop in is always worth saying. Not of old rows."""
    if match.service.assurance is Assurance.STALE:
        return []
    wanted = [name for name in PROPERTIES if name in query.only or name == "drop_in"]
    return [text(f"services.reasons.{name}") for name in wanted if getattr(match.service, name) == "yes"]
