"""What waits at the beginning of a day, told once on the day on which it becomes due."""

import pytest

from services.trainings.commands import questions
from services.trainings.queries import outstanding as queries
from shared.access import NOBODY
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import in_days, people


@pytest.fixture
def found(ask):
    def asked(until: int = 0, since: int | None = None):
        """Days from today; one day unless told otherwise."""
        day = {"since": in_days(until - 1 if since is None else since), "until": in_days(until), "nudge_days": [3, 7]}
        return ask(contract.outstanding, queries.outstanding, NOBODY, **day)

    return asked


def test_a_session_without_a_record_is_told_three_and_seven_days_later_until_it_is_recorded(programme, found):
    group_id = programme.group(people(2))
    session_id = programme.part(group_id, days=-3)
    [told] = found()["unrecorded"]
    assert (told["session_id"], told["group_id"], told["days"]) == (session_id, group_id, 3)
    assert found(1)["unrecorded"] == found(-1)["unrecorded"] == []
    assert [each["days"] for each in found(4)["unrecorded"]] == [7]
    programme.open(session_id)
    assert [each["days"] for each in found(4)["unrecorded"]] == [7]
    programme.record(session_id)
    assert found()["unrecorded"] == found(4)["unrecorded"] == []


def test_days_on_which_nobody_asked_are_made_up_for(programme, found):
    programme.part(programme.group(people(2)), days=-5)
    assert [each["days"] for each in found(0, since=-4)["unrecorded"]] == [3]


def test_follow_ups_are_told_on_their_day(programme, found):
    group_id = programme.group(people(2))
    session_id = programme.hold(group_id, "training_day", {}, days=-10)
    follow_ups = [
        {"text": "Call the school", "due_on": in_days(0)},
        {"text": "Book the hall", "due_on": in_days(0), "done": True},
        {"text": "Write to all", "due_on": in_days(1)},
    ]
    programme.record(session_id, follow_ups=follow_ups)
    [told] = found()["follow_ups"]
    assert (told["session_id"], told["number"]) == (session_id, 1)


def test_who_has_not_been_thanked_is_told_on_the_day_after_the_record(programme, found):
    group = people(2)
    session_id = programme.hold(programme.group(group), "training_day", dict.fromkeys(group, "present"), days=-1)
    assert found()["thanks"] == []
    [told] = found(1)["thanks"]
    assert (told["session_id"], told["number"]) == (session_id, 2)


def test_open_questions_are_counted_and_everybody_concerned_is_named(programme, ask, found):
    group_id = programme.group()
    for text in ("How do I begin?", "What if nobody talks?"):
        ask(contract.add_question, questions.add_question, programme.trainer, group_id=group_id, text=text)
    told = found()
    assert told["questions"] == [{"group_id": group_id, "programme_id": programme.id, "number": 2}]
    assert {"programme_id": programme.id, "person_ids": [programme.coordinator.id]} in told["coordinators"]
    assert {"group_id": group_id, "person_ids": [programme.trainer.id]} in told["trainers"]
