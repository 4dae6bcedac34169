from uuid import uuid4

import pytest

from shared.contracts import identity
from shared.contracts.trainings import PLACES

# the list


def test_groups_are_found_by_name(coordinator, groups):
    name = f"Feijenoord {uuid4().hex[:6]}"
    group_id = groups.group(name=name)
    groups.group(name="Another")
    page = coordinator.open("/groups", q=name[:14].lower())
    assert f"/groups/{group_id}" in page.links
    assert "Another" not in page.main
    assert "No group fits this filter" in coordinator.open("/groups", q="zzz").main


def test_a_trainer_sees_the_groups_that_they_give_and_no_others(sign_in, another_trainer, groups):
    trainer = sign_in("trainer", name="Thea Trainer")
    group_id = groups.group(trainer_ids=[trainer.id])
    assert f"/groups/{group_id}" in trainer.open("/groups").links
    assert f"/groups/{group_id}" not in another_trainer.open("/groups").links
    assert another_trainer.open(f"/groups/{group_id}").status == 403


# a group


def test_a_group_shows_who_is_in_it_and_who_waits(coordinator, groups):
    people = groups.people(3, sector="youth_work", level="street")
    group_id = groups.group(people, places=2)
    page = coordinator.open(f"/groups/{group_id}")
    assert "Places 2/2 full" in page.main
    assert "Participant 001 Youth work Street level" in page.main
    assert "1 Participant 003 Youth work Withdraw" in page.main.partition("Waiting list")[2]
    assert f"/groups/{group_id}/sessions/new?kind=training_day" in page.links


def test_attendance_stands_with_each_part_of_the_course(coordinator, groups):
    people = groups.people(2)
    group_id = groups.group(people)
    for kind, days in (("training_day", -30), ("deepening", -3)):
        groups.make.record(groups.make.session(group_id, kind, groups.in_days(days)), people[:1], people[1:])
    page = coordinator.open(f"/groups/{group_id}")
    assert "Participant 001 Completed the course \N{EN DASH} Present Present" in page.main
    assert "Participant 002 \N{EN DASH} Absent Absent" in page.main
    assert "Completed the course 1 of 2" in page.main
    assert "Plan the training day" not in page.main


def test_a_trainer_is_shown_no_actions_of_a_coordinator(coordinator, trainer, groups):
    group_id = groups.group(groups.people(1), trainer_ids=[trainer.id])
    theirs = coordinator.open(f"/groups/{group_id}")
    mine = trainer.open(f"/groups/{group_id}")
    for action in ("edit", "trainers", "members/new"):
        assert f"/groups/{group_id}/{action}" in theirs.links
        assert f"/groups/{group_id}/{action}" not in mine.links
    assert "Withdraw" in theirs.main
    assert "Withdraw" not in mine.main
    assert f"/groups/{group_id}/sessions/new?kind=training_day" in mine.links


# name and places


def test_more_places_let_people_move_up(coordinator, groups):
    people = groups.people(3)
    group_id = groups.group(people, places=2)
    page = coordinator.submit(f"/groups/{group_id}/edit", name="Renamed", size="other", places="3")
    assert "The group has been changed. 1 person came from the waiting list and has a place now." in page.main
    assert groups.members(group_id) == people
    assert groups.read(group_id)["name"] == "Renamed"


def test_fewer_places_than_people_are_refused(coordinator, groups):
    group_id = groups.group(groups.people(3))
    page = coordinator.submit(f"/groups/{group_id}/edit", size="other", places="2")
    assert page.status == 409
    assert page.errors == ["3 people have a place in this group. Withdraw people first, or keep more places."]
    assert page.form().value("places") == "2"


def test_back_to_the_usual_places_needs_no_reason_any_more(coordinator, groups):
    group_id = groups.group(places=20, places_reason="Two schools at once.")
    page = coordinator.open(f"/groups/{group_id}/edit")
    assert page.form().value("size") == "other"
    coordinator.send(page, size="usual")
    group = groups.read(group_id)
    assert (group["places"], group["places_reason"]) == (PLACES, None)


def test_two_who_change_a_group_at_once_see_both_versions(coordinator, groups):
    group_id = groups.group(name="Before")
    page = coordinator.open(f"/groups/{group_id}/edit")
    coordinator.submit(f"/groups/{group_id}/edit", name="Theirs")
    conflict = coordinator.send(page, name="Mine")
    assert conflict.status == 409
    assert "Name of the group different Theirs Mine" in conflict.main
    assert "Reason" not in conflict.main
    assert groups.read(group_id)["name"] == "Theirs"
    coordinator.send(conflict)
    assert groups.read(group_id)["name"] == "Mine"


# trainers


def test_people_with_the_role_are_assigned(coordinator, trainer, another_trainer, groups):
    group_id = groups.group()
    page = coordinator.open(f"/groups/{group_id}/trainers")
    assert trainer.name in page.main
    coordinator.send(page, trainer_ids=[trainer.id, another_trainer.id])
    assert groups.read(group_id)["trainer_ids"] == [trainer.id, another_trainer.id]
    page = coordinator.submit(f"/groups/{group_id}/trainers", trainer_ids=None)
    assert "Trainers Nobody yet" in page.main
    assert groups.read(group_id)["trainer_ids"] == []


def test_who_lost_the_role_stays_shown_until_taken_off(coordinator, sign_in, groups):
    former = sign_in("trainer", name="Freek Former")
    group_id = groups.group(trainer_ids=[former.id])
    groups.make(identity.withdraw_role, person_id=former.id, role="trainer")
    form = coordinator.open(f"/groups/{group_id}/trainers").form()
    assert ("trainer_ids", str(former.id)) in form.values


# who may


@pytest.mark.parametrize("page", ["", "/edit", "/trainers", "/members/new", "/sessions/new?kind=deepening"])
def test_a_group_of_another_programme_is_refused(another_coordinator, groups, page):
    group_id = groups.group()
    refused = another_coordinator.open(f"/groups/{group_id}{page}")
    assert refused.status == 403
    assert "This programme is run by other coordinators." in refused.main
    assert another_coordinator.open(f"/groups/{uuid4()}{page}").status == 404


def test_programs_change_a_group_the_same(coordinator, trainer, groups):
    group_id = groups.group()
    change = {"version": 1, "name": "By a program", "places": 12}
    coordinator.api("PUT", f"/groups/{group_id}", **change)
    conflict = coordinator.api.try_("PUT", f"/groups/{group_id}", **change)
    assert (conflict.status_code, conflict.json()["details"]["current"]["places"]) == (409, 12)
    coordinator.api("PUT", f"/groups/{group_id}/trainers", trainer_ids=[str(trainer.id)])
    assert trainer.api("GET", f"/groups/{group_id}")["name"] == "By a program"
    assert str(group_id) in [group["id"] for group in trainer.api("GET", "/groups", mine="true")["items"]]
    assert trainer.api.try_("PUT", f"/groups/{group_id}", **change).status_code == 403
