from datetime import timedelta
from uuid import uuid4

import pytest

from services.trainings.commands import arrangements, groups, sessions
from services.trainings.errors import SessionIsOver
from services.trainings.queries import arrangements as arrangement_queries
from services.trainings.queries import personal
from services.trainings.queries import sessions as session_queries
from shared import clock
from shared.access import PARTICIPANT, SERVICE, Actor
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import people

ARRANGED = {"rooms": "Two rooms, a projector", "catering": "16 lunches, 3 vegetarian", "access_needs": "1 wheelchair"}


@pytest.fixture
def read(ask, programme):
    def read(session_id):
        return ask(
            contract.arrangements, arrangement_queries.arrangements, programme.coordinator, session_id=session_id
        )

    return read


@pytest.fixture
def save(ask, programme, read):
    def save(session_id, **more):
        data = {"version": read(session_id)["version"]} | more
        ask(
            contract.save_arrangements, arrangements.save_arrangements, programme.trainer, session_id=session_id, **data
        )

    return save


@pytest.fixture
def set_roles(ask, programme, read):
    def set_roles(session_id, *roles, **more):
        data = {"version": read(session_id)["version"], "roles": list(roles)} | more
        ask(
            contract.set_session_roles,
            arrangements.set_session_roles,
            programme.coordinator,
            session_id=session_id,
            **data,
        )

    return set_roles


@pytest.fixture
def days_later(monkeypatch):
    def days_later(days):
        moment = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return days_later


def test_language_interpreter_time_zone_and_arrangements_belong_to_a_session(programme, read, save):
    day = programme.part(programme.group())
    assert (read(day)["version"], read(day)["interpreter"]) == (0, "none")
    said = {"language": "en", "interpreter": "needed", "interpreter_language": "tr", "time_zone": "Europe/Helsinki"}
    save(day, **said, **ARRANGED)
    arranged = read(day)
    assert {name: arranged[name] for name in (*said, *ARRANGED)} == said | ARRANGED
    assert arranged["version"] == 1


def test_an_interpreter_is_for_a_language(programme, save):
    with pytest.raises(Invalid) as refused:
        save(programme.part(programme.group()), interpreter="booked")
    assert refused.value.fields == {"interpreter_language": ["required"]}


def test_a_save_over_somebody_elses_save_shows_theirs(programme, save):
    day = programme.part(programme.group())
    save(day, rooms="Room 1")
    with pytest.raises(ChangedMeanwhile) as refused:
        save(day, rooms="Room 2", version=0)
    assert refused.value.details["current"]["rooms"] == "Room 1"


def test_arrangements_are_deleted_when_the_session_is_over_and_the_rest_stays(tx, programme, read, save, days_later):
    day, later = programme.part(programme.group()), programme.part(programme.group(), days=30)
    for session_id in (day, later):
        save(session_id, language="en", **ARRANGED)
    arrangements.delete_arrangements(tx)
    tx.expire_all()
    assert read(day)["rooms"] == ARRANGED["rooms"]
    days_later(8)
    for _ in range(2):
        arrangements.delete_arrangements(tx)
        tx.expire_all()
    gone = read(day)
    assert {gone[name] for name in ARRANGED} == {None}
    assert (gone["language"], gone["deleted_at"]) == ("en", clock.now())
    assert (read(later)["rooms"], read(later)["deleted_at"]) == (ARRANGED["rooms"], None)
    with pytest.raises(SessionIsOver):
        save(day, catering="Soup")
    save(day, language="nl")
    assert read(day)["language"] == "nl"


def test_arrangements_of_a_cancelled_session_are_deleted_too(tx, ask, programme, read, save):
    day = programme.part(programme.group())
    save(day, **ARRANGED)
    ask(contract.cancel_session, sessions.cancel_session, programme.coordinator, session_id=day)
    arrangements.delete_arrangements(tx)
    tx.expire_all()
    assert read(day)["catering"] is None


def test_the_trainers_of_the_group_give_a_session_until_roles_say_otherwise(programme, trainer, read, set_roles):
    day = programme.part(programme.group())
    assert read(day)["roles"] == [{"person_id": trainer.id, "role": "trainer", "observed_id": None}]
    shadow, observer = people(2)
    set_roles(
        day,
        {"person_id": trainer.id, "role": "trainer"},
        {"person_id": shadow, "role": "shadow"},
        {"person_id": observer, "role": "observer", "observed_id": trainer.id},
    )
    roles = {role["person_id"]: (role["role"], role["observed_id"]) for role in read(day)["roles"]}
    assert roles == {trainer.id: ("trainer", None), shadow: ("shadow", None), observer: ("observer", trainer.id)}


def test_who_is_observed_gives_the_session_and_nobody_has_two_roles(programme, trainer, set_roles):
    day = programme.part(programme.group())
    [observer] = people(1)
    with pytest.raises(Invalid) as refused:
        set_roles(
            day,
            {"person_id": observer, "role": "observer", "observed_id": trainer.id},
            {"person_id": observer, "role": "shadow"},
        )
    assert refused.value.fields == {
        "roles.0.observed_id": ["observes_nobody"],
        "roles.1.person_id": ["twice"],
    }


def test_recording_writes_down_who_gave_it(ask, programme, trainer, another_trainer, read):
    group_id = programme.group()
    day = programme.part(group_id)
    programme.open(day)
    programme.record(day)
    asked = {"group_id": group_id, "trainer_ids": [another_trainer.id]}
    ask(contract.set_trainers, groups.set_trainers, programme.coordinator, **asked)
    assert [role["person_id"] for role in read(day)["roles"]] == [trainer.id]


def test_places_are_offered_again_the_latest_first(ask, programme):
    programme.part(programme.group(), days=3, place="Library")
    programme.part(programme.group(), days=9, place="Museum")
    programme.part(programme.group(), days=1, place="Library")
    found = ask(contract.locations, arrangement_queries.locations, programme.trainer)["locations"]
    assert found[:2] == ["Museum", "Library"]


def test_what_to_read_beforehand_is_told_to_who_is_invited_and_to_the_mails(ask, programme, save, read):
    chapters, [person_id] = [uuid4(), uuid4()], people(1)
    introduction, other = programme.introduction([person_id]), programme.introduction([person_id])
    version = read(introduction)["version"]
    ask(
        contract.save_arrangements,
        arrangements.save_arrangements,
        programme.coordinator,
        session_id=introduction,
        version=version,
        reading=chapters,
    )
    assert read(introduction)["reading"] == chapters
    first = ask(
        contract.first_introduction,
        session_queries.first_introduction,
        programme.coordinator,
        programme_id=programme.id,
    )["introduction"]
    assert (first["id"], first["reading"], first["people"]) == (introduction, chapters, 1)
    course = ask(contract.my_course, personal.my_course, Actor(person_id, frozenset({PARTICIPANT})))
    assert {each["id"]: each["reading"] for each in course["introductions"]} == {introduction: chapters, other: []}
    wanted = {"session_ids": [introduction, other], "group_ids": []}
    told = ask(contract.session_details, session_queries.session_details, an_actor(SERVICE), **wanted)
    assert {each["id"]: each["reading"] for each in told["sessions"]} == {introduction: chapters, other: []}


def test_there_is_an_end_to_what_one_reads(programme, save):
    with pytest.raises(Invalid) as refused:
        save(programme.part(programme.group()), reading=[uuid4() for _ in range(11)])
    assert refused.value.fields == {"reading": ["too_many:10"]}
