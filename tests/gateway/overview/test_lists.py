"""Finding people, groups and sessions; the same for many people at once; what is not complete."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared import clock
from shared.contracts import trainings
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import add_people


@pytest.fixture
def mark():
    return uuid4().hex[:8]


class TestSearching:
    def test_finds_people_groups_and_sessions_at_once(self, coordinator, running):
        found = coordinator.open("/search", q="West").links
        for kind in ("groups", "sessions"):
            assert any(link.startswith(f"/{kind}/") for link in found), found
        assert "Participant 3" in coordinator.open("/search", q="Participant 3").main

    def test_finds_sessions_by_their_day_as_people_write_it(self, coordinator, running):
        session = coordinator.api("GET", f"/sessions/{running.planned_session_id}")
        day = session["starts_at"][:10]
        year, month, number = (int(part) for part in day.split("-"))
        for typed in (day, f"{number}-{month}-{year}"):
            assert f"/sessions/{running.planned_session_id}" in coordinator.open("/search", q=typed).links

    def test_shows_a_trainer_only_what_they_give_and_no_people(self, city, coordinator, trainer, another_trainer, mark):
        make = Maker(city, coordinator.id)
        group = {"programme_id": make.programme(), "name": f"Group {mark}", "trainer_ids": [trainer.id]}
        group_id = make(trainings.form_group, **group)["id"]
        assert f"/groups/{group_id}" in trainer.open("/search", q=mark).links
        assert f"/groups/{group_id}" not in another_trainer.open("/search", q=mark).links
        assert "Nothing found" in another_trainer.open("/search", q="Participant").main

    def test_is_at_hand_on_every_page_for_who_has_a_use_for_it(self, coordinator, expert):
        assert 'action="/search"' in coordinator.open("/").html
        assert 'action="/search"' not in expert.open("/").html


class TestFilters:
    def test_people_by_what_they_do_in_a_programme(self, coordinator, running):
        def found(**wanted):
            page = coordinator.open("/people", q="Participant", programme_id=running.id, **wanted)
            return {link.rpartition("/")[2] for link in page.links if link.startswith("/people/")} & people

        people = {str(person_id) for person_id in running.person_ids}
        in_order = [str(person_id) for person_id in running.person_ids]
        assert found() == people
        assert found(part="completed") == set(in_order[:9])
        assert found(part="no_group") == set(in_order[12:])
        assert found(group_id=running.new_group_id) == set(in_order[10:12])

    def test_groups_by_state_trainer_and_free_places(self, coordinator, trainer, running):
        def found(**wanted):
            page = coordinator.open("/groups", programme_id=running.id, **wanted)
            return {name for name in ("Group West", "Group East") if name in page.main}

        assert found(state="completed") == found(trainer_id=trainer.id) == {"Group West"}
        assert found(state="planned") == found(not_full="yes") == {"Group East"}

    def test_sessions_by_state_period_trainer_and_place(self, coordinator, trainer, running):
        def found(**wanted):
            asked = {"programme_id": running.id, "closed": "all", **wanted}
            page = coordinator.open("/sessions", **asked)
            return [link for link in page.links if link.startswith("/sessions/")]

        assert len(found()) == 4
        assert len(found(state="planned")) == 1
        assert len(found(trainer_id=trainer.id)) == 2
        assert len(found(q="town hall")) == 1
        ahead = clock.today("Europe/Amsterdam") + timedelta(days=1)
        assert found(since=ahead.isoformat()) == [f"/sessions/{running.planned_session_id}"]


class TestManyAtOnce:
    def test_all_that_match_get_the_same_sector(self, coordinator, mark):
        people = add_people(coordinator, [f"Many {mark} {number:02}" for number in range(52)])
        page = coordinator.send(
            coordinator.open("/people", q=mark), "/people/bulk", action="sector", everybody="yes", person_ids=None
        )
        assert "For 52 people" in page.main
        done = coordinator.send(page, "/people/bulk/sector", value="police")
        assert "52 people have been changed." in done.main
        assert coordinator.api("GET", f"/people/{people[40]}")["sector"] == "police"

    def test_only_the_chosen_are_invited_and_the_place_in_a_group_is_said(self, coordinator, running, mark):
        people = add_people(coordinator, [f"Chosen {mark} {number}" for number in range(3)])
        chosen = coordinator.send(
            coordinator.open("/people", q=mark), "/people/bulk", action="group", person_ids=people[:2]
        )
        assert "For 2 people" in chosen.main
        done = coordinator.send(chosen, "/people/bulk/group", value=running.new_group_id)
        assert "In the group: 2. On the waiting list: 0. There before: 0." in done.main
        for person_id in people[:2]:
            coordinator.api("DELETE", f"/groups/{running.new_group_id}/members/{person_id}")

    def test_all_groups_that_match_get_a_trainer_more(self, coordinator, another_trainer, running, mark):
        programme = f"/programmes/{running.id}/groups"
        made = [coordinator.api("POST", programme, name=f"Groep {mark} {number}")["id"] for number in range(26)]
        page = coordinator.open("/groups", q=mark, programme_id=running.id)
        check = coordinator.send(page, "/groups/bulk", action="add_trainer", everybody="yes")
        assert "For 26 groups" in check.main
        done = coordinator.send(check, "/groups/bulk/add_trainer", value=another_trainer.id)
        assert "26 groups have this trainer now" in done.main
        assert coordinator.api("GET", f"/groups/{made[25]}")["trainer_ids"] == [str(another_trainer.id)]

    def test_nothing_happens_to_nobody_and_what_is_not_right_is_asked_again(self, coordinator, mark):
        [person_id] = add_people(coordinator, [f"Single {mark}"])
        page = coordinator.open("/people", q=mark)
        nobody = coordinator.send(page, "/people/bulk", action="sector")
        assert "Choose at least one line." in nobody.main
        check = coordinator.send(page, "/people/bulk", action="sector", person_ids=[person_id])
        wrong = coordinator.send(check, "/people/bulk/sector", value="astrology")
        assert (wrong.status, wrong.errors) == (422, ["Choose one of the options"])


class TestQuality:
    def test_names_each_record_that_is_not_complete_until_it_is_repaired(
        self, coordinator, running_programme_with_gaps
    ):
        programme_id, group_id, person_id, session_id, trainer_id = running_programme_with_gaps
        path = f"/programmes/{programme_id}/quality"
        page = coordinator.open(path)
        for repair in (f"/sessions/{session_id}/record", f"/groups/{group_id}/trainers", f"/people/{person_id}/edit"):
            assert repair in page.links
        assert "based on 0 of 1 session that is over" in page.main
        coordinator.submit(f"/people/{person_id}/edit", sector="police", level="street")
        coordinator.api("PUT", f"/groups/{group_id}/trainers", trainer_ids=[str(trainer_id)])
        recorded = {"version": 0, "attendance": [{"person_id": str(person_id), "state": "present"}]}
        coordinator.api("PUT", f"/sessions/{session_id}/record", **recorded)
        page = coordinator.open(path)
        assert "Everything is complete" in page.main, page.main

    def test_is_led_to_by_the_figures_of_the_dashboard(self, coordinator, running):
        page = coordinator.open(f"/programmes/{running.id}")
        assert "Based on 3 of 3 sessions" in page.main
        assert f"/programmes/{running.id}/quality" in page.links

    def test_of_the_whole_city_is_for_coordinators_and_operators(self, coordinator, operator, trainer, running):
        assert f"/programmes/{running.id}/quality" in coordinator.open("/quality").links
        assert "People without a sector or level" in operator.open("/quality").main
        assert trainer.open("/quality").status == 403


@pytest.fixture
def running_programme_with_gaps(city, coordinator, trainer):
    make = Maker(city, coordinator.id)
    person_id = make.person("Onvolledige Olga")
    programme_id = make.programme(street_level_ids=[person_id], decision_maker_ids=[coordinator.id], sdgs=["16"])
    today = clock.today(city.settings.time_zone)
    session_id = make.introduction(programme_id, today - timedelta(days=3))
    make(trainings.invite_people, session_id=session_id, person_ids=[person_id])
    group = {"programme_id": programme_id, "name": "Groep zonder trainer", "person_ids": [person_id]}
    group_id = make(trainings.form_group, **group)["id"]
    return programme_id, group_id, person_id, session_id, trainer.id
