import pytest

from bot.safety.net import SafetyNet
from bot.safety.rules import RuleSet
from tests.support.quick import net_of_the_content


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The real rules, those of the one net of this process: see tests/support/quick.py."""
    return net_of_the_content()._rules


@pytest.fixture(scope="session")
def net(rules: RuleSet) -> SafetyNet:
    """The safety net with the real rules."""
    return SafetyNet(rules)


@pytest.fixture(scope="session")
def whole_net() -> SafetyNet:
    """The safety net as it runs: rules and second net."""
    return net_of_the_content()
