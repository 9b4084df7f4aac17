"""What updates tell us: everything a person can do in a chat, as the Bot API writes it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.incoming import Elsewhere, RouteChanged, Said, Unreadable
from bot.channels.telegram.group import Us
from bot.channels.telegram.parse import parse
from bot.messages import Gesture
from tests.channels.telegram.samples import (
    CHAT,
    FILE,
    GROUP,
    OUR_ID,
    OUR_MESSAGE,
    OURSELVES,
    PERSON,
    PRIVATE,
    SUPERGROUP,
    US,
    Json,
    changed,
    command,
    message,
    pressed,
    read,
    update,
)

LEICESTER = {"latitude": 52.6369, "longitude": -1.1398}
AT_SEA = {"latitude": 0.0, "longitude": 0.0}
POLL: Json = {
    "id": "5",
    "question": "Can anybody help me?",
    "options": [
        {"text": "Yes", "voter_count": 0, "persistent_id": "1"},
        {"text": "No", "voter_count": 0, "persistent_id": "2"},
    ],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER: Json = FILE | {
    "width": 512,
    "height": 512,
    "emoji": "😢",
    "set_name": "Sad",
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}
VIDEO: Json = FILE | {"width": 640, "height": 480, "duration": 4, "mime_type": "video/mp4"}


def said(what: Json) -> Said:
    (found,) = read(what)
    assert isinstance(found, Said)
    return found


def done(**fields: Any) -> tuple[Gesture, str]:
    found = said(update("message", message(**fields)))
    return found.gesture, found.text


@pytest.mark.parametrize(
    ("text", "gesture", "words"),
    [
        ("I can't sleep", Gesture.WORDS, "I can't sleep"),
        ("😢", Gesture.WORDS, "😢"),
        ("/help", Gesture.HELP, ""),
        ("/help@waymark_test_bot", Gesture.HELP, ""),
        ("/HELP", Gesture.HELP, ""),
        ("/language", Gesture.LANGUAGE, ""),
        ("/stop", Gesture.STOP, ""),
        ("/stop I want to die", Gesture.STOP, "I want to die"),
        ("/help\nplease, I am scared", Gesture.HELP, "please, I am scared"),
        ("/delete", Gesture.DELETE, ""),
        ("/start", Gesture.START, ""),
        ("/die", Gesture.WORDS, "/die"),
        ("/stopped eating", Gesture.WORDS, "/stopped eating"),
        ("/ help", Gesture.WORDS, "/ help"),
        ("/", Gesture.WORDS, "/"),
        ("help", Gesture.WORDS, "help"),
        ("please /stop", Gesture.WORDS, "please /stop"),
    ],
)
def test_text(text: str, gesture: Gesture, words: str) -> None:
    assert done(text=text) == (gesture, words)


@pytest.mark.parametrize(
    ("payload", "words", "region", "language", "first"),
    [
        ("llr-en-crisis_cafe", "llr-en-crisis_cafe", "llr", "en", "crisis_cafe"),
        ("llr-en", "llr-en", "llr", "en", None),
        ("llr", "llr", "llr", None, None),
        ("hopeless", "hopeless", "hopeless", None, None),  # nobody's region, but words all the same
        ("kill-me", "kill-me", "kill", "me", None),  # what is a link of ours is known where the regions are
        ("end-it-now", "end-it-now", "end", "it", "now"),
        ("llr-en-" + "a" * 40, "llr-en-" + "a" * 40, "llr", "en", "a" * 40),
        ("llr-en-" + "a" * 41, "llr-en-" + "a" * 41, "llr", "en", None),  # longer than the store keeps
        ("i want to die", "i want to die", None, None, None),
        ("llr-en-crisis_cafe-more", "llr-en-crisis_cafe-more", None, None, None),
        ("LLR-EN", "LLR-EN", None, None, None),
        ("llr-english", "llr-english", None, None, None),
        ("../../etc", "../../etc", None, None, None),
        ("llr-en-" + "a" * 52, "llr-en-" + "a" * 52, None, None, None),
    ],
)
def test_start_with_a_payload(
    payload: str, words: str, region: str | None, language: str | None, first: str | None
) -> None:
    found = said(update("message", command(f"/start {payload}")))
    assert (found.gesture, found.text) == (Gesture.START, words)
    assert (found.region, found.language, found.first) == (region, language, first)


@pytest.mark.parametrize(
    ("fields", "gesture", "words"),
    [
        ({"voice": FILE | {"duration": 5, "mime_type": "audio/ogg"}}, Gesture.VOICE, ""),
        (
            {"photo": [FILE | {"width": 90, "height": 67}], "caption": "I did this"},
            Gesture.PHOTO,
            "I did this",
        ),
        ({"video": VIDEO, "caption": "look"}, Gesture.VIDEO, "look"),
        ({"video_note": FILE | {"length": 240, "duration": 3}}, Gesture.VIDEO, ""),
        ({"animation": VIDEO, "document": FILE}, Gesture.VIDEO, ""),
        ({"sticker": STICKER}, Gesture.STICKER, ""),
        (
            {"contact": {"phone_number": "", "first_name": "Alex", "vcard": "BEGIN:VCARD"}},
            Gesture.CONTACT,
            "",
        ),
        ({"poll": POLL}, Gesture.POLL, "Can anybody help me?\nYes\nNo"),
        ({"document": FILE | {"file_name": "note.pdf"}, "caption": "my note"}, Gesture.FILE, "my note"),
        ({"audio": FILE | {"duration": 100, "title": "Song"}}, Gesture.FILE, ""),
        ({"dice": {"emoji": "🎲", "value": 4}}, Gesture.OTHER, ""),
        (
            {"checklist": {"title": "Goodbye", "tasks": [{"id": 1, "text": "letters"}]}},
            Gesture.OTHER,
            "Goodbye\nletters",
        ),
        ({"something_new": {"a": 1}}, Gesture.OTHER, ""),
        ({}, Gesture.OTHER, ""),
        ({"location": AT_SEA}, Gesture.NO_PLACE, ""),
        ({"location": {"latitude": float("nan"), "longitude": float("inf")}}, Gesture.NO_PLACE, ""),
    ],
    ids=lambda value: next(iter(value), "nothing") if isinstance(value, dict) else "",
)
def test_what_is_not_words(fields: Json, gesture: Gesture, words: str) -> None:
    assert done(**fields) == (gesture, words)


@pytest.mark.parametrize(
    "more", [{}, {"venue": {"location": LEICESTER, "title": "Home", "address": "1 A Street"}}]
)
def test_a_place_is_its_outcode_and_no_more(more: Json) -> None:
    found = said(update("message", message(location=LEICESTER, **more)))
    assert (found.gesture, found.text) == (Gesture.PLACE, "LE1")
    assert "52.6" not in repr(found)
    assert "Street" not in repr(found)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"contact": {"phone_number": "", "first_name": "I want", "last_name": "to die"}}, "I want to die"),
        ({"contact": {"phone_number": "", "vcard": "BEGIN:VCARD"}}, ""),
        ({"document": FILE | {"file_name": "suicide note.docx"}, "caption": "read it"}, "suicide note.docx"),
        ({"audio": FILE | {"title": "My goodbye", "performer": "Sam", "file_name": "a.mp3"}},
         "My goodbye Sam a.mp3"),
        ({"video": VIDEO | {"file_name": "goodbye.mp4"}}, "goodbye.mp4"),
        ({"animation": VIDEO | {"file_name": "cat.mp4"}, "document": FILE | {"file_name": "cat.mp4"}}, "cat.mp4"),
        ({"location": LEICESTER, "venue": {"title": "The bridge, I will jump", "address": "1 A Street"}},
         "The bridge, I will jump"),
        ({"location": AT_SEA, "venue": {"title": "Away from it all"}}, "Away from it all"),
        ({"location": LEICESTER}, ""),
    ],
)  # fmt: skip
def test_names_that_come_with_something_else_are_heard_and_are_no_message(fields: Json, words: str) -> None:
    found = said(update("message", message(**fields)))
    assert found.aside == words
    assert not words or words not in found.text


def test_what_explains_a_poll_is_words_of_the_person() -> None:
    explained = POLL | {"explanation": "I want to die", "description": "for all"}
    assert done(poll=explained) == (
        Gesture.POLL,
        "Can anybody help me?\nfor all\nYes\nNo\nI want to die",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"pinned_message": OUR_MESSAGE},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
    ],
)
def test_telegrams_own_notes_tell_nothing(fields: Json) -> None:
    assert read(update("message", message(**fields))) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "no, I mean it"}, "no, I mean it"),
        ({"text": "/stop"}, "/stop"),
        ({"photo": [FILE], "caption": "changed"}, "changed"),
    ],
)
def test_edited(fields: Json, words: str) -> None:
    found = said(update("edited_message", message(edit_date=1_772_366_460, **fields)))
    assert (found.gesture, found.text, found.provider_id) == (Gesture.EDITED, words, "update:9001")


def test_a_place_that_moves_says_nothing_each_time() -> None:
    assert read(update("edited_message", message(location=LEICESTER, edit_date=1))) == []


def test_who_said_it_and_its_number() -> None:
    found = said(update("message", message(text="hello")))
    assert (found.provider_id, found.address, found.handle) == ("update:9001", str(CHAT), {})


class TestPress:
    def test_choice_and_what_to_acknowledge(self) -> None:
        found = said(update("callback_query", pressed()))
        assert (found.choice, found.text, found.gesture) == ("c1", "", Gesture.WORDS)
        assert (found.address, found.provider_id) == (str(CHAT), "update:9001")
        assert found.handle == {"query": "4382bfdwdsb323b2d9", "message": "41"}

    def test_message_too_old_to_come_along(self) -> None:
        inaccessible = {"chat": PRIVATE, "message_id": 41, "date": 0}
        assert said(update("callback_query", pressed(message=inaccessible))).handle["message"] == "41"

    def test_without_a_message(self) -> None:
        found = said(update("callback_query", pressed(message=None, inline_message_id="x")))
        assert (found.address, found.choice) == (str(CHAT), "c1")
        assert found.handle == {"query": "4382bfdwdsb323b2d9"}

    def test_without_data(self) -> None:
        found = said(update("callback_query", pressed(data=None, game_short_name="chess")))
        assert (found.choice, found.gesture) == (None, Gesture.OTHER)
        assert found.handle["query"]

    def test_in_a_group(self) -> None:
        assert read(update("callback_query", pressed(message=OUR_MESSAGE | {"chat": SUPERGROUP}))) == []


class TestGroup:
    @pytest.mark.parametrize(
        "fields",
        [
            {"text": "/help"},
            {"text": "/start@waymark_test_bot hello"},
            {"text": "Ask @Waymark_Test_Bot, it knows"},
            {
                "text": "ask her",
                "entities": [{"type": "text_mention", "offset": 4, "length": 3, "user": OURSELVES}],
            },
            {"text": "yes", "reply_to_message": OUR_MESSAGE},
            {"photo": [FILE], "caption": "@waymark_test_bot look"},
        ],
    )
    def test_addressed(self, fields: Json) -> None:
        words = fields.get("text") or fields["caption"]
        assert read(update("message", message(SUPERGROUP, **fields))) == [
            Elsewhere("update:9001", str(GROUP), words)
        ]

    @pytest.mark.parametrize(
        "fields",
        [
            {"text": "I want to die"},
            {"text": "/help@another_bot"},
            {"text": "mail me@waymark_test_bot"},
            {"text": "Ask @another_bot"},
            {"text": "x", "entities": [{"type": "text_mention", "offset": 0, "length": 1, "user": PERSON}]},
            {"text": "yes", "reply_to_message": OUR_MESSAGE | {"from": PERSON}},
            {"text": "yes", "reply_to_message": {"message_id": 1, "date": 0}},
            {"new_chat_members": [PERSON]},
            {"voice": FILE},
        ],
    )
    def test_not_addressed(self, fields: Json) -> None:
        assert read(update("message", message(SUPERGROUP, **fields))) == []

    def test_name_not_known_yet(self) -> None:
        asked = update("message", message(SUPERGROUP, text="@some_bot hello"))
        assert len(read(asked, Us(OUR_ID))) == 1
        assert read(update("message", message(SUPERGROUP, text="@sam hello")), Us(OUR_ID)) == []

    def test_edited_again_is_silent(self) -> None:
        assert read(update("edited_message", message(SUPERGROUP, text="/help"))) == []

    @pytest.mark.parametrize("after", ["member", "administrator"])
    def test_being_added(self, after: str) -> None:
        found = read(update("my_chat_member", changed(SUPERGROUP, "left", after)))
        assert found == [Elsewhere("update:9001", str(GROUP), "")]

    @pytest.mark.parametrize(
        ("before", "after"), [("member", "left"), ("member", "administrator"), ("member", "kicked")]
    )
    def test_other_changes(self, before: str, after: str) -> None:
        assert read(update("my_chat_member", changed(SUPERGROUP, before, after))) == []


@pytest.mark.parametrize(
    ("before", "after", "closed"), [("member", "kicked", True), ("kicked", "member", False)]
)
def test_blocked_and_let_in_again(before: str, after: str, *, closed: bool) -> None:
    found = read(update("my_chat_member", changed(PRIVATE, before, after)))
    assert found == [RouteChanged(str(CHAT), closed=closed)]


@pytest.mark.parametrize(
    "what",
    [
        update("message", message(text="hello", sender=OURSELVES)),
        update("message", message(text="hello", chat={"id": -100, "type": "channel", "title": "News"})),
        update("my_chat_member", changed({"id": -100, "type": "channel"}, "left", "administrator")),
        update("channel_post", message(text="hello")),
        update("message_reaction", {"chat": PRIVATE, "message_id": 1}),
        {"update_id": 5},
    ],
)
def test_what_tells_nothing(what: Json) -> None:
    assert read(what) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": true, "message": {}}',
        b'{"update_id": 5, "message": 1}',
        b'{"update_id": 5, "message": {}}',
        b'{"update_id": 5, "message": {"chat": {"id": "x", "type": "private"}}}',
        b'{"update_id": 5, "message": {"chat": {"id": 5, "type": "private"}, "text": ["secret words"]}}',
        b'{"update_id": 5, "message": {"chat": {"id": 5, "type": "private"}, "location": {"latitude": "secret words"}}}',
        b'{"update_id": 5, "message": {"chat": {"id": 5, "type": "private"}, "location": {"latitude": 1'
        + b"0" * 400
        + b"}}}",
        b'{"update_id": 5, "callback_query": {"id": "5"}}',
        b'{"update_id": 5, "my_chat_member": {"chat": {"id": 5, "type": "private"}}}',
    ],
)
def test_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(body, US)
    assert "secret" not in str(caught.value)


WHOLE = [
    update("message", message(text="/start x", reply_to_message=OUR_MESSAGE)),
    update("message", message(SUPERGROUP, text="x", entities=[{"type": "text_mention", "user": OURSELVES}])),
    update("message", message(location=LEICESTER)),
    update("message", message(poll=POLL)),
    update("edited_message", message(caption="x")),
    update("callback_query", pressed()),
    update("my_chat_member", changed(SUPERGROUP, "left", "restricted")),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(WHOLE), st.data())
def test_an_update_with_one_thing_wrong_is_read_or_unreadable(whole: Json, data: st.DataObject) -> None:
    """Never another error, whichever part is not as documented."""
    broken = json.loads(json.dumps(whole))
    part: Any = broken
    while True:
        name = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if isinstance(part[name], dict | list) and part[name] and data.draw(st.booleans()):
            part = part[name]
            continue
        part[name] = data.draw(JSON)
        break
    with suppress(Unreadable):
        parse(json.dumps(broken).encode(), US)


def test_the_samples_are_what_telegrams_client_reads() -> None:
    for what in (
        update("message", message(text="hello")),
        update("message", message(poll=POLL)),
        update("message", message(sticker=STICKER)),
        update("callback_query", pressed()),
        update("my_chat_member", changed(PRIVATE, "left", "member")),
    ):
        assert Update.de_json(json.loads(json.dumps(what)), None).effective_chat
