"""How many SMS segments a text takes: GSM-7 holds 160 characters alone and 153 in a part, UCS-2 70 and 67."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # sent as an escape and a character: 2 septets that stay together


def segments(text: str) -> int:
    """The number of segments; 0 for an empty text."""
    return len(parts(text))


def parts(text: str) -> list[str]:
    """The text as a phone network would cut it: never inside an escape or a pair of UTF-16 units."""
    gsm = not outside_gsm(text)
    alone, in_part = (160, 153) if gsm else (70, 67)
    costs = [_cost(char, gsm=gsm) for char in text]
    if sum(costs) <= alone:
        return [text] if text else []
    found, room = [""], in_part
    for char, cost in zip(text, costs, strict=True):
        if cost > room:
            found.append("")
            room = in_part
        found[-1] += char
        room -= cost
    return found


def outside_gsm(text: str) -> str:
    """The characters of a text that GSM-7 cannot carry, each once, in order."""
    return "".join(dict.fromkeys(char for char in text if char not in _BASIC and char not in _EXTENSION))


def _cost(char: str, *, gsm: bool) -> int:
    if gsm:
        return 2 if char in _EXTENSION else 1
    return 2 if ord(char) > 0xFFFF else 1
