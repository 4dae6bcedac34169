from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from services.trainings.commands import introductions, sessions
from services.trainings.errors import NotAnIntroduction, SessionIsCancelled
from services.trainings.queries.introductions import candidates
from shared import clock
from shared.contracts import trainings as contract
from shared.errors import Invalid, NotFound
from tests.integration.trainings.conftest import a_plan, in_days, people


@pytest.fixture
def plan(ask, coordinator, programme):
    def plan(**more):
        data = {"title": "Us and them"} | a_plan() | more
        return ask(
            contract.plan_introduction,
            introductions.plan_introduction,
            coordinator,
            programme_id=programme.id,
            **data,
        )["id"]

    return plan


@pytest.fixture
def candidates_of(ask, coordinator):
    def candidates_of(programme):
        return set(ask(contract.candidates, candidates, coordinator, programme_id=programme.id)["person_ids"])

    return candidates_of


def test_an_introduction_takes_two_hours_unless_said_otherwise(programme, plan):
    usual = programme.read_session(plan())
    assert usual["ends_at"] - usual["starts_at"] == timedelta(hours=2)
    short = programme.read_session(plan(minutes=45))
    assert short["ends_at"] - short["starts_at"] == timedelta(minutes=45)


def test_its_time_is_local_to_the_city_in_winter_and_in_summer(programme, plan, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 10, 12, tzinfo=UTC))
    winter = programme.read_session(plan(date=date(2026, 2, 3)))
    assert winter["starts_at"] == datetime(2026, 2, 3, 8, 30, tzinfo=UTC)
    summer = programme.read_session(plan(date=date(2026, 6, 3)))
    assert summer["starts_at"] == datetime(2026, 6, 3, 7, 30, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        plan(date=date(2026, 3, 29), start_time=time(2, 30))
    assert refused.value.fields == {"start_time": ["not_a_time"]}


def test_planning_announces_the_plan_without_its_words(plan, programme, announced):
    session_id = plan()
    [event] = announced(contract.SessionPlanned)
    assert event["session_id"] == session_id
    assert event["programme_id"] == programme.id
    assert event["group_id"] is None
    assert event["kind"] == "introduction"
    assert event["revision"] == 1
    assert set(event) & {"title", "place", "link"} == set()


def test_one_that_was_held_last_week_may_still_be_entered(programme, plan):
    assert programme.read_session(plan(date=in_days(-7)))["state"] == "planned"


@pytest.mark.parametrize("days", [-740, 1100])
def test_a_date_far_away_is_a_mistake(plan, days):
    with pytest.raises(Invalid) as refused:
        plan(date=in_days(days))
    assert refused.value.fields == {"date": ["date_too_far"]}


@pytest.mark.parametrize(
    ("delivery", "missing"), [("on_site", {"place"}), ("online", {"link"}), ("hybrid", {"place", "link"})]
)
def test_people_must_know_where_to_go(plan, delivery, missing):
    with pytest.raises(Invalid) as refused:
        plan(delivery=delivery, place=None)
    assert refused.value.fields == {field: ["required"] for field in missing}


def test_everything_that_is_wrong_is_said_at_once(plan):
    with pytest.raises(Invalid) as refused:
        plan(delivery="online", date=in_days(-1000))
    assert set(refused.value.fields) == {"date", "link"}


def test_an_online_session_has_no_place(programme, plan):
    session = programme.read_session(plan(delivery="online", place="Town hall", link="https://meet.example/1"))
    assert session["place"] is None
    assert session["link"] == "https://meet.example/1"


def test_an_unknown_programme_is_not_found(ask, coordinator):
    with pytest.raises(NotFound):
        ask(
            contract.plan_introduction,
            introductions.plan_introduction,
            coordinator,
            programme_id=uuid4(),
            title="Us and them",
            **a_plan(),
        )


def test_inviting_somebody_twice_invites_once(programme, announced):
    session_id = programme.introduction()
    first, second, third = people(3)
    assert programme.invite(session_id, [first, second, first]) == {"invited": 2, "already": 0}
    assert programme.invite(session_id, [second, third]) == {"invited": 1, "already": 1}
    assert programme.invite(session_id, [third]) == {"invited": 0, "already": 1}
    assert [event["person_ids"] for event in announced(contract.PeopleInvited)] == [[first, second], [third]]
    assert programme.read_session(session_id)["people"] == 3


def test_five_thousand_people_are_announced_in_parts_and_nobody_beyond(programme, announced):
    session_id = programme.introduction()
    everybody = people(contract.MOST_INVITED)
    assert programme.invite(session_id, everybody)["invited"] == 5_000
    events = announced(contract.PeopleInvited)
    assert [len(event["person_ids"]) for event in events] == [contract.EVENT_PEOPLE] * 10
    assert [person_id for event in events for person_id in event["person_ids"]] == everybody
    with pytest.raises(Invalid) as refused:
        programme.invite(session_id, people(1))
    assert refused.value.fields == {"person_ids": ["too_many:5000"]}
    assert programme.read_session(session_id)["people"] == 5_000


def test_a_whole_hall_is_recorded_at_once(programme, announced):
    everybody = people(contract.MOST_INVITED)
    session_id = programme.introduction(everybody)
    programme.record(session_id, dict.fromkeys(everybody, "present"))
    [event] = announced(contract.SessionRecorded)
    assert len(event["present_ids"]) == 5_000
    assert programme.read_session(session_id)["present"] == 5_000


def test_only_to_introductions_are_people_invited(programme):
    with pytest.raises(NotAnIntroduction):
        programme.invite(programme.part(programme.group()), people(1))


def test_nobody_is_invited_to_what_is_cancelled(ask, coordinator, programme):
    session_id = programme.introduction()
    ask(contract.cancel_session, sessions.cancel_session, coordinator, session_id=session_id)
    with pytest.raises(SessionIsCancelled):
        programme.invite(session_id, people(1))


def test_an_introduction_is_recorded_without_being_opened(programme, announced):
    came, stayed_away, unknown = people(3)
    session_id = programme.introduction([came, stayed_away, unknown])
    answer = programme.record(session_id, {came: "present", stayed_away: "absent"})
    assert answer == {"version": 1, "present": 1, "completed": 0}
    [event] = announced(contract.SessionRecorded)
    assert event["present_ids"] == [came]
    assert event["absent_ids"] == [stayed_away]
    assert event["not_recorded_ids"] == [unknown]
    assert event["group_id"] is None


def test_who_came_unannounced_is_invited_afterwards_and_recorded(programme):
    announced_one, unannounced = people(2)
    session_id = programme.introduction([announced_one])
    programme.record(session_id, {announced_one: "present"})
    programme.invite(session_id, [unannounced])
    assert programme.record(session_id, {unannounced: "present"})["present"] == 2


def test_candidates_were_present_and_are_in_no_group(programme, candidates_of):
    present, absent, excused, unrecorded, grouped, waiting, twice = people(7)
    states = {
        present: "present",
        absent: "absent",
        excused: "excused",
        grouped: "present",
        waiting: "present",
        twice: "present",
    }
    first = programme.introduction([*states, unrecorded])
    programme.record(first, states)
    second = programme.introduction([twice])
    programme.record(second, {twice: "present"})
    programme.group([*people(1), grouped, waiting], places=2)
    assert candidates_of(programme) == {present, twice}


def test_who_leaves_a_group_is_a_candidate_again(programme, candidates_of):
    [person] = people(1)
    programme.record(programme.introduction([person]), {person: "present"})
    group_id = programme.group([person])
    assert candidates_of(programme) == set()
    programme.withdraw(group_id, person)
    assert candidates_of(programme) == {person}
