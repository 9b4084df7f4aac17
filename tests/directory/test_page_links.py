"""Short answers link to our own pages, where an address leads to them from outside."""

from pathlib import Path

import pytest

from bot.directives import Services
from bot.directory.build import build
from bot.directory.hours import Text
from bot.directory.lookup import Directory
from tests.directory.conftest import NOW, TODAY
from tests.directory.packs import CAFE, write_packs

OURS = "https://waymark.example.org"
THEIRS = "https://bull.example.org/cafe"
CALL = "Call 0808 800 3302"
PAGE, WEBSITE = f"Read more: {OURS}/s/am-cafe", f"Website: {THEIRS}"
BY_ID, BY_KIND = Services(id="am-cafe"), Services(kind="crisis_cafe")


def answers(content: Path, cafe: dict[str, str], public_url: str) -> Directory:
    """The directory of Ambridge with this café, as an operator opens it."""
    write_packs(content, cafe=CAFE | {"url": THEIRS} | cafe)
    build(content, content / "data", today=TODAY)
    return Directory.open(content / "data", public_url=public_url)


def lines(directory: Directory, text: Text, query: Services, *, short: bool = True) -> list[str]:
    return directory.answer(query, text=text, region="am", now=NOW, short=short).text.splitlines()


@pytest.mark.parametrize(
    ("cafe", "public_url", "query", "said", "unsaid"),
    [
        ({}, OURS, BY_ID, [CALL, PAGE], [WEBSITE]),
        ({}, OURS, BY_KIND, [CALL], [PAGE, WEBSITE]),
        ({"phone": ""}, OURS, BY_KIND, [PAGE], [WEBSITE]),
        ({"phone": "", "url": "", "email": "a@example.org"}, OURS, BY_KIND, [PAGE], [WEBSITE]),
        ({"assurance": "stale", "phone": "", "url": ""}, OURS, BY_ID, [], [PAGE, WEBSITE]),
        ({}, "", BY_ID, [CALL], [PAGE, WEBSITE]),
        ({"phone": ""}, "", BY_ID, [WEBSITE], [PAGE]),
    ],
)
def test_a_short_answer_links_to_our_page(
    tmp_path: Path,
    text: Text,
    cafe: dict[str, str],
    public_url: str,
    query: Services,
    said: list[str],
    unsaid: list[str],
) -> None:
    found = lines(answers(tmp_path, cafe, public_url), text, query)
    assert [line for line in said if line not in found] == []
    assert [line for line in unsaid if line in found] == []


def test_a_long_answer_has_the_services_own_website(tmp_path: Path, text: Text) -> None:
    found = lines(answers(tmp_path, {}, OURS), text, BY_ID, short=False)
    assert WEBSITE in found
    assert PAGE not in found
