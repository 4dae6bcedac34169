"""What a participant sees of their own course, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.trainings.commands import personal, sessions
from services.trainings.errors import CourseIsCompleted
from services.trainings.queries.personal import my_calendar, my_course
from services.trainings.tables import Session
from shared.access import CALENDAR, COORDINATOR, PARTICIPANT, TRAINER, Actor
from shared.contracts import trainings as contract
from shared.errors import NotFound
from tests.integration.trainings.conftest import a_plan, people


def by_link(person_id) -> Actor:
    return Actor(person_id, frozenset({PARTICIPANT}))


def with_calendar(person_id, *roles) -> Actor:
    return Actor(person_id, frozenset({CALENDAR, *roles}))


@pytest.fixture
def course_of(ask):
    return lambda person_id: ask(contract.my_course, my_course, by_link(person_id))


@pytest.fixture
def calendar_of(ask):
    def calendar(actor, **wanted):
        return ask(contract.my_calendar, my_calendar, actor, **wanted)["sessions"]

    return calendar


@pytest.fixture
def leave(ask):
    def leave(group_id, person_id):
        ask(contract.leave_group, personal.leave_group, by_link(person_id), group_id=group_id)

    return leave


class TestTheCourse:
    def test_shows_ones_groups_with_sessions_and_ones_own_attendance(self, programme, course_of, trainer):
        person_id, other = people(2)
        group_id = programme.group([person_id, other])
        day = programme.hold(group_id, "training_day", {person_id: "present", other: "absent"}, days=-7)
        programme.part(group_id, "deepening", days=14)
        [group] = course_of(person_id)["groups"]
        assert (group["id"], group["name"], group["state"], group["position"]) == (
            group_id,
            "Zuid 1",
            "enrolled",
            None,
        )
        assert (group["trainer_ids"], group["completed"]) == ([trainer.id], False)
        seen = [(session["kind"], session["state"], session["attendance"]) for session in group["sessions"]]
        assert seen == [("training_day", "recorded", "present"), ("deepening", "planned", "not_recorded")]
        assert group["sessions"][0]["id"] == day
        [group] = course_of(other)["groups"]
        assert group["sessions"][0]["attendance"] == "absent"

    def test_tells_who_waits_their_number_and_no_sessions(self, programme, course_of):
        first, second, third, fourth = people(4)
        group_id = programme.group([first, second, third, fourth], places=2)
        programme.part(group_id)
        [group] = course_of(fourth)["groups"]
        assert (group["state"], group["position"], group["sessions"]) == ("waiting", 2, [])

    def test_shows_the_introductions_one_is_invited_to(self, programme, course_of):
        person_id, other = people(2)
        introduction = programme.introduction([person_id])
        assert [session["id"] for session in course_of(person_id)["introductions"]] == [introduction]
        assert course_of(other) == {"groups": [], "introductions": []}

    def test_says_when_it_is_completed(self, programme, course_of):
        [person_id] = people(1)
        group_id = programme.group([person_id])
        for kind, days in (("training_day", -30), ("deepening", -9)):
            programme.hold(group_id, kind, {person_id: "present"}, days=days)
        assert course_of(person_id)["groups"][0]["completed"] is True


class TestLeaving:
    def test_gives_the_place_to_who_waits_longest(self, programme, leave, announced, course_of):
        leaves, stays, waits = people(3)
        group_id = programme.group([leaves, stays, waits], places=2)
        leave(group_id, leaves)
        members = [member["person_id"] for member in programme.read_group(group_id)["members"]]
        assert members == [stays, waits]
        assert [event["person_id"] for event in announced(contract.PersonWithdrawn)] == [leaves]
        assert course_of(leaves)["groups"] == []

    def test_takes_who_waits_off_the_list_and_moves_the_others_up(self, programme, leave, course_of):
        first, second, leaves, last = people(4)
        group_id = programme.group([first, second, leaves, last], places=2)
        leave(group_id, leaves)
        assert course_of(last)["groups"][0]["position"] == 1

    def test_is_for_ones_own_place(self, programme, leave):
        [member] = people(1)
        group_id = programme.group([member])
        for group, person_id in ((group_id, uuid4()), (uuid4(), member)):
            with pytest.raises(NotFound):
                leave(group, person_id)
        assert len(programme.read_group(group_id)["members"]) == 1

    def test_is_over_when_the_course_is_completed(self, programme, leave):
        [person_id] = people(1)
        group_id = programme.group([person_id])
        for kind, days in (("training_day", -30), ("deepening", -9)):
            programme.hold(group_id, kind, {person_id: "present"}, days=days)
        with pytest.raises(CourseIsCompleted):
            leave(group_id, person_id)


class TestTheCalendar:
    def test_holds_what_one_takes_part_in(self, programme, calendar_of):
        person_id, other = people(2)
        group_id = programme.group([person_id])
        day, introduction = programme.part(group_id), programme.introduction([person_id])
        found = calendar_of(with_calendar(person_id))
        assert {session["id"] for session in found} == {day, introduction}
        assert {session["takes_part"] for session in found} == {True}
        assert calendar_of(with_calendar(other)) == []

    def test_holds_what_a_trainer_gives_and_a_coordinator_runs(
        self, programme, calendar_of, trainer, coordinator, another_trainer
    ):
        day, introduction = programme.part(programme.group()), programme.introduction()
        given = calendar_of(with_calendar(trainer.id, TRAINER))
        assert [(session["id"], session["takes_part"]) for session in given] == [(day, False)]
        run = calendar_of(with_calendar(coordinator.id, COORDINATOR))
        assert {session["id"] for session in run} == {day, introduction}
        assert calendar_of(with_calendar(another_trainer.id, TRAINER)) == []

    def test_who_lost_the_role_gives_nothing_any_more(self, programme, calendar_of, trainer):
        programme.part(programme.group())
        assert calendar_of(with_calendar(trainer.id)) == []
        assert calendar_of(by_link(trainer.id)) == []

    def test_counts_every_change_and_says_what_was_cancelled(self, ask, programme, calendar_of, coordinator):
        [person_id] = people(1)
        day = programme.part(programme.group([person_id]))
        change = {"session_id": day, "version": 1} | a_plan(9)
        ask(contract.change_session, sessions.change_session, coordinator, **change)
        [session] = calendar_of(with_calendar(person_id))
        assert (session["revision"], session["state"]) == (2, "planned")
        ask(contract.cancel_session, sessions.cancel_session, coordinator, session_id=day)
        [session] = calendar_of(with_calendar(person_id))
        assert (session["revision"], session["state"]) == (3, "cancelled")

    def test_of_one_session_alone(self, programme, calendar_of):
        [person_id] = people(1)
        group_id = programme.group([person_id])
        day, _deepening = programme.part(group_id), programme.part(group_id, "deepening", days=30)
        assert [session["id"] for session in calendar_of(by_link(person_id), session_id=day)] == [day]
        assert calendar_of(by_link(uuid4()), session_id=day) == []

    def test_leaves_out_what_is_more_than_a_year_ago(self, tx, programme, calendar_of):
        [person_id] = people(1)
        day = tx.get(Session, programme.part(programme.group([person_id])))
        day.starts_at, day.ends_at = (at - timedelta(days=380) for at in (day.starts_at, day.ends_at))
        tx.flush()
        assert calendar_of(with_calendar(person_id)) == []
