from datetime import timedelta

import pytest

from shared.contracts import identity
from tests.gateway.book.conftest import is_held_now
from tests.gateway.records import new_address
from tests.waiting import eventually


@pytest.fixture
def code(sessions, running_day):
    return sessions.read(running_day)["book"]["check_in_code"]


def here(sessions, session_id):
    return [line["person_id"] for line in sessions.read(session_id)["book"]["presence"] if line["checked_in_at"]]


def address_of(sessions, person_id):
    return sessions.make(identity.person, person_id=person_id)["email"]


def test_a_trainer_opens_the_check_in_and_shows_its_code(trainer, sessions, training_day):
    is_held_now(sessions, training_day)
    path = f"/sessions/{training_day}/check-in"
    page = trainer.open(path)
    assert "Show the code" in page.main
    shown = trainer.send(page)
    assert shown.path == path
    code = sessions.read(training_day)["book"]["check_in_code"]
    assert code in shown.main
    assert f"QR code that leads to {trainer.url}/check-in/{code}" in shown.html
    assert "0 people have checked in." in shown.main
    assert "Participant" not in shown.main  # it stands on a screen


def test_who_is_there_checks_in_and_learns_nothing_about_others(anybody, trainer, sessions, running_day, code):
    person_id = next(iter(sessions.states(running_day)))
    entered = anybody.submit("/check-in", "/check-in", code=code.lower())
    assert entered.path == f"/check-in/{code.lower()}"
    assert "Participant" not in entered.html
    assert "Group South" not in entered.html
    known = anybody.send(entered, email=address_of(sessions, person_id))
    unknown = anybody.submit(f"/check-in/{code}", email=new_address())
    assert known.main.replace(code.lower(), code) == unknown.main.replace(code.lower(), code)
    assert "If you are expected here, your trainer now sees that you are there." in known.main
    assert eventually(lambda: here(sessions, running_day)) == [person_id]
    assert "1 person has checked in." in trainer.open(f"/sessions/{running_day}/check-in").main


def test_a_code_that_is_none_or_not_yet_opens_nothing(anybody, sessions, running_day, code):
    unknown = anybody.open("/check-in/BCDF-2345")
    assert unknown.status == 404
    assert unknown.errors == ["No session has this code. Look at the screen once more."]
    is_held_now(sessions, running_day, timedelta(hours=2))
    early = anybody.open(f"/check-in/{code}")
    assert "Not open yet" in early.main
    assert "Your e-mail address" not in early.main


def test_the_trainer_notes_and_corrects_who_is_there_and_the_record_starts_from_it(trainer, sessions, running_day):
    came, stayed_away, changed_their_mind, _silent = sorted(sessions.states(running_day))
    path = f"/sessions/{running_day}/presence"

    def press(what, person_id, **values):
        return trainer.submit(path, f"/sessions/{running_day}/{what}/{person_id}", **values)

    press("check-ins", came)
    press("apologies", stayed_away)
    press("apologies", changed_their_mind)
    page = press("apologies", changed_their_mind)
    assert "Noted that they come after all." in page.main
    assert "Checked in: 1. Can't come: 1. Expected: 3." in page.main
    record = trainer.open(f"/sessions/{running_day}/record")
    form = record.form()
    assert form.value(f"attendance-{came}") == "present"
    assert form.value(f"attendance-{stayed_away}") == "excused"
    assert form.value(f"attendance-{changed_their_mind}") == "not_recorded"
    assert "Sent word that they can't come" in record.main
    trainer.send(record, notes="A good day.")
    states = sessions.states(running_day)
    assert (states[came], states[stayed_away], states[changed_their_mind]) == ("present", "excused", "not_recorded")


def test_programs_check_in_the_same_way(any_program, trainer, sessions, running_day, code):
    person_id = next(iter(sessions.states(running_day)))
    door = any_program("GET", f"/check-in/{code}")
    assert (door["state"], door["kind"]) == ("open", "training_day")
    answer = any_program.try_("POST", f"/check-in/desks/{door['desk_id']}", email=address_of(sessions, person_id))
    assert (answer.status_code, answer.json()) == (201, {})
    eventually(lambda: here(sessions, running_day) == [person_id])
    trainer.api("PUT", f"/sessions/{running_day}/check-ins/{person_id}", here=False)
    assert here(sessions, running_day) == []
