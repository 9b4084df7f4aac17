"""Whether something that was said to a person asks the safety net's question, so that the answer is read against it."""

from bot.safety.net import CHECK_IN_QUESTION
from bot.safety.normalise import normalise
from bot.safety.phrases import Matcher, parse_phrase

_CHECK_IN = Matcher(
    [
        parse_phrase(phrase, {})
        for phrase in (
            "(end|ending|take|taking) your (own)? life",
            "(kill|killing|hurt|hurting|harm|harming) yourself",
            "(thinking|thoughts|thought|think) (about|of) (suicide|dying|ending it|ending things|not being here)",
            "(feel|feeling|are you|you) suicidal",
            "suicidal (thoughts|feelings)",
            "want to die",
        )
    ]
)


def question_in(said: str) -> str | None:
    """The safety net's question that is asked in these words of the bot, if any."""
    asks = "?" in said and bool(_CHECK_IN.find(normalise(said).words))
    return CHECK_IN_QUESTION if asks else None
