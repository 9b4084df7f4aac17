"""Where, as a slot or a person's own words give it: plain functions, without Rasa. Only the outcode of a postcode is kept."""

import re

from actions.services.postcode import without_second_half

_OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.IGNORECASE)
_LONGEST_PLACE = 80
_LONGEST_WORDS = 300

# Help by phone or online, or that nobody should have to say where they are for; and services asked for by name.
_ANYWHERE = re.compile(
    r"\b(?:phone|telephone|call|ring|text\w*|sms|online|on line|web\w*|app|apps|chat|helplines?|hotline|lines?|numbers?)\b"
    r"|abus|violen|rape|assault|refuge|\bhits?\b|hurt|frighten|scared|not safe|forced|\bmarry|marriage|honour|stalk|threat"
    r"|gambl|\bbet|slots|eating|anorexi|bulimi|binge|starv|purg|throw up|suicid|self[- ]harm|took (?:his|her|their) own"
    r"|pregnan|postnatal|perinatal|\bbaby|miscarr|stillb|veteran|army|forces|military|sectioned|voices|psychosis|student|\buni\b"
    r"|told me|been told|mentioned|heard (?:of|about)|leaflet|recommend|do you know|details for|contact|said (?:to )?try",
    re.IGNORECASE,
)


def place_name(slot: object) -> str | None:
    """The place of the slot: the first, if the person named several; an outcode in capitals."""
    if isinstance(slot, list):
        slot = slot[0] if slot else None
    if not isinstance(slot, str) or not slot.strip():
        return None
    name = without_second_half(slot).strip()
    return name.upper() if _OUTCODE.fullmatch(name) else name


def place_in_own_words(text: str) -> str | None:
    """What somebody wrote when asked where: the bot's own places may know it, or guess."""
    return without_second_half(text)[:_LONGEST_PLACE].strip() or None


def words_in(text: str) -> str:
    """What somebody asked for, for the bot's own finder of needs and names."""
    return without_second_half(text)[:_LONGEST_WORDS].strip()


def place_matters(words: str) -> bool:
    """True if the answer depends on where the person is, so that it is worth a question."""
    return not _ANYWHERE.search(words)
