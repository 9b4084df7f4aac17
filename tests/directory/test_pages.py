"""The pages of the directory: what they show, how they are asked, and what they never show."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from html import unescape
from typing import Any

import httpx
import pytest

from bot.directives import Services
from bot.directory.edition import Edition
from bot.directory.lookup import Directory
from bot.directory.model import Assurance, Audience, Kind, Service
from bot.directory.search import Result, Results
from tests.directory.rows import bull
from tests.support.bot_thread import RunningBot, running_bot

HELP = ("999", "111", "0808 800 3302", "116 123")
"""The numbers beside every answer in this region; here only to be looked for."""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """One for all: these tests only read."""
    with running_bot(tmp_path_factory.mktemp("bot")) as running:
        yield running


@pytest.fixture(scope="module")
def rows(bot: RunningBot) -> list[Service]:
    edition = bot.deps.directory.edition()
    regions = [region for region in edition.regions if not edition.region(region).national]
    found = {row.id: row for kind in Kind for region in regions for row in edition.by_kind(kind, region)}
    return list(found.values())


@pytest.fixture(scope="module")
def shown(bot: RunningBot, rows: list[Service]) -> dict[str, str]:
    """The page of every row."""
    with httpx.Client(base_url=bot.url) as client:
        return {row.id: client.get(f"/services/{row.id}").text for row in rows}


def words(html: str) -> str:
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))).split()
    )


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def finding(
    monkeypatch: pytest.MonkeyPatch, total: int, *found: Service, **more: Any
) -> list[dict[str, Any]]:
    """Let every search find these; the questions that it was asked are in the list."""
    asked: list[dict[str, Any]] = []

    def search(_: Directory, question: Services, **query: Any) -> Results:
        asked.append({name: value for name, value in asdict(question).items() if value} | query)
        there = found if query["start"] < total else ()
        results = tuple(Result(each, ("about 1 km away", "drop-in"), 1.2) for each in there)
        return Results(results, total, "llr", more.get("notes", ()))

    monkeypatch.setattr(Directory, "search", search)
    return asked


class TestEveryPage:
    def test_it_says_what_the_row_may_say_and_nothing_of_a_stale_one(
        self, rows: list[Service], shown: dict[str, str]
    ) -> None:
        for row in rows:
            html = shown[row.id]
            main = html.split("<main")[1]
            assert f"<h1>{row.name.replace('&', '&amp;')}</h1>".replace("'", "&#39;") in html, row.id
            for secret in (row.phone, row.phone_otherwise, row.sms, row.email, row.url):
                if secret and not row.whole and secret not in HELP:
                    assert secret not in unescape(html), row.id
                    assert secret.replace(" ", "") not in html, row.id
            if row.whole and row.phone:
                assert f'href="tel:{row.phone.replace(" ", "")}"' in main, row.id

    def test_nothing_for_editors_is_on_it(self, rows: list[Service], shown: dict[str, str]) -> None:
        for row in rows:
            assert not row.notes or row.notes not in unescape(shown[row.id])
            assert "stored-github" not in shown[row.id]

    def test_a_row_for_professionals_is_no_way_in(self, rows: list[Service], shown: dict[str, str]) -> None:
        hidden = [row for row in rows if row.audience is Audience.PROFESSIONALS]
        assert hidden
        for row in hidden:
            assert "tel:" not in shown[row.id].split("<main")[1]
            assert not row.postcode or row.postcode not in shown[row.id]

    def test_the_numbers_to_call_are_on_it(self, bot: RunningBot, shown: dict[str, str]) -> None:
        others = [httpx.get(bot.url + path).text for path in ("/services", "/services/nothing", "/s/nothing")]
        for html in (*(html for name, html in shown.items() if name.startswith(("llr", "uk"))), *others):
            beside = html.split('<aside class="help"')[1].split("</aside>")[0]
            for number in HELP:
                assert f'href="tel:{number.replace(" ", "")}">{number}</a>' in beside

    def test_the_number_beside_it_is_pressed_where_it_says_call(self, shown: dict[str, str]) -> None:
        assert ': Call <a href="tel:111">111</a></li>' in shown["llr-cap"]

    def test_each_number_is_beside_it_once(self, shown: dict[str, str]) -> None:
        for name, html in shown.items():
            numbers = re.findall(r'href="(tel:\d+)"', html.split("<main")[0])
            assert len(numbers) == len(set(numbers)), name

    def test_it_obeys_the_policy_and_sets_nothing_on_the_device(
        self, bot: RunningBot, shown: dict[str, str]
    ) -> None:
        for html in (httpx.get(f"{bot.url}/services?q=debt").text, *shown.values()):
            assert (
                re.findall(r"<style|\sstyle=|\son\w+=|<script(?! type=\"application/ld\+json\">)", html) == []
            )
        answer = httpx.get(f"{bot.url}/services")
        assert "set-cookie" not in answer.headers
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"

    def test_it_has_its_language_landmarks_and_one_heading(
        self, bot: RunningBot, shown: dict[str, str]
    ) -> None:
        for html in (httpx.get(f"{bot.url}/services?q=debt").text, *shown.values()):
            assert '<html lang="en-GB">' in html
            assert html.count("<h1>") == 1
            assert all(html.count(f"<{landmark}") == 1 for landmark in ("main", "header", "footer", "aside"))
            assert 'class="skip" href="#main"' in html

    def test_only_a_confirmed_row_is_for_search_engines(
        self, rows: list[Service], shown: dict[str, str]
    ) -> None:
        for row in rows:
            assert row.assurance is Assurance.CONFIRMED or 'name="robots" content="noindex"' in shown[row.id]

    def test_its_data_says_no_more_than_its_words(self, rows: list[Service], shown: dict[str, str]) -> None:
        for row in rows:
            read = data(shown[row.id])
            assert read["name"] == row.name
            assert read["@id"] == f"/services/{row.id}"
            if not row.whole:
                assert read.keys() <= {"@context", "@type", "@id", "name", "description"}
            for number in re.findall(r'"telephone": "([^"]+)"', json.dumps(read)):
                assert number in words(shown[row.id])


class TestAddresses:
    def test_the_short_address_leads_to_the_page(self, bot: RunningBot) -> None:
        for written in ("llr-cap", "LLR-CAP", "llr-cap.", "llr-cap)."):
            answer = httpx.get(f"{bot.url}/s/{written}")
            assert answer.status_code == 308
            assert answer.headers["location"] == "/services/llr-cap"

    @pytest.mark.parametrize(
        "path",
        [
            "/services/nothing",
            "/s/nothing",
            "/services/<script>",
            "/services/'; drop table services",
            "/s/%00",
            "/s/🙂",
        ],
    )
    def test_what_is_not_known_gets_kind_words(self, bot: RunningBot, path: str) -> None:
        answer = httpx.get(bot.url + path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "<h1>I can’t find that page</h1>".replace("’", "&#39;") in answer.text
        assert "drop table" not in answer.text
        assert "<script" not in answer.text

    def test_what_is_set_aside_or_must_be_confirmed_first_has_no_page(
        self, bot: RunningBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            bot.deps, "settings", bot.deps.settings.model_copy(update={"confirmed_only": True})
        )
        statuses = {
            each: httpx.get(f"{bot.url}/services/{each}").status_code for each in ("llr-cap", "llr-mhuch")
        }
        assert statuses == {"llr-cap": 200, "llr-mhuch": 404}
        confirmed = httpx.get(f"{bot.url}/services/export.csv").text
        assert "llr-cap," in confirmed
        assert "llr-cafe" not in confirmed
        monkeypatch.setattr(Edition, "with_ids", lambda *_: [])  # as of a line that is set aside
        assert httpx.get(f"{bot.url}/services/llr-cap").status_code == 404
        assert httpx.get(f"{bot.url}/s/llr-cap").status_code == 404

    def test_the_style_is_served(self, bot: RunningBot) -> None:
        answer = httpx.get(f"{bot.url}/services/services.css")
        assert answer.headers["content-type"].startswith("text/css")
        assert "@media print" in answer.text

    def test_the_whole_list_without_what_is_not_for_everybody(
        self, bot: RunningBot, rows: list[Service]
    ) -> None:
        whole, sheet = (httpx.get(f"{bot.url}/services/export.{form}") for form in ("json", "csv"))
        assert whole.headers["content-type"] == "application/json"
        assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
        assert 'filename="waymark-services.csv"' in sheet.headers["content-disposition"]
        public = [row for row in rows if row.audience is Audience.PUBLIC]
        assert len(whole.json()["services"]) == len(public)
        assert len(sheet.text.splitlines()) == len(public) + 1
        for row in rows:
            if not row.whole and row.email:
                assert row.email not in whole.text
                assert row.email not in sheet.text

    def test_there_is_no_other_form_of_it(self, bot: RunningBot) -> None:
        assert httpx.get(f"{bot.url}/services/export.xml").status_code == 404

    def test_the_numbers_of_another_region_are_beside_its_services(
        self, bot: RunningBot, rows: list[Service]
    ) -> None:
        edition = bot.deps.directory.edition()
        for row in (row for row in rows if row.region not in ("llr", "uk")):
            beside = httpx.get(f"{bot.url}/services/{row.id}").text.split("<main")[0]
            for each in edition.region(row.region).day_and_night:
                line = edition.by_id(each)
                assert line
                assert line.phone in beside


class TestSearch:
    def test_the_bare_page_asks_and_finds_nothing(self, bot: RunningBot) -> None:
        html = httpx.get(f"{bot.url}/services").text
        assert '<h2 id="found"' not in html
        for name in ("q", "place", "when", "step_free", "drop_in", "bsl", "free"):
            assert f'name="{name}"' in html

    def test_everything_can_be_chosen_from_a_list(self, bot: RunningBot) -> None:
        with httpx.Client(base_url=bot.url) as client:
            html = client.get("/services?q=&place=Oakham").text
            links = re.findall(r'<li><a href="(/services\?[^"#]+)#results">', html)
            assert len(links) >= 30
            assert len(links) == len(bot.deps.directory.edition().needs)
            for link in map(unescape, links):
                assert "place=Oakham" in link
                assert 'id="needs"' not in client.get(link).text, link

    def test_what_was_asked_reaches_the_directory(
        self, bot: RunningBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = finding(monkeypatch, 1, bull())
        query = "q=crisis+cafe&place=le16&when=tonight&bsl=yes&free=yes&step_free=no&page=1"
        html = httpx.get(f"{bot.url}/services?{query}").text
        expected = {
            "words": "crisis cafe",
            "place": "le16",
            "when": "tonight",
            "only": "bsl;free",
            "region": "llr",
            "start": 0,
            "most": 10,
        }
        assert [{name: each[name] for name in expected} for each in asked] == [expected]
        assert 'value="crisis cafe"' in html
        assert '<option value="tonight" selected>' in html
        assert html.count(" checked>") == 2

    def test_any_time_is_no_wish(self, bot: RunningBot, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = finding(monkeypatch, 0)
        for when in ("any", "", "yesterday"):
            httpx.get(f"{bot.url}/services?q=&when={when}")
        assert ["when" in each for each in asked] == [False, False, False]

    def test_a_result_is_a_link_with_reasons_and_what_may_be_said(
        self, bot: RunningBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_line = bull(phone="01632 960001", hours="24/7", last_seen="2026-02")
        stale = bull(
            id="am-y",
            name="The <Old> Café",
            assurance=Assurance.STALE,
            phone="01632 960002",
            address="1 High St",
        )
        finding(monkeypatch, 2, open_line, stale, notes=("I think you mean Ambridge.",))
        html = httpx.get(f"{bot.url}/services?q=cafe").text
        main = html.split("<main")[1]
        assert '<h3><a href="/services/am-x">Bull Café</a></h3>' in main
        assert '<p class="why">About 1 km away. Drop-in.</p>' in main
        assert 'href="tel:01632960001">01632 960001</a>' in main
        assert "February 2026" in main
        assert "I think you mean Ambridge." in main
        assert "The &lt;Old&gt; Café" in main
        assert "1 High St" in main
        assert "960002" not in html
        assert "I found 2 services." in main

    @pytest.mark.parametrize(
        ("total", "expected"),
        [(0, "find anything for this"), (1, "I found 1 service."), (12, "I found 12 services.")],
    )
    def test_it_says_how_many(
        self, bot: RunningBot, monkeypatch: pytest.MonkeyPatch, total: int, expected: str
    ) -> None:
        finding(monkeypatch, total, *([bull()] if total else []))
        assert expected in words(httpx.get(f"{bot.url}/services?q=x").text)

    @pytest.mark.parametrize(
        ("page", "earlier", "later", "start"),
        [
            ("1", False, True, 0),
            ("2", True, True, 10),
            ("3", True, False, 20),
            ("99", True, False, 20),
            ("-1", False, True, 0),
            ("x", False, True, 0),
        ],
    )
    def test_pages_of_ten(
        self,
        bot: RunningBot,
        monkeypatch: pytest.MonkeyPatch,
        page: str,
        earlier: bool,
        later: bool,
        start: int,
    ) -> None:
        asked = finding(monkeypatch, 23, bull())
        html = httpx.get(f"{bot.url}/services?q=debt&place=Oakham&free=yes&page={page}").text
        assert asked[-1]["start"] == start
        assert ('rel="prev"' in html, 'rel="next"' in html) == (earlier, later)
        assert f"Page {start // 10 + 1} of 3" in html
        for address in re.findall(r'href="(/services\?[^"]+)"', html):
            assert unescape(address).startswith("/services?q=debt&place=Oakham&free=yes")

    @pytest.mark.parametrize(
        "said",
        [
            "'; drop table services",
            "🙂",
            "x" * 10_000,
            "\0",
            "<script>alert(1)</script>",
            '"><b>',
            "{{ 7 * 7 }}",
            "\u202eabc",
            "BT1",
            "JE2",
        ],
    )
    def test_odd_words_and_places_get_a_page(self, bot: RunningBot, said: str) -> None:
        for name in ("q", "place"):
            answer = httpx.get(f"{bot.url}/services", params={name: said})
            assert answer.status_code == 200
            assert "<script>" not in answer.text
            assert "<b>" not in answer.text
            assert "49" not in re.findall(r'value="([^"]*)"', answer.text)
            assert len(answer.text) < 60_000

    @pytest.mark.parametrize("postcode", ["LE16 7AG", "le167ag", "le16  7ag", "LE11 3TU"])
    def test_a_whole_postcode_is_cut_before_it_can_be_kept(self, bot: RunningBot, postcode: str) -> None:
        answer = httpx.get(f"{bot.url}/services", params={"place": f"in {postcode} please", "when": "now"})
        assert answer.status_code == 303
        outcode = postcode[:4].upper()
        assert answer.headers["location"] == f"/services?q=&place=in+{outcode}+please&when=now"

    def test_words_that_call_for_a_person_are_met_with_more_than_a_list(self, bot: RunningBot) -> None:
        assert 'class="talk"' in httpx.get(f"{bot.url}/services?q=I+want+to+end+my+life").text
        assert 'class="talk"' not in httpx.get(f"{bot.url}/services?q=debt").text

    def test_the_real_directory_answers(self, bot: RunningBot) -> None:
        main = httpx.get(f"{bot.url}/services?q=mental+health+cafe&place=Market+Harborough").text.split(
            "<main"
        )[1]
        assert "Symington Building" in main
        assert "Last listed in December 2021" in main
