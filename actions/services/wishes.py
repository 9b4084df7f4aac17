"""What a service must have, and whom it must be for: plain functions, without Rasa."""

import re

_PROPERTIES = {
    "step_free": r"wheel ?chairs?|step[- ]free|mobility scooter|disabled access|(?:do|manage|climb) stairs|\bramps?\b",
    "drop_in": r"\bdrop[- ]?ins?\b|\bwalk[- ]?in(?:to|s)?\b|turn up"
    r"|(?:without|no) (?:an )?(?:appointment|booking|referral)",
    "bsl": r"\bbsl\b|sign language|\bsigner\b|sign video",
    "free": r"(?<!step[- ])(?<!drug[- ])\bfree\b(?! (?:to talk|now|school|at|on\b))"
    r"|\b(?:have|got) to pay\b|do they charge|cost",
}
_GROUPS = {
    "women": r"\bwom[ae]n'?s?\b|\bladies\b|\bfemales?\b|\bgirls\b",
    "men": r"\bm[ae]n'?s?\b|\bblokes?\b|\blads?\b|\bmales?\b|\bdads\b",
    "young_people": r"\byoung(?:er)?\b|\bteen\w*|\bkids?\b|\bchild\w*|\bunder[- ]?(?:18|25)",
    "older_people": r"\bolder\b|\belderly\b|\bpensioners?\b|\bover[- ]?[5-8]\d",
    "students": r"\bstudents?\b|\buni(?:versity)?\b",
    "carers": r"\bcarers?\b",
    "veterans": r"\bveterans?\b|\bex[- ](?:army|forces|military)\b|\barmed forces\b",
    "lgbt": r"\blgbt\w*|\bgay\b|\blesbians?\b|\btrans(?:gender)?\b|\bqueer\b|\bbisexual\b",
    "deaf_people": r"\bdeaf\b",
}
_NEARER = re.compile(
    r"\b(?:close|closer|closest|near(?:er|est)?|too far|so far|far away|miles away)\b", re.IGNORECASE
)


def properties_in(text: str) -> frozenset[str]:
    """What the service must have: step_free, drop_in, bsl, free."""
    return _found(_PROPERTIES, text)


def groups_in(text: str) -> frozenset[str]:
    """The people whom the service must be for, as region packs name them in ``groups``."""
    return _found(_GROUPS, text)


def nearer_in(text: str) -> bool:
    """True if something closer is asked for than what was shown."""
    return bool(_NEARER.search(text))


def _found(patterns: dict[str, str], text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE))
