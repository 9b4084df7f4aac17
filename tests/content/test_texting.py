"""Replies as text messages: merged, in cheap characters, in pages that can be asked for."""

from bot.content.segments import segments
from bot.content.texting import PAGE, merged, next_page_of, paged
from bot.directives import More, Offer, Topic, parse, to_wire
from bot.messages import Choice, Reply

HOW = "Reply MORE to read on."
SLEEP = Choice("Sleep", Offer("sleep", directive=Topic("sleep")))
LONG = "\n\n".join(f"Paragraph {number} has some words that take a little room." for number in range(12))


def more_of(reply: Reply) -> More:
    directive = reply.choices[-1].offer.directive
    assert isinstance(directive, More)
    return directive


class TestMerged:
    def test_ordinary_replies_become_one_with_all_that_they_offer(self) -> None:
        one = Reply("One", choices=(SLEEP,))
        assert merged([one, Reply("Two")]) == [Reply("One\n\nTwo", choices=(SLEEP,))]

    def test_cards_openings_and_other_languages_stay_by_themselves(self) -> None:
        replies = [
            Reply("Are you safe?", whole=True),
            Reply("Hi", kind="opening", whole=True),
            Reply("One"),
            Reply("Raz", language="pl"),
        ]
        assert merged(replies) == replies


class TestPaged:
    def test_a_short_one_stays(self) -> None:
        assert paged(Reply("Hello", choices=(SLEEP,)), HOW, "MORE") == Reply("Hello", choices=(SLEEP,))

    def test_smart_signs_become_cheap_ones(self) -> None:
        assert paged(Reply("It’s “fine” – really…"), HOW, "MORE").text == 'It\'s "fine" - really...'

    def test_a_card_is_never_cut(self) -> None:
        assert paged(Reply(LONG, whole=True), HOW, "MORE").text == LONG

    def test_a_long_one_is_read_page_by_page_to_its_end(self) -> None:
        page = paged(Reply(LONG, choices=(SLEEP,)), HOW, "MORE")
        seen = [page.text]
        while page.choices[-1].label == "MORE":
            assert page.text.endswith(HOW)
            assert page.choices[0] == SLEEP
            page = paged(next_page_of(more_of(page), "MORE"), HOW, "MORE")
            assert page.kind == "text"
            seen.append(page.text)
        assert max(map(segments, seen)) <= 2
        assert page.choices == (SLEEP,)
        assert " ".join(" ".join(seen).replace(HOW, "").split()) == " ".join(LONG.split())

    def test_the_rest_survives_being_stored(self) -> None:
        rest = more_of(paged(Reply(LONG, choices=(SLEEP,)), HOW, "MORE"))
        assert parse(to_wire(rest)) == rest

    def test_a_page_is_not_paged_again(self) -> None:
        page = next_page_of(More((LONG,)), "MORE")
        assert page.kind == PAGE
        assert paged(page, HOW, "MORE").text == LONG
