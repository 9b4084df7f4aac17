"""Whether a person can be written to on their channel, and how what they do changes that. Pure."""

from enum import StrEnum

from bot.messages import Gesture


class Route(StrEnum):
    """How a conversation's channel stands.

    OPEN: messages go out. STOPPED: the person said STOP. REMINDED: they wrote again, and were told how to come back. BLOCKED:
    the provider says that nothing of ours reaches them. Words that call for a person are answered whatever it is.
    """

    OPEN = "open"
    STOPPED = "stopped"
    REMINDED = "reminded"
    BLOCKED = "blocked"


def after(route: Route, gesture: Gesture, *, reopens: bool) -> Route:
    """The route once a person has done this. reopens: on this channel any message lets us in again, not only START."""
    if gesture is Gesture.STOP:
        return Route.BLOCKED if route is Route.BLOCKED and not reopens else Route.STOPPED
    return Route.OPEN if reopens or gesture is Gesture.START else route
