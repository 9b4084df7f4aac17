from pathlib import Path

import pytest

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
