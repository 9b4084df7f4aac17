"""The statistical guess between the languages in Latin letters, by langdetect with only the profiles in question."""

from functools import cache
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

_LANGUAGES = ("en", "pl", "ro", "so")
_SURE = 0.9


def guess_latin(text: str) -> str | None:
    """``en``, ``pl``, ``ro`` or ``so`` if the guess is sure enough. The same text always gets the same guess."""
    detector = _factory().create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[:1]
    except LangDetectException:  # raised for a text without letters that its profiles know
        return None
    return str(best[0].lang) if best and best[0].prob >= _SURE else None


@cache
def _factory() -> DetectorFactory:
    folder = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.set_seed(0)  # without a seed, its answer changes from call to call
    factory.load_json_profile([(folder / code).read_text(encoding="utf-8") for code in _LANGUAGES])
    return factory
