from datetime import time, timedelta
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import sessions
from services.trainings.queries import clashes as clash_queries
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import Programme, a_plan


@pytest.fixture
def elsewhere(tx, ask, another_coordinator, another_trainer) -> Programme:
    """A programme of other people in the same city."""
    programme_id = uuid4()
    reactions.programme_registered(tx, {"programme_id": programme_id, "coordinator_ids": [another_coordinator.id]})
    return Programme(ask, another_coordinator, another_trainer, programme_id)


@pytest.fixture
def of_plan(ask, programme):
    def of_plan(actor=None, **more):
        plan = {"programme_id": programme.id, **a_plan()} | more
        return ask(contract.clashes_of_plan, clash_queries.clashes_of_plan, actor or programme.coordinator, **plan)[
            "clashes"
        ]

    return of_plan


@pytest.fixture
def of_sessions(ask, programme):
    def of_sessions(*session_ids, actor=None):
        found = ask(
            contract.clashes, clash_queries.clashes, actor or programme.coordinator, session_ids=list(session_ids)
        )
        return {each["session_id"]: [clash["session_id"] for clash in each["clashes"]] for each in found["sessions"]}

    return of_sessions


def test_a_room_that_is_taken_at_that_time_is_named_with_the_session_in_it(programme, of_plan):
    day = programme.part(programme.group())
    [clash] = of_plan(place="wijkpaleis.", start_time=time(16, 0))
    assert (clash["session_id"], clash["group_name"], clash["kind"]) == (day, "Zuid 1", "training_day")
    assert (clash["same_room"], clash["trainer_ids"], clash["visible"]) == (True, [], True)


def test_no_clash_in_another_room_on_another_day_or_right_after(programme, of_plan):
    programme.part(programme.group())
    assert of_plan(place="Library") == []
    assert of_plan(**a_plan(8)) == []
    assert of_plan(start_time=time(16, 30)) == []
    assert of_plan(start_time=time(8, 0), minutes=90) == []


def test_an_online_session_takes_no_room(programme, of_plan):
    programme.part(programme.group())
    assert of_plan(delivery="online") == []


def test_a_trainer_of_two_groups_at_once_is_named(programme, trainer, of_plan):
    day = programme.part(programme.group())
    [clash] = of_plan(group_id=programme.group(name="Zuid 2"), place="Library")
    assert (clash["session_id"], clash["same_room"], clash["trainer_ids"]) == (day, False, [trainer.id])


def test_another_programmes_session_is_named_and_can_not_be_opened(programme, elsewhere, of_plan):
    day = elsewhere.part(elsewhere.group(name="Noord"))
    [clash] = of_plan()
    assert (clash["session_id"], clash["group_name"], clash["visible"]) == (day, "Noord", False)


def test_changing_a_session_does_not_clash_with_itself(programme, of_plan):
    group_id = programme.group()
    day = programme.part(group_id)
    assert of_plan(session_id=day) == []
    assert of_plan(session_id=programme.part(programme.group(), days=9))[0]["session_id"] == day


def test_a_cancelled_session_leaves_its_room(ask, programme, of_plan):
    day = programme.part(programme.group())
    ask(contract.cancel_session, sessions.cancel_session, programme.coordinator, session_id=day)
    assert of_plan() == []


def test_two_who_planned_at_the_same_moment_are_told_afterwards(programme, elsewhere, of_sessions):
    mine, theirs = programme.part(programme.group()), elsewhere.part(elsewhere.group())
    alone = programme.part(programme.group(), days=20)
    assert of_sessions(mine, alone) == {mine: [theirs]}
    assert of_sessions(mine, theirs, actor=elsewhere.coordinator) == {theirs: [mine]}


def test_trainers_in_mind_clash_where_they_give_another_session(ask, programme, trainer, another_trainer):
    programme.part(programme.group(trainer_ids=[trainer.id, another_trainer.id]))
    other = programme.group(name="Zuid 2")
    day = programme.part(other, place="Library")
    asked = {"group_id": other, "trainer_ids": [another_trainer.id]}
    found = ask(contract.clashes_of_trainers, clash_queries.clashes_of_trainers, programme.coordinator, **asked)[
        "clashes"
    ]
    assert [(clash["trainer_ids"], clash["same_room"]) for clash in found] == [([another_trainer.id], False)]
    assert day not in [clash["session_id"] for clash in found]
    assert found[0]["ends_at"] - found[0]["starts_at"] == timedelta(minutes=420)
