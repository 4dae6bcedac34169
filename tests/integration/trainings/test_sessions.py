from datetime import timedelta
from uuid import uuid4

import pytest

from services.trainings.commands import sessions
from services.trainings.errors import (
    DeepeningBeforeTrainingDay,
    SessionIsCancelled,
    SessionIsRecorded,
    SessionPlannedAlready,
)
from services.trainings.queries import groups as group_queries
from services.trainings.queries import sessions as session_queries
from shared.access import SERVICE
from shared.contracts import trainings as contract
from shared.database import count_statements
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import a_plan, people


@pytest.fixture
def change(ask, programme):
    def change(session_id, *, days=7, **more):
        session = programme.read_session(session_id)
        data = {"title": session["title"], "version": session["version"]} | a_plan(days) | more
        return ask(
            contract.change_session, sessions.change_session, programme.coordinator, session_id=session_id, **data
        )

    return change


@pytest.fixture
def cancel(ask, coordinator):
    def cancel(session_id):
        ask(contract.cancel_session, sessions.cancel_session, coordinator, session_id=session_id)

    return cancel


@pytest.fixture
def list_sessions(ask):
    def list_sessions(actor, **more):
        return ask(contract.sessions, session_queries.sessions, actor, **more)

    return list_sessions


def minutes(session):
    return (session["ends_at"] - session["starts_at"]) // timedelta(minutes=1)


def test_a_training_day_is_a_day_and_a_deepening_a_half_day(programme):
    group_id = programme.group()
    assert minutes(programme.read_session(programme.part(group_id, "training_day"))) == 420
    assert minutes(programme.read_session(programme.part(group_id, "deepening", days=28))) == 210


def test_each_part_is_planned_once(programme, cancel):
    group_id = programme.group()
    day = programme.part(group_id, "training_day")
    with pytest.raises(SessionPlannedAlready) as refused:
        programme.part(group_id, "training_day", days=9)
    assert refused.value.details == {"session_id": str(day)}
    cancel(day)
    assert programme.part(group_id, "training_day", days=9) != day


def test_the_deepening_comes_after_the_training_day(programme, change, cancel):
    group_id = programme.group()
    day = programme.part(group_id, "training_day", days=10)
    for days in (9, 10):  # the day before, and the same morning
        with pytest.raises(DeepeningBeforeTrainingDay):
            programme.part(group_id, "deepening", days=days)
    deepening = programme.part(group_id, "deepening", days=30)
    with pytest.raises(DeepeningBeforeTrainingDay):
        change(day, days=31)
    with pytest.raises(DeepeningBeforeTrainingDay):
        change(deepening, days=9)
    cancel(day)
    with pytest.raises(DeepeningBeforeTrainingDay):
        programme.part(group_id, "training_day", days=31)


def test_a_change_is_announced_with_the_next_revision(programme, change, announced):
    session_id = programme.part(programme.group(), days=10)
    change(session_id, days=12, minutes=300)
    planned = announced(contract.SessionPlanned)
    assert [event["revision"] for event in planned] == [1, 2]
    assert planned[1]["starts_at"] - planned[0]["starts_at"] == pytest.approx(
        timedelta(days=2),
        abs=timedelta(hours=1),  # the clocks may have changed in between
    )
    session = programme.read_session(session_id)
    assert session["version"] == 2
    assert minutes(session) == 300


def test_a_change_over_somebody_elses_change_shows_theirs(programme, change):
    session_id = programme.introduction()
    change(session_id, title="The middle", place="Library")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(session_id, version=1, title="Bridges")
    current = refused.value.details["current"]
    assert (current["title"], current["place"], current["version"]) == ("The middle", "Library", 2)
    assert programme.read_session(session_id)["title"] == "The middle"


def test_an_introduction_keeps_a_title_and_a_training_day_has_none(programme, change):
    with pytest.raises(Invalid) as refused:
        change(programme.introduction(), title=None)
    assert refused.value.fields == {"title": ["required"]}
    day = programme.part(programme.group())
    change(day, title="Something")
    assert programme.read_session(day)["title"] is None


def test_the_date_of_a_recorded_session_is_corrected_and_its_record_stays(programme, change):
    [person] = people(1)
    session_id = programme.introduction([person], days=-7)
    programme.record(session_id, {person: "present"})
    change(session_id, days=-8)
    session = programme.read_session(session_id)
    assert session["state"] == "recorded"
    assert session["present"] == 1


def test_cancelling_is_announced_once(programme, cancel, announced):
    session_id = programme.introduction()
    for _ in range(2):
        cancel(session_id)
    assert [event["session_id"] for event in announced(contract.SessionCancelled)] == [session_id]
    assert programme.read_session(session_id)["state"] == "cancelled"


def test_a_cancelled_session_stays_as_it_is(programme, cancel, change):
    session_id = programme.part(programme.group())
    cancel(session_id)
    with pytest.raises(SessionIsCancelled):
        change(session_id)
    with pytest.raises(SessionIsCancelled):
        programme.open(session_id)
    with pytest.raises(SessionIsCancelled):
        programme.record(session_id)


def test_what_was_recorded_is_not_cancelled(programme, cancel):
    session_id = programme.introduction()
    programme.record(session_id)
    with pytest.raises(SessionIsRecorded):
        cancel(session_id)


def test_an_unknown_session_is_not_found(programme):
    with pytest.raises(NotFound):
        programme.read_session(uuid4())


def test_a_session_shows_everybody_who_belongs_to_it(programme, trainer):
    enrolled, other, waiting = people(3)
    group_id = programme.group([enrolled, other, waiting], places=2)
    session = programme.read_session(programme.part(group_id), trainer)
    assert {line["person_id"]: line["state"] for line in session["record"]["attendance"]} == {
        enrolled: "not_recorded",
        other: "not_recorded",
    }
    assert session["people"] == 2
    assert session["trainer_ids"] == [trainer.id]
    assert session["group_name"] == "Zuid 1"
    assert session["record"]["version"] == 0
    assert session["question_code"] == programme.read_group(group_id)["question_code"]


def test_sessions_are_listed_latest_first_with_their_counts(programme, coordinator, list_sessions):
    came, other = people(2)
    introduction = programme.introduction([came, other], days=-14)
    programme.record(introduction, {came: "present"})
    day = programme.part(programme.group([came]), days=7)
    listed = list_sessions(coordinator)
    assert [(row["id"], row["people"], row["present"]) for row in listed["items"]] == [
        (day, 1, 0),
        (introduction, 2, 1),
    ]
    assert [row["group_name"] for row in listed["items"]] == ["Zuid 1", None]
    assert listed["total"] == 2


def test_sessions_are_found_by_programme_group_and_kind(programme, coordinator, list_sessions):
    introduction = programme.introduction()
    first, second = programme.group(), programme.group()
    day, other_day = programme.part(first), programme.part(second)

    def found(**filters):
        return {row["id"] for row in list_sessions(coordinator, **filters)["items"]}

    assert found(programme_id=programme.id) == {introduction, day, other_day}
    assert found(group_id=first) == {day}
    assert found(kind="introduction") == {introduction}
    assert found(kind="deepening") == set()


def test_what_is_still_to_be_held_or_recorded_comes_earliest_first(programme, coordinator, cancel, list_sessions):
    held, next_month = programme.introduction(days=-3), programme.introduction(days=30)
    tomorrow = programme.introduction(days=1)
    recorded, called_off = programme.introduction(days=-9), programme.introduction(days=2)
    programme.record(recorded)
    cancel(called_off)

    def listed(**more):
        return [session["id"] for session in list_sessions(coordinator, **more)["items"]]

    assert listed(closed=False) == [held, tomorrow, next_month]
    assert listed(closed=True) == [called_off, recorded]


def test_sessions_come_in_pages(programme, coordinator, list_sessions):
    for days in range(1, 6):
        programme.introduction(days=days)
    last = list_sessions(coordinator, per_page=2, page=3)
    assert len(last["items"]) == 1
    assert (last["total"], last["pages"]) == (5, 3)
    beyond = list_sessions(coordinator, per_page=2, page=9)
    assert beyond["items"] == []
    assert beyond["total"] == 5


def test_a_trainer_sees_the_sessions_of_the_groups_that_they_give(programme, trainer, another_trainer, list_sessions):
    programme.introduction()
    day = programme.part(programme.group())
    for more in ({}, {"mine": True}, {"programme_id": programme.id}):
        assert [row["id"] for row in list_sessions(trainer, **more)["items"]] == [day]
        if "programme_id" not in more:
            assert list_sessions(another_trainer, **more)["items"] == []


def test_mails_learn_of_sessions_and_of_their_groups(ask, programme):
    introduction = programme.introduction()
    group_id, other = programme.group(), programme.group(name="Zuid 2")
    day = programme.part(group_id, delivery="hybrid", link="https://meet.example/day")
    details = ask(
        contract.session_details,
        session_queries.session_details,
        an_actor(SERVICE),
        session_ids=[introduction, day, uuid4()],
        group_ids=[other],
    )
    by_id = {session["id"]: session for session in details["sessions"]}
    assert set(by_id) == {introduction, day}
    assert by_id[day]["place"] == "Wijkpaleis"
    assert by_id[day]["link"] == "https://meet.example/day"
    assert by_id[day]["revision"] == 1
    assert {group["id"]: group["name"] for group in details["groups"]} == {group_id: "Zuid 1", other: "Zuid 2"}


def test_pages_need_few_statements_however_much_there_is(tx, ask, programme, coordinator, trainer, list_sessions):
    everybody = people(40)
    for number in range(4):
        group_id = programme.group(everybody[number * 10 : number * 10 + 10], places=8)
        day = programme.part(group_id)
        programme.open(day)
        programme.record(day, dict.fromkeys(everybody[number * 10 : number * 10 + 8], "present"))
        programme.part(group_id, "deepening", days=30)
    for _ in range(20):
        programme.introduction(everybody)
    tx.expunge_all()

    def statements(read):
        counted = []
        stop = count_statements(tx.get_bind().engine, counted)
        read()
        stop()
        return len([statement for statement in counted if "SAVEPOINT" not in statement])

    assert statements(lambda: list_sessions(coordinator)) == 1
    assert statements(lambda: list_sessions(coordinator, programme_id=programme.id)) == 2
    assert statements(lambda: ask(contract.groups, group_queries.groups, coordinator)) == 1
    assert statements(lambda: programme.read_session(day, trainer)) == 5
    assert statements(lambda: programme.read_group(group_id)) == 5
