from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.errors import ProgrammeNotYours
from services.trainings.queries.introductions import candidates
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people


@pytest.fixture
def erase(tx):
    """The event comes twice: an inbox may be lost."""

    def erase(person_id):
        for _ in range(2):
            reactions.person_erased(tx, {"person_id": person_id})
            tx.expire_all()

    return erase


def test_a_programme_that_is_told_of_twice_is_known_once(tx, programme, coordinator):
    event = {"programme_id": programme.id, "coordinator_ids": [coordinator.id]}
    for _ in range(2):
        reactions.programme_registered(tx, event)
    assert programme.introduction()


def test_the_last_word_on_who_coordinates_counts(tx, programme, another_coordinator):
    event = {"programme_id": programme.id, "coordinator_ids": [another_coordinator.id]}
    for _ in range(2):
        reactions.programme_changed(tx, event)
        tx.expire_all()
    with pytest.raises(ProgrammeNotYours):
        programme.introduction()


def test_an_erased_member_leaves_the_place_to_who_waits(programme, erase, announced):
    erased, stays, waits = people(3)
    group_id = programme.group([erased, stays, waits], places=2)
    erase(erased)
    group = programme.read_group(group_id)
    assert [member["person_id"] for member in group["members"]] == [stays, waits]
    assert (group["enrolled"], group["waiting"]) == (2, 0)
    assert [event["person_id"] for event in announced(contract.PersonWithdrawn)] == [erased]
    assert [event["person_id"] for event in announced(contract.PersonEnrolled) if event["promoted"]] == [waits]


def test_an_erased_person_leaves_the_waiting_list(programme, erase):
    erased, waits = people(2)
    group_id = programme.group([*people(2), erased, waits], places=2)
    erase(erased)
    members = programme.read_group(group_id)["members"]
    assert [(member["person_id"], member["position"]) for member in members if member["state"] == "waiting"] == [
        (waits, 1)
    ]


def test_an_erased_trainer_gives_no_group(programme, trainer, another_trainer, erase, announced):
    group_id = programme.group(trainer_ids=[trainer.id, another_trainer.id])
    erase(trainer.id)
    assert programme.read_group(group_id)["trainer_ids"] == [another_trainer.id]
    assert announced(contract.GroupFormed)[-1]["trainer_ids"] == [another_trainer.id]
    assert len(announced(contract.GroupFormed)) == 2


def test_an_erased_coordinator_coordinates_nothing(programme, coordinator, erase):
    erase(coordinator.id)
    with pytest.raises(ProgrammeNotYours):
        programme.introduction()


def test_the_figures_of_what_was_held_stay_and_the_person_is_in_none_of_it(
    ask, programme, coordinator, trainer, erase, announced
):
    erased, other = people(2)
    introduction = programme.introduction([erased, other])
    programme.record(introduction, {erased: "present", other: "absent"})
    group_id = programme.group([erased, other])
    day = programme.hold(group_id, "training_day", {erased: "present", other: "present"})
    deepening = programme.hold(group_id, "deepening", {erased: "present", other: "present"}, days=28)
    erase(erased)

    for session_id, present in ((introduction, 1), (day, 2), (deepening, 2)):
        session = programme.read_session(session_id)
        assert (session["people"], session["present"]) == (2, present)
        assert erased not in {line["person_id"] for line in session["record"]["attendance"]}
    assert ask(contract.candidates, candidates, coordinator, programme_id=programme.id)["person_ids"] == []

    corrected = programme.record(day, {other: "absent"}, actor=trainer)
    assert corrected["completed"] == 1
    assert [event["person_id"] for event in announced(contract.CourseCompletionWithdrawn)] == [other]


def test_an_erased_person_is_not_invited_any_more_and_did_not_record(programme, coordinator, trainer, erase):
    invited, member = people(2)
    session_id = programme.introduction([invited], days=7)
    erase(invited)
    assert programme.read_session(session_id)["people"] == 0

    day = programme.part(programme.group([member]))
    programme.open(day)
    programme.record(day, {member: "present"}, actor=trainer)
    erase(trainer.id)
    record = programme.read_session(day)["record"]
    assert record["recorded_by"] is None
    assert record["version"] == 1


def test_erasing_somebody_unknown_changes_nothing(programme, erase, announced):
    group_id = programme.group(people(2))
    before = programme.read_group(group_id)
    erase(uuid4())
    assert programme.read_group(group_id) == before
    assert announced(contract.PersonWithdrawn) == []
