"""What the story of the trainers does not tell: time zones, conflicts, warnings before something is saved."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shared import clock
from shared.contracts import trainings
from tests.gateway.running_programme import Maker


@pytest.fixture
def make(city, coordinator) -> Maker:
    return Maker(city, coordinator.id)


@pytest.fixture(scope="module")
def programme_id(city, coordinator):
    return Maker(city, coordinator.id).programme()


@pytest.fixture
def day(city) -> date:
    """In winter, on a day that no other test uses."""
    january = date(clock.today(city.settings.time_zone).year + 1, 1, 4)
    return january + timedelta(days=uuid4().int % 40)


@pytest.fixture
def group(make, programme_id, trainer):
    return make(trainings.form_group, programme_id=programme_id, name="Group", trainer_ids=[trainer.id])["id"]


def test_an_online_session_says_whose_clock_is_meant_and_the_readers_own(coordinator, make, group, day):
    plan = {"date": day, "start_time": "13:30", "minutes": 60, "delivery": "online", "link": "https://meet.example/1"}
    session = make(trainings.plan_session, group_id=group, kind="training_day", **plan)["id"]
    page = coordinator.submit(f"/sessions/{session}/arrangements", time_zone="Europe/Helsinki")
    assert "13:30 to 14:30 (time in Amsterdam)" in page.main
    assert "14:30 to 15:30 (time in Helsinki)" in page.main


def test_a_time_zone_that_there_is_not_is_refused(coordinator, make, group, day):
    session = make.session(group, "training_day", day)
    page = coordinator.submit(f"/sessions/{session}/arrangements", time_zone="Europe/Nowhere")
    assert (page.status, page.errors) == (422, ["Choose one of the options"])


def test_an_interpreter_is_taken_off_again_with_the_language(coordinator, make, group, day):
    session = make.session(group, "training_day", day)
    path = f"/sessions/{session}/arrangements"
    coordinator.submit(path, interpreter="booked", interpreter_language="tr")
    coordinator.submit(path, interpreter="none")
    arranged = make(trainings.arrangements, session_id=session)
    assert (arranged["interpreter"], arranged["interpreter_language"]) == ("none", None)


def test_two_who_arrange_at_once_see_both_versions(coordinator, make, group, day):
    path = f"/sessions/{make.session(group, 'training_day', day)}/arrangements"
    page = coordinator.open(path)
    coordinator.submit(path, rooms="Room 1")
    conflict = coordinator.send(page, rooms="Room 2")
    assert conflict.status == 409
    assert "Rooms and material different Room 1 Room 2" in conflict.main
    assert "The arrangements have been saved." in coordinator.send(conflict).main


def test_changing_a_plan_into_a_clash_warns_first_and_saves_when_confirmed(coordinator, make, programme_id, day):
    place = f"Town hall {uuid4().hex[:6]}"
    other = make(trainings.plan_introduction, programme_id=programme_id, title="Us and them", **_at(day, place))["id"]
    mine = make(trainings.plan_introduction, programme_id=programme_id, title="Bridges", **_at(day, "Museum"))["id"]
    warned = coordinator.submit(f"/sessions/{mine}/edit", place=place.upper())
    assert "The room is taken at that time" in warned.main
    assert f"/sessions/{other}" in warned.links
    assert make(trainings.session, session_id=mine)["place"] == "Museum"
    assert "The plan has been changed." in coordinator.send(warned).main
    assert make(trainings.session, session_id=mine)["place"] == place.upper()


def test_assigning_a_trainer_who_is_elsewhere_warns_first(coordinator, make, programme_id, another_trainer, day):
    busy = {"programme_id": programme_id, "name": "Busy", "trainer_ids": [another_trainer.id]}
    make(
        trainings.plan_session, group_id=make(trainings.form_group, **busy)["id"], kind="training_day", **_at(day, "A")
    )
    group_id = make(trainings.form_group, programme_id=programme_id, name="Free")["id"]
    make(trainings.plan_session, group_id=group_id, kind="training_day", **_at(day, "B"))
    warned = coordinator.submit(f"/groups/{group_id}/trainers", trainer_ids=[another_trainer.id])
    assert f"{another_trainer.name} gives another session at that time Training day, Busy" in warned.main
    assert make(trainings.group, group_id=group_id)["trainer_ids"] == []
    coordinator.send(warned)
    assert make(trainings.group, group_id=group_id)["trainer_ids"] == [another_trainer.id]


def test_places_are_offered_while_planning(coordinator, make, group, day):
    place = f"Library {uuid4().hex[:6]}"
    make(trainings.plan_session, group_id=group, kind="training_day", **_at(day, place))
    assert f'<option value="{place}">' in coordinator.open(f"/groups/{group}/sessions/new?kind=deepening").html


def _at(day: date, place: str) -> dict[str, object]:
    return {"date": day, "start_time": "09:00", "place": place}
