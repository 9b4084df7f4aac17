"""Settings of the channels: addresses that are what they look like, and secrets that nobody guesses."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load

GOOD = [
    "",
    "https://waymark.example.org",
    "https://waymark.example.org:8443/under",
    "http://127.0.0.1",
    "http://127.0.0.1:8080",
    "http://localhost:8080",
]
BAD = [
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://localhostile.example",
    "http://127.0.0.1@evil.example",
    "http://127.0.0.1:pw@evil.example:80",
    "http://waymark.example.org",
    "https://",
    "https:///path",
    "https://:443",
    "https://waymark.example.org:99999",
    "ftp://127.0.0.1",
    "127.0.0.1:8080",
    "//127.0.0.1",
]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_that_can_be_used(url: str) -> None:
    assert Settings.model_validate({"public_url": url, "sms_json_url": url}).public_url == url


@pytest.mark.parametrize("url", BAD)
@pytest.mark.parametrize("name", ["public_url", "twilio_url"])
def test_an_address_that_only_looks_like_one(name: str, url: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings.model_validate({name: url})


@pytest.mark.parametrize(("name", "least"), [("notify_callback_token", 10), ("sms_json_secret", 16)])
def test_a_secret_that_could_be_guessed_is_refused_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, least: int
) -> None:
    monkeypatch.chdir(tmp_path)
    for good in ("x" * least, ""):  # empty is as good as not set
        monkeypatch.setenv(f"WAYMARK_{name.upper()}", good)
        load()
    monkeypatch.setenv(f"WAYMARK_{name.upper()}", "y" * (least - 1))
    with pytest.raises(SettingsError, match=f"at least {least} characters") as caught:
        load()
    assert "yyy" not in str(caught.value)
