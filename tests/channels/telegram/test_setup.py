"""What Telegram is told once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from telegram import WebhookInfo

from bot import keys as key_file
from bot import settings as settings_module
from bot.channels.telegram import setup
from bot.channels.telegram.api import SECRET_PURPOSE
from bot.channels.telegram.standin import TelegramStandIn
from bot.commands.telegram import telegram
from bot.content.library import Library
from bot.settings import Settings
from tests.channels.telegram.conftest import settings

URL = "https://waymark.example.org"


def texts(key: str, language: str) -> str:
    return f"{key} {language}"


def run(monkeypatch: pytest.MonkeyPatch, chosen: Settings, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(settings_module, "load", lambda: chosen)
    result = CliRunner().invoke(telegram, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.fixture
def chosen(api_url: str, tmp_path: Path) -> Settings:
    return settings(telegram_api_url=api_url, data_dir=tmp_path, public_url=URL)


class TestPlan:
    def test_webhook_first_and_complete(self) -> None:
        first = setup.steps(URL, "secret", texts, ["en"], "en")[0]
        assert first.method == "set_webhook"
        assert first.arguments == {
            "url": f"{URL}/hooks/telegram",
            "secret_token": "secret",
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            "max_connections": 40,
        }

    def test_every_language_and_everybody_else(self) -> None:
        planned = setup.steps("", "secret", texts, ["cy", "en"], "en")
        described = [
            (each.arguments["language_code"], each.arguments["description"])
            for each in planned
            if each.method == "set_my_description"
        ]
        assert described == [
            (code, f"telegram.description {said}") for code, said in (("cy", "cy"), ("en", "en"), ("", "en"))
        ]

    def test_the_secret_is_never_told(self) -> None:
        assert not any("secret" in each.done for each in setup.steps(URL, "secret", texts, ["en"], "en"))

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            (URL, None),
            (f"{URL}:8443", None),
            ("", "telegram poll"),
            ("http://127.0.0.1:8080", "https://"),
            (f"{URL}:8080", "80, 88, 443, 8443"),
        ],
    )
    def test_where_telegram_can_call(self, url: str, words: str | None) -> None:
        problem = setup.webhook_problem(url)
        assert (words in problem) if words and problem else problem is words

    def test_what_telegram_complains_of(self) -> None:
        when = datetime(2026, 3, 1, 12, tzinfo=UTC)
        info = WebhookInfo(URL, False, 3, last_error_date=when, last_error_message="Wrong response: 403")
        assert "403" in setup.complaints(info)[0]
        assert setup.complaints(WebhookInfo(URL, False, 0)) == []


class TestCommand:
    def test_sets_everything_and_says_so(
        self, monkeypatch: pytest.MonkeyPatch, chosen: Settings, stand_in: TelegramStandIn
    ) -> None:
        code, output = run(monkeypatch, chosen, "setup")
        secret = key_file.load_or_create(chosen.key_file).secret(SECRET_PURPOSE)
        assert code == 0
        assert stand_in.webhook["url"] == f"{URL}/hooks/telegram"
        assert stand_in.webhook["secret_token"] == secret
        assert secret not in output
        assert [each["command"] for each in stand_in.commands[""]] == [
            "start",
            "help",
            "language",
            "stop",
            "delete",
        ]
        languages = {*Library.load(chosen.content_dir).languages(), ""}
        assert set(stand_in.commands) == languages
        assert {code for _, code in stand_in.descriptions} == languages
        assert "The bot is @waymark_local_bot." in output
        assert f"The webhook is {URL}/hooks/telegram" in output

    def test_without_a_public_address(
        self, monkeypatch: pytest.MonkeyPatch, chosen: Settings, stand_in: TelegramStandIn
    ) -> None:
        code, output = run(monkeypatch, chosen.model_copy(update={"public_url": ""}), "setup")
        assert code == 1
        assert "Wrong: The webhook is not set" in output
        assert stand_in.webhook["url"] == ""
        assert stand_in.commands

    def test_without_a_token(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        code, output = run(monkeypatch, settings(data_dir=tmp_path), "setup")
        assert code == 1
        assert output.startswith("Error: There is no token")

    @pytest.mark.parametrize(
        ("status", "words"),
        [(401, "WAYMARK_TELEGRAM_TOKEN"), (400, "did not do it"), (500, "try again in a while")],
    )
    def test_telegram_does_not_do_it(
        self,
        monkeypatch: pytest.MonkeyPatch,
        chosen: Settings,
        stand_in: TelegramStandIn,
        status: int,
        words: str,
    ) -> None:
        stand_in.refused["setWebhook"] = (status, "Nope")
        code, output = run(monkeypatch, chosen, "setup")
        assert code == 1
        assert words in output


class TestLink:
    def test_link(self, monkeypatch: pytest.MonkeyPatch, chosen: Settings) -> None:
        arguments = ("link", "--region", "llr", "--language", "en", "--first", "crisis_cafe")
        expected = "https://t.me/waymark_local_bot?start=llr-en-crisis_cafe\n"
        assert run(monkeypatch, chosen, *arguments) == (0, expected)

    def test_what_is_not_given_is_that_of_the_settings(
        self, monkeypatch: pytest.MonkeyPatch, chosen: Settings
    ) -> None:
        assert run(monkeypatch, chosen, "link") == (0, "https://t.me/waymark_local_bot?start=llr-en\n")

    @pytest.mark.parametrize("wrong", [("--region", "zz"), ("--language", "xx"), ("--first", "nonsense")])
    def test_what_is_not_known_here(
        self, monkeypatch: pytest.MonkeyPatch, chosen: Settings, wrong: tuple[str, str]
    ) -> None:
        code, output = run(monkeypatch, chosen, "link", *wrong)
        assert code == 1
        assert f"{wrong[0]} {wrong[1]} is not known here, only " in output
