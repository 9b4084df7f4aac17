from pathlib import Path

import pytest

from bot.safety.load import load_net
from bot.safety.net import SafetyNet
from bot.safety.rules import RuleSet


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The real rules."""
    return RuleSet.load(Path("content/safety"))


@pytest.fixture(scope="session")
def net(rules: RuleSet) -> SafetyNet:
    """The safety net with the real rules."""
    return SafetyNet(rules)


@pytest.fixture(scope="session")
def whole_net() -> SafetyNet:
    """The safety net as it runs: rules and second net."""
    return load_net(Path("content").resolve())
