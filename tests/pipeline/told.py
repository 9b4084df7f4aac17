"""A safety net that says what a test tells it to, so that no test depends on what the real one has learnt."""

from datetime import datetime

from bot.safety.net import SafetyNet
from bot.safety.notice import Notice, Response, SafetyState
from bot.safety.rules import RuleSet
from tests.support.bot_thread import RunningBot


class Told(SafetyNet):
    """Gives each of these messages its notice, and the others none."""

    def __init__(self, notices: dict[str, Notice]) -> None:
        super().__init__(RuleSet(()))
        self.notices = notices

    def by_rules(self, message: str, state: SafetyState, now: datetime) -> Notice:
        return self.notices.get(message, Notice(Response.NONE))


def told(
    bot: RunningBot, text: str, response: str, *situations: str, rule: str = "", failed: str = ""
) -> None:
    """From now on the bot's safety net gives this notice to this message, and none to any other."""
    notice = Notice(
        Response(response),
        rules=(rule,) if rule else (),
        situations=situations,
        failed=(failed,) if failed else (),
    )
    bot.deps.net = Told({text: notice})
