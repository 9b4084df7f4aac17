"""Every metric that exists is documented, and every documented one exists."""

import re
from pathlib import Path

from bot.metrics import Metrics

DOCS = Path(__file__).parents[2] / "docs" / "operating.md"


def test_documented_metrics_are_those_that_exist() -> None:
    exposed = {
        line.split()[2]
        for line in Metrics().text().decode().splitlines()
        if line.startswith("# TYPE waymark_")
    }
    named = set(re.findall(r"`(waymark_[a-z_]+)`", DOCS.read_text()))
    exposed = {name for name in exposed if not name.endswith("_created")}
    assert named == exposed
