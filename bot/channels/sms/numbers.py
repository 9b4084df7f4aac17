"""Phone numbers as providers write them, made one form: E.164, such as +44 and ten digits, without spaces."""

import re

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

HOME = "GB"
"""Whose numbers begin with a single 0."""

_NUMBER = re.compile(r"\+?[\d -]+", re.ASCII)
_KIND = re.compile(r"(?:whatsapp|rcs|sms|tel):", re.IGNORECASE)
"""What providers write before a number to say how it wrote; others, such as messenger:, are before something else."""
_ANSWERED_BY_NOBODY = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
)


def e164(sender: str) -> str | None:
    """The number to answer; None for a name, a short code or a number that costs extra, which nobody can or should answer.

    Providers write +44…, 44… (always with the country) or 0… (at home); Notify mixes them. Gateways write +44 (0)… too.
    """
    written = _plain(sender)
    if not _NUMBER.fullmatch(written):
        return None
    try:
        number = phonenumbers.parse(_with_country(written), HOME)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    if phonenumbers.number_type(number) in _ANSWERED_BY_NOBODY:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _plain(sender: str) -> str:
    """A number without what is said before it, and without brackets; the (0) of home does not go with a country."""
    written = _KIND.sub("", sender.strip(), count=1).strip()
    if written.startswith(("+", "00")):
        written = written.replace("(0)", "", 1)
    return written.replace("(", "").replace(")", "")


def _with_country(number: str) -> str:
    if number.startswith("00"):
        return f"+{number.removeprefix('00')}"
    return number if number.startswith(("+", "0")) else f"+{number}"
