"""Somebody chats for long. The engine begins a new session now and then; the person must not notice."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


def test_what_was_said_before_the_new_session_is_still_known(talk: Talk) -> None:
    talk.given(turns=talk.longest_session, place="Oakham")
    talk.person_says("crisis cafe").bot_says("Pepper's").engine_session_has_turns(1)
    talk.person_says("I can't sleep").engine_session_has_turns(2)


def test_a_question_that_is_open_is_not_cut_off(talk: Talk) -> None:
    most = talk.longest_session
    talk.given(turns=most - 1)
    talk.person_says("crisis cafe").bot_says("Which town or village").engine_session_has_turns(most)
    talk.person_says("Oakham").bot_says("Pepper's").engine_session_has_turns(most + 1)
    talk.person_says("thanks").bot_says("You're welcome").engine_session_has_turns(1)
