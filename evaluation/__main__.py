"""``python -m evaluation``: how well the safety net hears, on messages that nobody wrote a rule from.

--write   put the tables into docs/safety-net.md, and raise the floors of tests/safety/floors.json
"""

import argparse
import json
import sys
from pathlib import Path

from bot.safety.load import load_net
from bot.safety.net import SafetyNet
from evaluation.figures import Figure, groups
from evaluation.material import conversations, messages, outright, positives
from evaluation.measure import judge, judge_changed, judge_conversations
from evaluation.table import (
    DOCUMENT,
    FLOORS,
    OUTRIGHT,
    PERTURBED,
    TOGETHER,
    Tables,
    below,
    floors,
    lines,
    raised,
    rewritten,
)


def main() -> int:
    """Measure and print; 1 if a figure is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--write", action="store_true", help="update the document and the floors")
    write = parser.parse_args().write
    tables = measured(load_net(Path("content")))
    print("\n".join(lines(tables)))
    kept = floors() if FLOORS.exists() else {}
    worse = below(tables, kept)
    print("\n" + ("\n".join(worse) if worse else "No figure is below its floor."))
    if write:
        _write(tables, kept)
    return int(bool(worse))


def measured(net: SafetyNet) -> dict[str, dict[str, Figure]]:
    """Every table: messages as they are, after each perturbation, and conversations."""
    held_out = messages()
    calling = [each for each in positives(held_out) if each.language == "en"]
    return {
        **groups(judge(net, held_out)),
        PERTURBED: judge_changed(net, calling),
        OUTRIGHT: judge_changed(net, outright(held_out)),
        TOGETHER: judge_conversations(net, conversations()),
    }


def _write(tables: Tables, kept: dict[str, dict[str, float]]) -> None:
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text(encoding="utf-8"), tables), encoding="utf-8")
    FLOORS.write_text(json.dumps(raised(tables, kept), indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
