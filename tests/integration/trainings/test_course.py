"""From both parts of the course to its completion."""

import pytest

from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import in_days, people


def completed(programme, group_id):
    return {member["person_id"] for member in programme.read_group(group_id)["members"] if member["completed"]}


@pytest.fixture
def person():
    return people(1)[0]


@pytest.fixture
def group_id(programme, person):
    return programme.group([person])


def test_the_course_is_completed_by_who_was_present_at_both_parts(programme, announced):
    both, only_day, only_deepening = people(3)
    group_id = programme.group([both, only_day, only_deepening])
    programme.hold(group_id, "training_day", {both: "present", only_day: "present", only_deepening: "absent"})
    assert announced(contract.CourseCompleted) == []
    deepening = programme.part(group_id, "deepening", days=28)
    programme.open(deepening)
    answer = programme.record(deepening, {both: "present", only_day: "excused", only_deepening: "present"})
    assert answer["completed"] == 1
    [event] = announced(contract.CourseCompleted)
    assert event == {
        "group_id": group_id,
        "programme_id": programme.id,
        "person_id": both,
        "completed_on": in_days(28),
        "trainer_ids": [programme.trainer.id],
    }
    assert completed(programme, group_id) == {both}


def test_the_order_of_recording_does_not_matter(programme, group_id, person, announced):
    day, deepening = programme.part(group_id), programme.part(group_id, "deepening", days=28)
    for session_id in (deepening, day):
        programme.open(session_id)
        assert announced(contract.CourseCompleted) == []
        programme.record(session_id, {person: "present"})
    assert len(announced(contract.CourseCompleted)) == 1


def test_completion_is_announced_once_taken_back_and_announced_again(programme, group_id, person, announced):
    day = programme.hold(group_id, "training_day", {person: "present"})
    programme.hold(group_id, "deepening", {person: "present"}, days=28)
    programme.record(day, {person: "present"}, notes="Added a note")
    assert len(announced(contract.CourseCompleted)) == 1
    assert announced(contract.CourseCompletionWithdrawn) == []

    assert programme.record(day, {person: "absent"})["completed"] == 0
    [event] = announced(contract.CourseCompletionWithdrawn)
    assert event == {"group_id": group_id, "programme_id": programme.id, "person_id": person}
    assert completed(programme, group_id) == set()

    assert programme.record(day, {person: "present"})["completed"] == 1
    assert len(announced(contract.CourseCompleted)) == 2
    assert completed(programme, group_id) == {person}


def test_who_leaves_the_group_keeps_what_they_completed(programme, group_id, person, announced):
    programme.hold(group_id, "training_day", {person: "present"})
    programme.hold(group_id, "deepening", {person: "present"}, days=28)
    programme.withdraw(group_id, person)
    assert announced(contract.CourseCompletionWithdrawn) == []
    programme.enrol(group_id, [person])
    assert completed(programme, group_id) == {person}
    assert len(announced(contract.CourseCompleted)) == 1


def test_parts_of_two_groups_make_no_course(programme, group_id, person, announced):
    programme.hold(group_id, "training_day", {person: "present"})
    programme.withdraw(group_id, person)
    other = programme.group([person])
    programme.hold(other, "deepening", {person: "present"}, days=28)
    assert announced(contract.CourseCompleted) == []


def test_an_introduction_is_no_part_of_the_course(programme, group_id, person, announced):
    programme.record(programme.introduction([person]), {person: "present"})
    programme.hold(group_id, "training_day", {person: "present"})
    assert announced(contract.CourseCompleted) == []
