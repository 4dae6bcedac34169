from datetime import date

import pytest

from services.trainings.commands import records
from services.trainings.errors import (
    GroundRulesNeeded,
    SessionIsRecorded,
    SessionNotOpen,
    SessionOpenAlready,
)
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid
from tests.integration.trainings.conftest import GROUND_RULES, people


@pytest.fixture
def members():
    return people(3)


@pytest.fixture
def day(programme, members):
    """A training day that is open."""
    session_id = programme.part(programme.group(members))
    programme.open(session_id)
    return session_id


def states(programme, session_id):
    record = programme.read_session(session_id)["record"]
    return {line["person_id"]: line["state"] for line in record["attendance"]}


def test_a_session_opens_with_ground_rules_that_all_agreed_on(programme):
    session_id = programme.part(programme.group())
    with pytest.raises(GroundRulesNeeded):
        programme.open(session_id, agreed=False)
    with pytest.raises(Invalid) as refused:
        programme.open(session_id, ground_rules="  ")
    assert refused.value.fields == {"ground_rules": ["required"]}
    assert programme.read_session(session_id)["state"] == "planned"
    programme.open(session_id)
    session = programme.read_session(session_id)
    assert session["state"] == "open"
    assert session["record"]["ground_rules"] == GROUND_RULES
    assert session["record"]["ground_rules_agreed_at"] is not None


def test_opening_twice_opens_once_and_does_not_replace_what_was_agreed(programme, day):
    agreed_at = programme.read_session(day)["record"]["ground_rules_agreed_at"]
    programme.open(day)
    with pytest.raises(SessionOpenAlready):
        programme.open(day, ground_rules="Other rules")
    record = programme.read_session(day)["record"]
    assert record["ground_rules"] == GROUND_RULES
    assert record["ground_rules_agreed_at"] == agreed_at


def test_a_recorded_session_is_not_opened_again(programme, day):
    programme.record(day)
    with pytest.raises(SessionIsRecorded):
        programme.open(day)


def test_a_training_day_is_not_recorded_before_it_is_opened(programme, members):
    session_id = programme.part(programme.group(members))
    with pytest.raises(SessionNotOpen):
        programme.record(session_id, {members[0]: "present"})
    assert programme.read_session(session_id)["state"] == "planned"


def test_a_record_holds_attendance_techniques_notes_and_follow_ups(programme, day, members, trainer, announced):
    present, excused, unrecorded = members
    answer = programme.record(
        day,
        {present: "present", excused: "excused"},
        actor=trainer,
        techniques=["reframing", "mirroring", "reframing"],
        notes="The square came up again.",
        follow_ups=[
            {"text": "Ask the housing association", "due_on": date(2026, 9, 1)},
            {"text": "Send the map", "done": True},
        ],
    )
    assert answer == {"version": 1, "present": 1, "completed": 0}
    session = programme.read_session(day)
    record = session["record"]
    assert session["state"] == "recorded"
    assert session["present"] == 1
    assert states(programme, day) == {present: "present", excused: "excused", unrecorded: "not_recorded"}
    assert record["techniques"] == ["reframing", "mirroring"]
    assert record["notes"] == "The square came up again."
    assert record["follow_ups"] == [
        {"text": "Ask the housing association", "owner_id": None, "due_on": date(2026, 9, 1), "done": False},
        {"text": "Send the map", "owner_id": None, "due_on": None, "done": True},
    ]
    assert record["recorded_by"] == trainer.id
    assert record["recorded_at"] is not None
    [event] = announced(contract.SessionRecorded)
    assert event["session_id"] == day
    assert event["kind"] == "training_day"
    assert event["record_version"] == 1
    assert event["present_ids"] == [present]
    assert event["excused_ids"] == [excused]
    assert event["absent_ids"] == []
    assert event["not_recorded_ids"] == [unrecorded]


def test_a_correction_is_a_new_version_and_leaves_the_others_as_they_were(programme, day, members, announced):
    first, second, _third = members
    programme.record(day, {first: "present", second: "present"})
    assert programme.record(day, {second: "absent"})["version"] == 2
    assert states(programme, day)[first] == "present"
    last = announced(contract.SessionRecorded)[-1]
    assert (last["record_version"], last["present_ids"], last["absent_ids"]) == (2, [first], [second])


def test_attendance_can_be_taken_back_to_not_recorded(programme, day, members):
    programme.record(day, {members[0]: "present"})
    assert programme.record(day, {members[0]: "not_recorded"})["present"] == 0
    assert states(programme, day)[members[0]] == "not_recorded"


def test_the_second_of_two_writers_sees_what_the_first_saved(programme, day, members, announced):
    first, second, _third = members
    programme.record(day, {first: "present"}, version=0, notes="By the trainer", techniques=["validation"])
    with pytest.raises(ChangedMeanwhile) as refused:
        programme.record(day, {first: "absent", second: "present"}, version=0, notes="By the coordinator")
    current = refused.value.details["current"]
    assert current["version"] == 1
    assert current["notes"] == "By the trainer"
    assert current["techniques"] == ["validation"]
    assert {"person_id": str(first), "state": "present"} in current["attendance"]
    assert len(current["attendance"]) == 3
    assert programme.read_session(day)["record"]["notes"] == "By the trainer"
    assert len(announced(contract.SessionRecorded)) == 1


def test_saving_the_same_again_saves_once(programme, day, members, announced):
    what = {
        "states": {members[0]: "present", members[1]: "not_recorded"},
        "notes": "A good day",
        "techniques": ["paraphrasing"],
        "follow_ups": [{"text": "Call back", "due_on": date(2026, 9, 1)}],
    }
    first = programme.record(day, version=0, **what)
    assert programme.record(day, version=0, **what) == first
    assert programme.record(day, version=1, **what) == first
    assert len(announced(contract.SessionRecorded)) == 1


def test_the_first_save_counts_even_when_nothing_is_filled_in(programme, day, announced):
    assert programme.record(day, version=0)["version"] == 1
    assert programme.read_session(day)["state"] == "recorded"
    assert len(announced(contract.SessionRecorded)) == 1


def test_only_people_of_the_session_are_recorded(programme, members):
    waiting, stranger = people(2)
    session_id = programme.part(programme.group([*members, waiting], places=3))
    programme.open(session_id)
    with pytest.raises(Invalid) as refused:
        programme.record(session_id, {members[0]: "present", stranger: "present", waiting: "present"})
    assert refused.value.fields == {
        "attendance.1.person_id": ["not_a_choice"],
        "attendance.2.person_id": ["not_a_choice"],
    }
    assert programme.read_session(session_id)["state"] == "open"


def test_a_person_is_named_once_in_an_attendance_list(ask, programme, day, members, trainer):
    line = {"person_id": members[0], "state": "present"}
    with pytest.raises(Invalid) as refused:
        ask(
            contract.record_session,
            records.record_session,
            trainer,
            session_id=day,
            version=0,
            attendance=[line, line | {"state": "absent"}],
        )
    assert refused.value.fields == {"attendance.1.person_id": ["twice"]}


def test_who_joins_after_the_training_day_is_not_recorded_yet(programme, members):
    group_id = programme.group(members)
    day = programme.hold(group_id, "training_day", dict.fromkeys(members, "present"))
    [newcomer] = people(1)
    programme.enrol(group_id, [newcomer])
    assert states(programme, day)[newcomer] == "not_recorded"
    assert programme.read_session(day)["people"] == 4


def test_who_leaves_after_the_training_day_stays_in_its_record(programme, members):
    group_id = programme.group(members)
    day = programme.hold(group_id, "training_day", dict.fromkeys(members, "present"))
    programme.withdraw(group_id, members[0])
    assert states(programme, day)[members[0]] == "present"
    assert programme.record(day, {members[0]: "absent"})["present"] == 2
