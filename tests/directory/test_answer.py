"""What a person is shown of a row, in every answer in which it can appear."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.directives import Services
from bot.directory.build import build
from bot.directory.hours import Text
from bot.directory.lookup import Directory
from bot.directory.model import CRISIS_KINDS, Assurance, Audience, Kind, Service
from bot.directory.tell import tell
from tests.directory import packs
from tests.directory.conftest import NOW, TODAY

PLACES = ("", "Market Harborough", "Leicester", "LE67", "Oakham", "Wigston", "Leicestershire", "Narnia", "🙂")
CAP, NHS_111, EMERGENCY = "0808 800 3302", "call 111", "call 999"


def ask(directory: Directory, text: Text, query: Services, *, short: bool = False) -> str:
    return directory.answer(query, text=text, region="llr", now=NOW, short=short).text


def rows(directory: Directory) -> Iterator[Service]:
    for kind in Kind:
        yield from directory.by_kind(kind, "llr")


@pytest.fixture(scope="module")
def answers(directory: Directory, text: Text) -> dict[tuple[Services, bool], str]:
    """Every answer that this directory can give, by id and by kind and place, long and short."""
    queries = [Services(id=row.id) for row in rows(directory)]
    queries += [Services(kind=kind, place=place or None) for kind in Kind for place in PLACES]
    return {
        (query, short): ask(directory, text, query, short=short)
        for query in queries
        for short in (False, True)
    }


def test_a_stale_row_never_shows_how_to_reach_it(
    directory: Directory, answers: dict[tuple[Services, bool], str]
) -> None:
    stale = [row for row in rows(directory) if row.assurance is Assurance.STALE]
    secrets = {value for row in stale for value in (row.phone, row.sms, row.email, row.url) if value}
    assert len(secrets) >= 8
    assert [
        (query, secret) for (query, _), said in answers.items() for secret in secrets if secret in said
    ] == []


def test_a_row_for_professionals_is_never_a_way_in(
    directory: Directory, answers: dict[tuple[Services, bool], str]
) -> None:
    hidden = [row for row in rows(directory) if row.audience is Audience.PROFESSIONALS]
    secrets = {value for row in hidden for value in (row.phone, row.address, row.postcode) if value}
    assert len(secrets) == 3
    assert [
        (query, secret) for (query, _), said in answers.items() for secret in secrets if secret in said
    ] == []


def test_nothing_for_editors_is_shown(
    directory: Directory, answers: dict[tuple[Services, bool], str]
) -> None:
    private = [row.notes for row in rows(directory) if row.notes] + [
        "[VERIFY]",
        "[STALE]",
        "[PRO-ONLY]",
        "stored-github",
    ]
    everything = "\n".join(answers.values())
    assert [note for note in private if note in everything] == []


def test_every_number_shown_is_a_number_of_a_row(
    directory: Directory, answers: dict[tuple[Services, bool], str]
) -> None:
    known = {
        number.replace(" ", "")
        for row in rows(directory)
        for field in (row.phone, row.sms, row.languages_access)
        for number in re.findall(r"\d[\d ]{4,}\d", field)
    }
    shown = {
        number.replace(" ", "")
        for said in answers.values()
        for number in re.findall(r"(?<![\w/.])\d[\d ]{4,}\d", said)
    }
    assert shown <= known


def test_a_crisis_answer_always_names_lines_that_are_open_day_and_night(
    answers: dict[tuple[Services, bool], str], directory: Directory
) -> None:
    for (query, short), said in answers.items():
        row = directory.by_id(query.id) if query.id else None
        if (row.kind if row else query.kind) in CRISIS_KINDS and query.id != "uk-999":
            assert CAP in said, query
            assert "111" in said, query
            assert EMERGENCY in said, query
            assert not short or said.index(CAP) < 200


def test_a_doubtful_row_has_a_line_beside_it(directory: Directory, text: Text) -> None:
    for row in rows(directory):
        if not row.whole:
            said = ask(directory, text, Services(id=row.id))
            assert CAP in said, row.id
            assert NHS_111 in said, row.id


def test_no_answer_is_empty_or_has_gaps(answers: dict[tuple[Services, bool], str]) -> None:
    for query, said in answers.items():
        assert said.strip() == said, query
        assert "\n\n\n" not in said, query
        assert not re.search(r"[{}]", said), query


def test_at_most_three_services(directory: Directory, answers: dict[tuple[Services, bool], str]) -> None:
    names = {row.name for row in rows(directory)}
    for query, said in answers.items():
        assert len(names & {*said.splitlines()}) <= 3, query


def test_the_cafe_near_market_harborough(directory: Directory, text: Text) -> None:
    said = ask(directory, text, Services(kind="crisis_cafe", place="market harboro"))
    for expected in (
        "Neighbourhood Mental Health Café",
        "Market Harborough Crisis Café",
        "The Symington Building, Adam and Eve Street, Market Harborough, LE16 7AG",
        "Wednesday, 12pm to 8pm",
        "Last listed in December 2021",
        "check before you travel",
        CAP,
    ):
        assert expected in said
    assert "St Martin" not in said


@pytest.mark.parametrize(
    ("place", "expected", "absent"),
    [
        ("Leicester", "Saffron Acres", "Lutterworth"),
        ("LE16 7AG", "Market Harborough Crisis Café", "I'm sorry"),
        ("Kibworth", "km (", "I'm sorry"),
        ("Oakham", "Pepper's", "I'm sorry"),
        ("Clarendon Park", "Saffron Acres", "Loughborough"),
        ("Wigston", "About 3 km (2 miles) away", "Symington"),
        ("Narnia", "I don't know a place called Narnia", "km ("),
        ("maket harborough", "I think you mean Market Harborough", "I'm sorry"),
        ("market harboro", "Symington", "I think you mean"),
        ("near me", "Which town or village", "near me"),
        ("🙂", "Which town or village", "🙂"),
        ("Leicestershire", "Which town or village", "I'm sorry"),
        ("'; drop table services; --", "I don't know a place called drop table services", ";"),
        ("NG1 5FS", "I only know local services in Leicester", "5FS"),
        ("BT7 1NN", "Northern Ireland", "1NN"),
        ("St Helier, Jersey JE2 3AB", "Channel Islands", "3AB"),
        ("75001 Paris", "outside the United Kingdom", "75001"),
    ],
)
def test_near(directory: Directory, text: Text, place: str, expected: str, absent: str) -> None:
    said = ask(directory, text, Services(kind="crisis_cafe", place=place))
    assert expected in said
    assert absent not in said


def test_the_urgent_care_hub_says_who_refers(directory: Directory, text: Text) -> None:
    for query in (Services(id="llr-mhuch"), Services(kind="urgent_care_hub", place="Leicester")):
        said = ask(directory, text, query)
        assert "the emergency services, social care or a health professional" in said
        assert "Glenfield" not in said


def test_lines_that_always_stand_are_whole_and_not_doubted(directory: Directory, text: Text) -> None:
    for service_id in ("llr-cap", "llr-nhs111-mh", "uk-samaritans", "uk-999"):
        service = directory.by_id(service_id)
        assert service
        said = ask(directory, text, Services(id=service_id))
        assert f"Call {service.phone}" in said
        assert "day and night, every day" in said
        assert "lease check" not in said


def test_the_crisis_lines_are_those_that_stand(directory: Directory, text: Text) -> None:
    said = ask(directory, text, Services(kind="crisis_line"))
    assert [said.index(number) for number in (CAP, "Call 111", "116 123")] == sorted(
        said.index(number) for number in (CAP, "Call 111", "116 123")
    )


@pytest.mark.parametrize(
    "query", [Services(kind="cake"), Services(id="llr-nothing"), Services(id="' or 1=1 --")]
)
def test_what_is_not_in_the_directory(directory: Directory, text: Text, query: Services) -> None:
    said = ask(directory, text, query)
    assert text("services.which_help" if query.kind else "services.not_found") in said
    assert CAP in said


def test_a_region_without_a_pack_gets_national_services(directory: Directory, text: Text) -> None:
    query = Services(kind="crisis_line")
    said = directory.answer(query, text=text, region="nowhere", now=NOW, short=False).text
    assert "116 123" in said
    assert CAP not in said


def service(**cells: object) -> Service:
    start: dict[str, object] = {"id": "am-one", "region": "am", "name": "The Bull", "kind": Kind.VCS}
    start |= {"assurance": Assurance.NEEDS_CONFIRMATION, "phone": "0808 800 3302"}
    return Service(**start | cells)  # type: ignore[arg-type]  # a table of mixed cells


@pytest.mark.parametrize(
    ("cells", "last_line"),
    [
        ({"last_seen": "2025-11-14"}, "We last saw this in November 2025."),
        ({"last_seen": "2024-08"}, "We last saw this in August 2024."),
        ({"last_seen": "2021"}, "We last saw this in 2021."),
        ({}, "We don't know when this was last checked."),
        ({"assurance": Assurance.STALE, "last_seen": "2021-12"}, "Last listed in December 2021."),
        ({"assurance": Assurance.STALE}, "We don't know when this was last listed."),
        ({"assurance": Assurance.CONFIRMED, "confirmed_on": "2026-03-31"}, "in March 2026."),
    ],
)
def test_how_sure_we_are_is_said_last(text: Text, cells: dict[str, object], last_line: str) -> None:
    told = tell(service(**cells), text=text, short=False).splitlines()
    assert last_line in told[-1]
    assert ("0808 800 3302" in "\n".join(told)) == (cells.get("assurance") is not Assurance.STALE)


def test_unknown_hours_are_unknown(text: Text) -> None:
    told = tell(service(), text=text, short=False)
    assert text("services.hours_unknown") in told
    assert "closed" not in told.lower()


def test_a_short_answer_keeps_what_is_needed_to_get_through(text: Text) -> None:
    full = service(
        description="A long story.", eligibility="Everyone", email="a@example.org", alert="Not for a crisis."
    )
    told = tell(full, text=text, short=True)
    assert "0808 800 3302" in told
    assert "Not for a crisis." in told
    assert "A long story." not in told
    assert "@" not in told


def a_cafe(**cells: str) -> Service:
    whole = packs.row(id="am-cafe", kind="crisis_cafe", address="The Bull", **cells)
    return Service.from_row(whole | {"region": "am", "always_stands": False})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"hours": "Sa 12:00-20:00"}, "Open now until 8pm."),
        ({"hours": "Sa 12:00-19:00"}, "Opens on Saturday 28 November at 12pm."),
        ({"hours": "Sa 12:00-19:00; Su 10:00-12:00"}, "Opens tomorrow at 10am."),
        ({"hours": "Sa"}, "I don't know at what time it is open, so check before you go or call."),
        ({}, "I don't know when it is open."),
        ({"hours": "Sa 12:00-20:00", "assurance": "stale"}, "Last known hours: Saturday, 12pm to 8pm"),
    ],
)
def test_whether_it_is_open_now_is_what_we_know(text: Text, cells: dict[str, str], said: str) -> None:
    for short in (True, False):
        asked = tell(a_cafe(**cells), text=text, short=short, at=NOW)
        assert said in asked.splitlines()
        assert ("Open now" in asked) == ("Open now" in said)
        assert "Open now" not in tell(a_cafe(**cells), text=text, short=short)


def test_a_number_that_changes_with_the_time_is_said_with_its_times(text: Text) -> None:
    told = tell(
        service(phone_hours="Mo-Fr 08:00-16:00", phone_otherwise="01632 960002"), text=text, short=True
    )
    assert "Call 0808 800 3302 at these times: Monday to Friday, 8am to 4pm" in told
    assert "At all other times, call 01632 960002" in told


def test_more_goes_on_where_the_answer_ended(directory: Directory, text: Text) -> None:
    shown: list[str] = []
    for page in range(1, 9):
        query = Services(kind="young_people", page=str(page))
        answer = directory.answer(query, text=text, region="llr", now=NOW, short=False)
        names = [row.name for row in rows(directory) if row.name in answer.text.splitlines()]
        assert len(names) <= 3
        assert not set(names) & set(shown)
        shown += names
        if not answer.more:
            break
    public = [row for row in directory.by_kind(Kind.YOUNG_PEOPLE, "llr") if row.audience is Audience.PUBLIC]
    assert len(shown) == len(public)
    after = directory.answer(
        Services(kind="young_people", page="99"), text=text, region="llr", now=NOW, short=False
    )
    assert text("services.no_more") in after.text
    assert not after.more


def test_a_place_that_is_not_sure_is_asked_about(directory: Directory, text: Text) -> None:
    answer = directory.answer(
        Services(kind="crisis_cafe", place="ocham"), text=text, region="llr", now=NOW, short=False
    )
    assert text("place.unsure", place="Oakham") in answer.text
    assert answer.guess == "Oakham"


def test_words_that_we_do_not_know_are_asked_about(directory: Directory, text: Text) -> None:
    answer = directory.answer(Services(words="xyzzy"), text=text, region="llr", now=NOW, short=False)
    assert answer.which
    assert CAP in answer.text


def test_confirmed_only_leaves_the_lines_that_stand(packs_built: Directory, text: Text) -> None:
    for query in (Services(kind="crisis_cafe"), Services(id="am-cafe"), Services(words="bull cafe")):
        said = packs_built.answer(query, text=text, region="am", now=NOW, short=False).text
        assert "Bull" not in said
        assert "call 111" in said


@pytest.fixture
def packs_built(packs: Path, tmp_path: Path) -> Directory:
    build(packs, tmp_path / "data", today=TODAY)
    return Directory.open(tmp_path / "data", confirmed_only=True)
