"""The web API: stored first, answered by events, once; and each bad input gets an answer of its own."""

import json
import time
from types import SimpleNamespace

import httpx
import pytest

from bot.access import DECISIONS
from bot.channels.web.tokens import BadToken, Tokens
from bot.keys import Keys
from bot.middleware import MOST_BYTES
from bot.store import cases, messages
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person


def test_session_says_what_this_is_and_stores_nothing(bot: RunningBot) -> None:
    session = httpx.post(f"{bot.url}/api/chat/sessions", json={"region": "llr", "language": "en"})
    assert session.status_code == 201
    (opening,) = session.json()["messages"]
    assert "not a person" in opening["text"]
    assert bot.deps.database.run_now(messages.since, session.json()["conversation"], 0) == []


def test_question_is_answered_by_the_engine_with_choices(bot: RunningBot, person: Person) -> None:
    answers = person.ask("hello")
    assert [turn["text"] for turn in bot.engine.turns] == ["hello"]
    sleep = next(c for a in answers for c in a["choices"] if c["label"] == "Sleep")
    assert "sleep" in person.ask(choice=sleep["id"])[0]["text"].lower()
    assert bot.engine.turns[1]["choice"]["intent"] == "sleep"
    assert [event["text"] for event in person.said if event["from"] == "person"] == ["hello", "Sleep"]


def test_same_message_again_is_answered_200_and_does_nothing(bot: RunningBot, person: Person) -> None:
    first, again = person.send("hello", message_id="same"), person.send("hello", message_id="same")
    assert (first.status_code, again.status_code) == (202, 200)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    person.answers()
    assert len(bot.engine.turns) == 1
    assert [event["from"] for event in person.said].count("person") == 1


def test_events_resume_after_the_last_one_seen(bot: RunningBot, person: Person) -> None:
    person.ask("hello")
    seen = list(person.said)
    with Person(bot.url, person.token) as second_tab:
        second_tab.events()
        assert second_tab.said == seen
        second_tab.last_id = seen[1]["id"]
        assert second_tab.events() == seen[2:]


def test_risk_phrase_shows_the_card_and_opens_one_case_without_the_engine(
    bot: RunningBot, person: Person
) -> None:
    card, about_case = person.ask("I want to end my life")
    assert card["kind"] == "card"
    assert "999" in card["text"]
    assert "No one" in about_case["text"]
    assert bot.engine.turns == []
    assert len(bot.deps.database.run_now(cases.listing)) == 1
    # The bot goes on answering, and shows the whole card again only on a new signal.
    assert all(answer["kind"] != "card" for answer in person.ask("sleep"))
    assert person.ask("i want to kill myself")[0]["kind"] == "card"
    assert len(bot.deps.database.run_now(cases.listing)) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("🙂🙃", "words"),
        ("x" * 100_000, "long"),
    ],
)
def test_odd_text_gets_a_kind_sentence_and_never_reaches_the_engine(
    bot: RunningBot, person: Person, text: str, says: str
) -> None:
    (answer,) = person.ask(text)
    assert says in answer["text"]
    assert bot.engine.turns == []


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200d", "\x00\x01"])
def test_nothing_written_is_a_problem_and_is_not_stored(bot: RunningBot, person: Person, text: str) -> None:
    refused = person.send(text)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "999" in refused.json()["help"]
    assert person.events() == []


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\x00b\x07c", "abc"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("\u202eevil\u202c", "evil"),
        ("<script>alert('I feel low')</script>", "<script>alert('I feel low')</script>"),
        ("/restart", "/restart"),
        ('/greet{"x":1}', '/greet{"x":1}'),
    ],
    ids=["control", "surrogate", "bidi", "markup", "restart", "intent"],
)
def test_text_is_made_storable_and_stays_text(
    bot: RunningBot, person: Person, sent: str, stored: str
) -> None:
    body = json.dumps({"client_message_id": "m", "text": sent})
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    httpx.post(f"{bot.url}/api/chat/messages", content=body, headers=headers).raise_for_status()
    person.answers()
    assert [e["text"] for e in person.said if e["from"] == "person"] == [stored]
    assert bot.engine.turns[0]["text"] == stored


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b"[]", 422),
        (b'{"client_message_id": "m"}', 422),
        (b'{"client_message_id": "m", "text": "a", "choice": "b.1"}', 422),
        (b'{"client_message_id": "m", "text": 5}', 422),
        (b'{"client_message_id": "", "text": "a"}', 422),
        (b'{"client_message_id": "m", "choice": "../../etc"}', 422),
        (b'{"client_message_id": "m", "text": "marker-words", "extra": 1}', 422),
        (b'{"client_message_id": "m", "marker-words": 1}', 422),
        (b'{"text": "' + b"x" * (MOST_BYTES + 1) + b'"}', 413),
    ],
)
def test_wrong_body_is_a_problem_without_echo(
    bot: RunningBot, person: Person, body: bytes, status: int
) -> None:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    refused = httpx.post(f"{bot.url}/api/chat/messages", content=body, headers=headers)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == status
    assert "marker-words" not in refused.text
    assert person.events() == []


def issued_hours_ago(tokens: Tokens, hours: int) -> str:
    """A token of an earlier time; only the signer's clock is turned back, and only while it signs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itsdangerous.timed.time", SimpleNamespace(time=lambda: time.time() - hours * 3600))
        return tokens.issue("llr", "en")[0]


def signature_changed(token: str) -> str:
    """The token with another first letter in its signature; the last one has bits that do not count."""
    said, signature = token.rsplit(".", 1)
    return f"{said}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def test_a_position_is_stored_as_the_first_half_of_the_postcode_there(
    bot: RunningBot, person: Person
) -> None:
    position = {"latitude": 52.4777, "longitude": -0.9206}
    sent = _post(bot, person, {"client_message_id": "here", "position": position})
    assert sent.status_code == 202
    person.answers()
    assert [turn["text"] for turn in bot.engine.turns] == ["LE16"]
    assert [event["text"] for event in person.said if event["from"] == "person"] == ["LE16"]


@pytest.mark.parametrize(
    ("position", "words"),
    [
        ({"latitude": 48.86, "longitude": 2.35}, "the name of your town"),
        ({"latitude": 53.35, "longitude": -6.26}, "the name of your town"),
        ({"latitude": 91, "longitude": 0}, ""),
        ({"latitude": 52.4}, ""),
    ],
)
def test_a_position_that_is_no_place_of_ours_is_a_problem_without_echo(
    bot: RunningBot, person: Person, position: dict[str, float], words: str
) -> None:
    refused = _post(bot, person, {"client_message_id": "there", "position": position})
    assert refused.status_code == 422
    assert words in refused.json()["detail"]
    assert str(position["latitude"]) not in refused.text


def _post(bot: RunningBot, person: Person, body: dict[str, object]) -> httpx.Response:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx.post(f"{bot.url}/api/chat/messages", json=body, headers=headers)


@pytest.mark.parametrize("kind", ["none", "nonsense", "foreign", "changed", "late"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/chat/messages"), ("GET", "/api/chat/events"), ("DELETE", "/api/chat/conversation")],
)
def test_unknown_or_expired_token_opens_nothing(bot: RunningBot, kind: str, method: str, path: str) -> None:
    hours = bot.deps.settings.session_hours
    ours = Tokens(bot.deps.keys, hours)
    given = {
        "none": "",
        "nonsense": "nonsense",
        "foreign": Tokens(Keys(b"x" * 32), hours).issue("llr", "en")[0],
        "changed": signature_changed(ours.issue("llr", "en")[0]),
        "late": issued_hours_ago(ours, hours + 1),
    }[kind]
    body = {"client_message_id": "m", "text": "hi"} if method == "POST" else None
    refused = httpx.request(
        method, bot.url + path, json=body, headers={"Authorization": f"Bearer {given}".strip()}
    )
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"


def test_token_expires(bot: RunningBot) -> None:
    tokens = Tokens(bot.deps.keys, hours=2)
    token, session = tokens.issue("llr", "en")
    assert tokens.read(token) == session
    assert tokens.read(issued_hours_ago(tokens, 1))
    with pytest.raises(BadToken):
        tokens.read(issued_hours_ago(tokens, 3))


def test_choice_of_another_conversation_is_not_carried_out(bot: RunningBot, person: Person) -> None:
    choice = next(c for a in person.ask("hello") for c in a["choices"])
    with Person(bot.url) as stranger:
        (answer,) = stranger.ask(choice=choice["id"])
    assert "too old" in answer["text"]
    assert len(bot.engine.turns) == 1


def test_unknown_route_and_method_are_problems(bot: RunningBot) -> None:
    for method, path, status in (("GET", "/nowhere", 404), ("PUT", "/api/chat/sessions", 405)):
        refused = httpx.request(method, bot.url + path)
        assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_every_answer_carries_the_security_headers(bot: RunningBot) -> None:
    for path in ("/", "/health/live", "/nowhere"):
        headers = httpx.get(bot.url + path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_there_are_four_decisions() -> None:
    assert [decision.__name__ for decision in DECISIONS] == [
        "public",
        "with_token",
        "operator",
        "by_provider",
    ]
