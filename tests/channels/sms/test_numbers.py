"""Senders as providers write them, and the one form in which we keep them."""

import pytest

from bot.channels.sms.numbers import e164
from tests.channels.sms.calls import number

LOCAL = number(123).removeprefix("+44")


@pytest.mark.parametrize(
    "written",
    [
        f"+44{LOCAL}",
        f"44{LOCAL}",
        f"0{LOCAL}",
        f"0044{LOCAL}",
        f" +44 {LOCAL[:4]} {LOCAL[4:]} ",
        f"0{LOCAL[:4]}-{LOCAL[4:]}",
        f"whatsapp:+44{LOCAL}",
        f"RCS:+44{LOCAL}",
        f"tel: +44{LOCAL}",
        f"+44 (0){LOCAL[:4]} {LOCAL[4:]}",
        f"0044 (0) {LOCAL}",
        f"(0{LOCAL[:4]}) {LOCAL[4:]}",
        f"(0){LOCAL}",
        f"+44 ({LOCAL[:4]}) {LOCAL[4:]}",
    ],
)
def test_every_way_to_write_a_number_is_one_form(written: str) -> None:
    assert e164(written) == number(123)


@pytest.mark.parametrize(
    ("written", "right"),
    [("33" + "612345678", "+33" + "612345678"), ("1" + "2015550123", "+1" + "2015550123")],
)
def test_a_number_without_a_plus_has_its_country(written: str, right: str) -> None:
    assert e164(written) == right


@pytest.mark.parametrize(
    "sender",
    [
        "",
        " ",
        "+",
        "Waymark",
        "NHS",
        "60777",
        "+60777",
        "8525" + "8",
        "+4460777",
        f"messenger:+44{LOCAL}",
        "whatsapp:",
        "()",
        "(",
        "٤٤٧٧٠٠٩٠٠١٢٣",
    ],
)
def test_who_cannot_be_answered_has_no_address(sender: str) -> None:
    assert e164(sender) is None


def test_a_number_that_costs_extra_is_not_answered() -> None:
    premium = "+44" + "9098790" + "000"
    assert e164(premium) is None
