"""``python -m fuzz [--seconds 120]``: hypothesis, then atheris, each for so long. Exit 1 and the text if it is wrong."""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.safety.load import load_net
from bot.safety.net import SafetyNet
from fuzz.target import check_line, check_text

_WORDS = [
    "I",
    "want to",
    "kill",
    "myself",
    "not",
    "die",
    "k!ll",
    "d i e",
    "…",
    "\n",
    "'",
    "\u200b",
    "\u0301",
    "😢",
    "मरना",
    "انا",
]
_ODD_LETTERS = "abcdeikllmnstuy*!1$0"
"""Of words that are read in many ways."""
_BATCH = 300


def main() -> int:
    """Run both; 0 if nothing wrong was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="for each of the two")
    seconds = parser.parse_args().seconds
    tried = _hypothesis(load_net(Path("content")), seconds)
    print(f"hypothesis: {tried:,} texts in {seconds} s, nothing wrong", flush=True)
    with TemporaryDirectory() as corpus:
        command = [sys.executable, "-m", "fuzz.coverage", str(seconds), corpus]
        wrong = subprocess.run(command, check=False).returncode  # noqa: S603 - our own module
        for kept in sorted(Path(corpus).glob("*-*")):
            if kept.name.startswith(("crash", "timeout", "oom")):
                print(f"atheris: {kept.name}: {kept.read_bytes()!r}")
    print("atheris: " + ("see above" if wrong else f"{seconds} s, nothing wrong"))
    return int(bool(wrong))


def _hypothesis(net: SafetyNet, seconds: int) -> int:
    """Go on until the time is over; return how many texts were tried. Whatever is wrong is raised, with the text."""
    tried = 0
    odd_words = st.text(_ODD_LETTERS, min_size=3, max_size=12)
    texts = st.one_of(
        st.text(),
        st.lists(st.sampled_from(_WORDS)).map(" ".join),
        st.lists(odd_words, max_size=300, unique=True).map(" ".join),
        st.text().map(lambda text: text * 200),
    )

    @settings(max_examples=_BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(texts, st.binary())
    def batch(text: str, raw: bytes) -> None:
        nonlocal tried
        tried += 1
        check_text(net, text)
        check_line(net, raw)

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        batch()
    return tried


if __name__ == "__main__":
    sys.exit(main())
