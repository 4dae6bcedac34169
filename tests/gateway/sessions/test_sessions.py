from uuid import uuid4

import pytest

from shared.contracts import identity, trainings
from tests.gateway.sessions.conftest import Sessions, typed_date
from tests.waiting import eventually

# the list


@pytest.fixture
def few(city, coordinator, sign_in) -> Sessions:
    """A programme and a trainer of its own, so that everything fits on one page."""
    return Sessions(city, coordinator.id, sign_in("trainer", name="Thea Trainer").id)


def test_what_is_to_come_or_to_be_recorded_is_listed_earliest_first(coordinator, few):
    later = few.introduction(days=30, title="Later one")
    held = few.introduction(days=-3, title="Held one")
    page = coordinator.open("/sessions", programme_id=few.programme_id)
    assert page.links.index(f"/sessions/{held}") < page.links.index(f"/sessions/{later}")
    assert "To be recorded" in page.main.partition("Held one")[2][:80]


def test_what_is_over_is_listed_apart(coordinator, few):
    recorded = few.introduction(few.people(1), days=-2, title="Recorded one")
    few.make(trainings.record_session, session_id=recorded, version=0, notes="Good.")
    assert f"/sessions/{recorded}" not in coordinator.open("/sessions", programme_id=few.programme_id).links
    over = coordinator.open("/sessions", closed="yes", programme_id=few.programme_id)
    assert f"/sessions/{recorded}" in over.links
    assert "0 of 1 present" in over.main


def test_a_trainer_sees_the_sessions_that_they_give_and_no_others(sign_in, another_trainer, sessions):
    trainer = sign_in("trainer", name="Thea Trainer")
    training_day = sessions.part(sessions.group(sessions.people(1), trainer_ids=[trainer.id]))
    introduction = sessions.introduction()
    mine = trainer.open("/sessions").links
    assert f"/sessions/{training_day}" in mine
    assert f"/sessions/{introduction}" not in mine
    assert f"/sessions/{training_day}" not in another_trainer.open("/sessions").links


def test_a_filter_with_nonsense_is_refused_with_a_sentence(coordinator):
    page = coordinator.open("/sessions", kind="party")
    assert page.status == 422
    assert "Some of what you filled in is not right yet." in page.main


# one session


def test_a_session_shows_its_plan_and_its_people(coordinator, sessions, introduction):
    page = coordinator.open(f"/sessions/{introduction}")
    assert "13:30 to 15:30" in page.main
    assert "Town hall" in page.main
    assert all(f"Participant 00{number}" in page.main for number in (1, 2, 3))


def test_a_trainer_is_shown_no_actions_of_a_coordinator(trainer, coordinator, training_day):
    cancel = f"/sessions/{training_day}/cancel"
    assert cancel in coordinator.open(f"/sessions/{training_day}").links
    assert cancel not in trainer.open(f"/sessions/{training_day}").links


def test_a_session_of_others_is_refused_and_an_unknown_one_not_found(
    another_trainer, another_coordinator, training_day, introduction
):
    assert another_trainer.open(f"/sessions/{training_day}").status == 403
    assert "Another trainer gives this group." in another_trainer.open(f"/sessions/{training_day}").main
    assert another_coordinator.open(f"/sessions/{introduction}").status == 403
    assert another_coordinator.open(f"/sessions/{uuid4()}").status == 404


def test_a_removed_person_is_shown_as_that(coordinator, sessions):
    gone, _stays = people = sessions.people(2)
    session_id = sessions.introduction(people, days=-1)
    present = [{"person_id": person_id, "state": "present"} for person_id in people]
    sessions.make(trainings.record_session, session_id=session_id, version=0, attendance=present)
    sessions.make(identity.erase_person, person_id=gone)
    eventually(lambda: gone not in sessions.states(session_id), what="trainings to forget the person")
    page = coordinator.open(f"/sessions/{session_id}")
    assert "removed person" in page.main
    assert "Present: 2." in page.main


# changing and cancelling


def test_the_plan_is_changed(coordinator, sessions, introduction):
    page = coordinator.submit(
        f"/sessions/{introduction}/edit", title="Another title", **typed_date(sessions.in_days(15)), start_time="10"
    )
    assert page.path == f"/sessions/{introduction}"
    assert "The plan has been changed." in page.main
    changed = sessions.read(introduction)
    assert (changed["title"], changed["version"]) == ("Another title", 2)
    assert "10:00 to 12:00" in page.main


def test_a_length_of_its_own_survives_another_change(coordinator, sessions, introduction):
    coordinator.submit(f"/sessions/{introduction}/edit", minutes="90")
    coordinator.submit(f"/sessions/{introduction}/edit", place="Library")
    session = sessions.read(introduction)
    assert (session["ends_at"] - session["starts_at"]).total_seconds() == 90 * 60


def test_two_who_change_the_plan_at_once_see_both_versions(coordinator, sessions, introduction):
    page = coordinator.open(f"/sessions/{introduction}/edit")
    coordinator.submit(f"/sessions/{introduction}/edit", place="Library")
    conflict = coordinator.send(page, place="Museum")
    assert conflict.status == 409
    assert "Somebody else changed this while you were working on it." in conflict.errors
    assert "Location different Library Museum" in conflict.main
    assert sessions.read(introduction)["place"] == "Library"
    assert conflict.form().value("place") == "Museum"
    assert coordinator.send(conflict).path == f"/sessions/{introduction}"
    assert sessions.read(introduction)["place"] == "Museum"


def test_cancelling_asks_first(coordinator, sessions, introduction):
    page = coordinator.open(f"/sessions/{introduction}/cancel")
    assert "Do you want to cancel this session?" in page.main
    assert "3 people get word by mail." in page.main
    assert sessions.read(introduction)["state"] == "planned"
    page = coordinator.send(page)
    assert "The session has been cancelled." in page.main
    assert sessions.read(introduction)["state"] == "cancelled"
    assert f"/sessions/{introduction}/record" not in page.links


def test_what_was_recorded_is_not_cancelled(coordinator, sessions, introduction):
    page = coordinator.open(f"/sessions/{introduction}/cancel")
    sessions.make(trainings.record_session, session_id=introduction, version=0)
    refused = coordinator.send(page)
    assert refused.status == 409
    assert "This session has been recorded already." in refused.main


# opening


def test_a_session_opens_only_when_the_ground_rules_are_agreed(trainer, sessions):
    session_id = sessions.part(sessions.group(sessions.people(2)))
    page = trainer.open(f"/sessions/{session_id}/record")
    assert page.path == f"/sessions/{session_id}/open"
    assert "What is said here stays here." in page.form().value("ground_rules")
    refused = trainer.send(page, ground_rules="We let each other finish.")
    assert refused.status == 422
    assert refused.errors == ["The session opens when everybody has agreed on the ground rules"]
    assert refused.form().value("ground_rules") == "We let each other finish."
    opened = trainer.send(refused, agreed="y")
    assert opened.path == f"/sessions/{session_id}/record"
    record = sessions.read(session_id)["record"]
    assert record["ground_rules"] == "We let each other finish."
    assert record["ground_rules_agreed_at"] is not None


def test_programs_change_open_and_cancel_the_same(coordinator, trainer, another_trainer, sessions):
    session_id = sessions.part(sessions.group(sessions.people(2)), days=4)
    plan = {"version": 1, "date": str(sessions.in_days(8)), "start_time": "08:30", "place": "Museum"}
    trainer.api("PUT", f"/sessions/{session_id}", **plan)
    conflict = trainer.api.try_("PUT", f"/sessions/{session_id}", **plan)
    assert (conflict.status_code, conflict.json()["details"]["current"]["place"]) == (409, "Museum")
    unopened = trainer.api.try_("PUT", f"/sessions/{session_id}/record", version=0)
    assert (unopened.status_code, unopened.json()["code"]) == (409, "session_not_open")
    opening = f"/sessions/{session_id}/opening"
    refused = trainer.api.try_("POST", opening, ground_rules="We listen.", agreed=False)
    assert (refused.status_code, refused.json()["code"]) == (422, "ground_rules_needed")
    assert another_trainer.api.try_("POST", opening, ground_rules="We listen.", agreed=True).status_code == 403
    trainer.api("POST", opening, ground_rules="We listen.", agreed=True)
    assert trainer.api("GET", f"/sessions/{session_id}")["state"] == "open"
    assert trainer.api.try_("POST", f"/sessions/{session_id}/cancellation").status_code == 403
    coordinator.api("POST", f"/sessions/{session_id}/cancellation")
    assert coordinator.api("GET", f"/sessions/{session_id}")["state"] == "cancelled"
    listed = coordinator.api("GET", "/sessions", programme_id=str(sessions.programme_id), closed="true", per_page=200)
    assert str(session_id) in [session["id"] for session in listed["items"]]
