"""What the second net's numbers come to, in view of what the rules have found. Pure but for the reading itself."""

import math
from dataclasses import dataclass
from typing import Protocol

from bot.safety.classifier import Scores
from bot.safety.memory import Joined
from bot.safety.notice import Notice, Response
from bot.safety.weights import RESPONSES, Points

LEANING_FOREIGN = -0.35
"""Added to the second net's log-odds for a message that is not mostly English: it has learnt three times as much from
English, and is readier to be wrong elsewhere. Chosen on the held-out messages, as the operating points are."""
LEANING_MENDED = 0.35
"""Added for a message with words that had to be mended: some are mended wrongly, which makes it less sure than it should be."""
LEANING_JOINED = -0.7
"""Added for messages read together, of which most were read once already."""
_LEAST_CATEGORY = 0.5
ALONE, TOGETHER, DOUBT = "classifier@1", "classifier.joined@1", "classifier.doubt@1"
"""How a notice names the second net's part: on the message alone, together with those before it, or against a rule."""
LEAST_SUPPORT = {Response.CHECK_IN: 0.5, Response.TAKEOVER: 0.3, Response.EMERGENCY: 0.2}
"""Where a sign of another context stands, what a rule found counts if the second net gives it this probability at least.

Chosen on the held-out messages: of what calls for a person it loses none or one in a hundred, and of what is long past or a
mere subject it keeps two in three from bringing a person in.
"""


LEAST_SUPPORT_WITHOUT_SIGN = 0.05
"""Without such a sign, what brings a person by the rules becomes a check-in if the second net gives less than this.

Of 444 held-out messages for which rules bring a person, and rightly, none has less than twice as much; of those for which
they do so wrongly, half have less.
"""


class Reader(Protocol):
    """The second net."""

    @property
    def points(self) -> Points:
        """Its operating points."""

    def read(self, message: str) -> Scores:
        """What it says of a message."""

    def is_well(self) -> bool:
        """True if it still says of known messages what it said when it was made."""

    def explain(self, message: str) -> list[tuple[str, float]]:
        """The n-grams that speak most for a person, and how much each adds."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The response that the second net calls for, with the categories, the likeliest first, and where in the message.

    doubts: what the rules found counts for no more than this response.
    """

    response: Response
    categories: tuple[str, ...]
    rule: str
    start: int
    end: int
    doubts: bool = False


def leaning_for(*, english: bool, mended: bool) -> float:
    """What the kind of message adds to the second net's log-odds."""
    return (0.0 if english else LEANING_FOREIGN) + (LEANING_MENDED if mended else 0.0)


def opinion(
    second: Reader, first: Notice, message: str, together: Joined | None, leaning: float = 0.0
) -> Opinion:
    """What the second net says of the message, or of it and those before it, whichever calls for more.

    ``leaning`` is added to its log-odds: see ``leaning_for``.
    """
    scores = second.read(message)
    left = _doubted(first, scores)
    if left is not first.response:
        return Opinion(left, (), DOUBT, scores.start, scores.end, doubts=True)
    alone = _opinion(scores, second.points, leaning, ALONE, scores.start, scores.end)
    if not together or alone.response.brings_handler:
        return alone
    scores = second.read(together.text)
    start, end = (max(0, place - together.boundary) for place in (scores.start, scores.end))
    if end == 0:  # what worries it was said, and heard, before
        return alone
    both = _opinion(scores, second.points, leaning + LEANING_JOINED, TOGETHER, start, end)
    # Read again together, messages may bring a person in; a check-in for what was asked about already would be a nuisance.
    return both if both.response.brings_handler else alone


def _doubted(first: Notice, scores: Scores) -> Response:
    """What is left of the rules' response in view of the second net's numbers."""
    if first.questioned and first.response is not Response.NONE:
        support = scores.check_in if first.response is Response.CHECK_IN else scores.takeover
        if support < LEAST_SUPPORT[first.response]:
            weak = scores.check_in < LEAST_SUPPORT[Response.CHECK_IN]
            return Response.NONE if weak else Response.CHECK_IN
    if first.alone and first.response.brings_handler and scores.takeover < LEAST_SUPPORT_WITHOUT_SIGN:
        return Response.CHECK_IN
    return first.response


def _opinion(scores: Scores, points: Points, leaning: float, rule: str, start: int, end: int) -> Opinion:
    called = (
        name
        for name in reversed(RESPONSES)
        if _leant(getattr(scores, name), leaning) >= getattr(points, name)
    )
    response = Response(next(called, Response.NONE))
    ranked = sorted(scores.categories, key=lambda name: -scores.categories[name])
    likely = tuple(name for name in ranked if scores.categories[name] >= _LEAST_CATEGORY)
    return Opinion(response, likely or (ranked[0],), rule, start, max(end, start + 1))


def _leant(probability: float, leaning: float) -> float:
    """The probability after its log-odds have moved by ``leaning``."""
    odds = math.exp(leaning) * probability
    return odds / (odds + 1 - probability)
