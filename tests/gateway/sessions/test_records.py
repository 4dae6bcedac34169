from typing import Any
from uuid import UUID

import pytest

from shared.contracts import trainings
from tests.gateway.sessions.conftest import typed_date


def ticks(states: dict[UUID, str]) -> dict[str, str]:
    return {f"attendance-{person_id}": state for person_id, state in states.items()}


@pytest.fixture
def address(training_day) -> str:
    return f"/sessions/{training_day}/record"


@pytest.fixture
def people(sessions, training_day) -> list[UUID]:
    return sorted(sessions.states(training_day))


def by_a_colleague(sessions, session_id: UUID, **more: Any) -> None:
    version = sessions.read(session_id)["record"]["version"]
    sessions.make(trainings.record_session, session_id=session_id, version=version, **more)


# saving


def test_a_record_is_saved_whole(trainer, sessions, training_day, address, people):
    first, second, third, fourth = people
    page = trainer.submit(
        address,
        **ticks({first: "present", second: "absent", third: "excused"}),
        techniques=["reframing", "open_question"],
        notes="The middle's question came up.",
        **{"follow_ups-0-text": "Send the map"},
        **typed_date(sessions.in_days(7), "follow_ups-0-due_on"),
    )
    assert page.path == f"/sessions/{training_day}"
    assert "Saved: 1 person was present." in page.main
    assert "Present: 1. Absent: 1. Excused: 1. Not yet recorded: 1." in page.main
    assert "Open question Reframing" in page.main or "Reframing Open question" in page.main
    assert "Send the map" in page.main
    record = sessions.read(training_day)["record"]
    assert record["notes"] == "The middle's question came up."
    assert record["follow_ups"] == [
        {"text": "Send the map", "owner_id": None, "due_on": sessions.in_days(7), "done": False}
    ]
    assert sessions.states(training_day)[fourth] == "not_recorded"


def test_saved_twice_is_saved_once(trainer, sessions, training_day, address, people):
    page = trainer.open(address)
    typed = {**ticks(dict.fromkeys(people, "present")), "notes": "Twice."}
    assert trainer.send(page, **typed).path == trainer.send(page, **typed).path == f"/sessions/{training_day}"
    assert sessions.read(training_day)["record"]["version"] == 1


def test_what_was_saved_stands_in_the_form_again(trainer, address, people):
    trainer.submit(address, **ticks({people[0]: "excused"}), techniques=["mirroring"], notes="Rain.\nAnd sun.")
    form = trainer.open(address).form()
    assert form.value(f"attendance-{people[0]}") == "excused"
    assert form.value(f"attendance-{people[1]}") == "not_recorded"
    assert form.value("techniques") == "mirroring"
    assert form.value("notes").replace("\r\n", "\n") == "Rain.\nAnd sun."


def test_one_button_makes_present_who_is_not_yet_recorded(trainer, sessions, training_day, address, people):
    page = trainer.open(address)
    assert "Mark the 4 people not yet recorded as present, and save" in page.main
    typed = {**ticks({people[0]: "absent"}), "notes": "A full house.", "all_present": "yes"}
    saved = trainer.send(page, **typed)
    assert "Saved: 3 people were present." in saved.main
    assert trainer.send(page, **typed).path == f"/sessions/{training_day}"
    assert sessions.states(training_day) == dict.fromkeys(people, "present") | {people[0]: "absent"}
    assert sessions.read(training_day)["record"]["version"] == 1


def test_another_follow_up_gets_a_line_and_nothing_typed_is_lost(trainer, sessions, training_day, address, people):
    page = trainer.submit(
        address,
        **ticks({people[1]: "absent"}),
        techniques=["caucus"],
        notes="Half a sen",
        add_row="yes",
        **{"follow_ups-0-text": "Call the school"},
    )
    assert (page.status, page.path) == (200, address)
    assert "Follow-up 2" in page.main
    form = page.form()
    assert form.value(f"attendance-{people[1]}") == "absent"
    assert (form.value("techniques"), form.value("notes")) == ("caucus", "Half a sen")
    assert sessions.read(training_day)["record"]["version"] == 0
    trainer.send(page, **{"follow_ups-1-text": "Ask the library", "follow_ups-1-done": "y"})
    saved = sessions.read(training_day)["record"]["follow_ups"]
    assert [(each["text"], each["done"]) for each in saved] == [("Call the school", False), ("Ask the library", True)]


def test_a_wrong_follow_up_is_said_in_its_line(trainer, sessions, training_day, address):
    page = trainer.submit(
        address,
        notes="Kept.",
        **{"follow_ups-0-text": "Plan B", "follow_ups-0-due_on-day": "31", "follow_ups-0-due_on-month": "2"},
    )
    assert page.status == 422
    assert page.errors == ["Enter a real date, such as 1 12 2026"]
    assert 'href="#follow_ups-0-due_on-day"' in page.html
    assert page.form().value("notes") == "Kept."
    assert sessions.read(training_day)["record"]["version"] == 0


def test_notes_that_are_too_long_are_kept_and_said(trainer, address):
    page = trainer.submit(address, notes="a" * 10_001)
    assert page.status == 422
    assert page.errors == ["Use at most 10000 characters"]
    assert len(page.form().value("notes")) == 10_001


def test_attendance_that_is_none_is_refused(trainer, address, people):
    assert trainer.submit(address, **{"attendance-nobody": "present"}).status == 422
    assert trainer.submit(address, **ticks({people[0]: "asleep"})).status == 422


# questions of participants


def test_a_question_is_ticked_as_treated_together_with_the_record(trainer, sessions, training_day, address):
    group_id = sessions.read(training_day)["group_id"]
    asked = [
        sessions.make(trainings.add_question, group_id=group_id, text=text)["id"]
        for text in ("What if nobody speaks?", "Whose side am I on?")
    ]
    page = trainer.open(address)
    # A colleague treats the other one meanwhile; that stays.
    sessions.make(trainings.treat_question, question_id=asked[1], treated=True)
    trainer.send(page, treated=[asked[0]], notes="Talked about silence.")
    assert {question["id"]: question["treated"] for question in sessions.read(training_day)["questions"]} == {
        asked[0]: True,
        asked[1]: True,
    }
    page = trainer.open(address)
    trainer.send(page, treated=[asked[1]])
    assert {question["id"]: question["treated"] for question in sessions.read(training_day)["questions"]} == {
        asked[0]: False,
        asked[1]: True,
    }
    assert sessions.read(training_day)["record"]["notes"] == "Talked about silence."


# two at once


@pytest.fixture
def conflict(trainer, sessions, training_day, address, people):
    """The trainer's page after a colleague saved first."""
    page = trainer.open(address)
    saved = [{"person_id": people[0], "state": "absent"}]
    by_a_colleague(sessions, training_day, attendance=saved, notes="Theirs.", techniques=["shuttle"])
    return trainer.send(
        page,
        **ticks({people[0]: "present"}),
        notes="Mine.",
        techniques=["caucus"],
        **{"follow_ups-0-text": "Mine too"},
    )


def test_the_second_of_two_sees_both_versions(conflict, sessions, training_day):
    assert conflict.status == 409
    assert conflict.errors == ["Somebody else changed this while you were working on it."]
    assert "different Absent Present" in conflict.main
    assert "Notes different Theirs. Mine." in conflict.main
    assert "Techniques different Shuttle mediation Caucus (separate talks)" in conflict.main
    assert "Follow-ups different Nothing Mine too" in conflict.main
    assert sessions.read(training_day)["record"]["notes"] == "Theirs."


def test_what_the_second_typed_is_kept_and_can_be_saved_over_the_first(
    conflict, trainer, sessions, training_day, people
):
    assert conflict.form().value("notes") == "Mine."
    assert conflict.form().value(f"attendance-{people[0]}") == "present"
    saved = trainer.send(conflict)
    assert saved.path == f"/sessions/{training_day}"
    record = sessions.read(training_day)["record"]
    assert (record["notes"], record["techniques"], record["version"]) == ("Mine.", ["caucus"], 2)
    assert sessions.states(training_day)[people[0]] == "present"


def test_the_second_may_keep_what_the_first_saved(conflict, trainer, address):
    assert address in conflict.links
    assert trainer.open(address).form().value("notes") == "Theirs."


def test_a_third_save_in_between_is_a_conflict_again(conflict, trainer, sessions, training_day):
    by_a_colleague(sessions, training_day, notes="Once more.")
    again = trainer.send(conflict)
    assert again.status == 409
    assert "Notes different Once more. Mine." in again.main
    assert trainer.send(again).path == f"/sessions/{training_day}"


def test_of_two_who_tick_different_people_nobody_undoes_the_other(trainer, sessions, training_day, address, people):
    mine, theirs, *_others = people
    page = trainer.open(address)
    by_a_colleague(sessions, training_day, attendance=[{"person_id": theirs, "state": "excused"}])
    conflict = trainer.send(page, **ticks({mine: "present"}))
    assert conflict.status == 409
    assert "Not yet recorded Present" in conflict.main
    assert conflict.main.count(" different ") == 1
    trainer.send(conflict)
    states = sessions.states(training_day)
    assert (states[mine], states[theirs]) == ("present", "excused")


def test_the_same_saved_by_both_is_no_conflict(trainer, sessions, training_day, address):
    page = trainer.open(address)
    by_a_colleague(sessions, training_day, notes="The same.")
    assert trainer.send(page, notes="The same.").path == f"/sessions/{training_day}"


# completion


def test_both_parts_complete_the_course(trainer, sessions):
    came, stayed_away = people = sessions.people(2)
    group_id = sessions.group(people)
    parts = [("training_day", -20, [came, stayed_away]), ("deepening", -1, [came])]
    for kind, days, present in parts:
        session_id = sessions.part(group_id, kind, days, opened=True)
        page = trainer.submit(f"/sessions/{session_id}/record", **ticks(dict.fromkeys(present, "present")))
    assert "1 person of the group has completed the course." in page.main


# a hall full of people


@pytest.fixture(scope="module")
def hall(sessions):
    return sessions.introduction(sessions.people(101, organisation="Hall Full"), days=-1)


def test_a_long_list_comes_in_pages_and_going_on_saves(coordinator, sessions, hall):
    page = coordinator.open(f"/sessions/{hall}/record")
    assert "Save, and on to page 2 of 2" in page.main
    shown = [name for name, _value in page.form().values if name.startswith("attendance-")]
    assert len(shown) == 100
    page = coordinator.send(page, **{shown[0]: "absent"}, next_page="2")
    assert (page.status, page.answer.url.endswith("page=2")) == (200, True)
    assert list(sessions.states(hall).values()).count("absent") == 1
    assert len([name for name, _value in page.form().values if name.startswith("attendance-")]) == 1
    page = coordinator.send(page, all_present="yes")
    assert "Saved: 100 people were present." in page.main
    assert "Absent: 1." in page.main


def test_somebody_is_found_in_a_long_list(coordinator, hall):
    page = coordinator.submit(f"/sessions/{hall}/record", q="cipant 077", find="yes")
    assert "Participant 077" in page.main
    assert "Participant 078" not in page.main
    assert "Nobody found" in coordinator.send(page, q="zzz", find="yes").main


# who may


def test_only_who_gives_or_coordinates_it_records(another_trainer, another_coordinator, anybody, address):
    assert another_trainer.open(address).status == 403
    assert another_coordinator.open(address).status == 403
    assert anybody.open(address).path == "/sign-in"


def test_programs_record_the_same(trainer, another_trainer, training_day, people):
    path = f"/sessions/{training_day}/record"
    attendance = [{"person_id": str(person_id), "state": "present"} for person_id in people]
    saved = trainer.api("PUT", path, version=0, attendance=attendance, techniques=["mirroring"])
    assert saved == {"version": 1, "present": 4, "completed": 0}
    conflict = trainer.api.try_("PUT", path, version=0, notes="Too late")
    assert (conflict.status_code, conflict.json()["code"]) == (409, "changed_meanwhile")
    assert conflict.json()["details"]["current"]["techniques"] == ["mirroring"]
    assert another_trainer.api.try_("PUT", path, version=1).status_code == 403
