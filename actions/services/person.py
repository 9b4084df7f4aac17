"""How old somebody is and what they speak, as far as they say it: plain functions, without Rasa."""

import re

_NO_AGE = (
    r"[+-]? ?(?:am|pm|min(?:ute)?s?|sec(?:ond)?s?|miles?|km|hours?|hrs?|days?|w(?:ee)?ks?|mo(?:nth)?s?|mths?|years?|yrs?"
    r"|steps?|stones?|foot|feet|ft|inch(?:es)?|cm|lbs?|kg|kilos?|times|quid|pounds?|grand)\b"
    r"| ?%| ?/ ?(?:7|50)\b|[:.'’]\d"
)
_AGE = re.compile(
    r"\b(\d{1,2})[ -]*(?:(?:years?|yrs?)[ -]*old|y[/.]?o)\b"
    r"|\b(?:i'?m|i am|aged?|turning|(?:s?he|they|who|mum|dad|son|daughter|nan|lad)(?:'?s| is|'?re| are)?)(?: only| just)? "
    rf"(\d{{1,2}})\b(?!{_NO_AGE})",
    re.IGNORECASE,
)
_YOUNGEST, _OLDEST = 3, 99
_LANGUAGES = {
    "ar": "arabic",
    "bn": "bengali|bangla|sylheti",
    "fa": "farsi|persian|dari",
    "fr": "french",
    "gu": "gujarati|gujerati|gujrati",
    "hi": "hindi",
    "ku": "kurdish|sorani",
    "lt": "lithuanian",
    "pa": "punjabi|panjabi",
    "pl": "polish",
    "ps": "pashto",
    "pt": "portuguese",
    "ro": "romanian",
    "so": "somali",
    "ta": "tamil",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "zh": "chinese|mandarin|cantonese",
}
_SPOKEN = {code: re.compile(rf"\b(?:{names})\b", re.IGNORECASE) for code, names in _LANGUAGES.items()}


def age_in(text: str) -> str | None:
    """The age of the person whom it is about, in years."""
    for match in _AGE.finditer(text):
        age = int(match[1] or match[2])
        if _YOUNGEST <= age <= _OLDEST:
            return str(age)
    return None


def language_in(text: str) -> str | None:
    """The code of the first language that is named, English aside."""
    return next((code for code, names in _SPOKEN.items() if names.search(text)), None)
