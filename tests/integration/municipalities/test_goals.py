"""Goals and beneficiaries of a programme, the tiles of areas, and what of it a report says."""

from datetime import date
from uuid import uuid4

import pytest

from services.municipalities import commands, queries
from services.municipalities.dashboard import queries as dashboard
from services.municipalities.errors import ProgrammeNotYours
from shared.access import OPERATOR
from shared.contracts import municipalities as contract
from shared.contracts import trainings
from shared.errors import Invalid, NotFound
from tests.integration.conftest import an_actor

QUARTER = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}


@pytest.fixture
def count(ask, coordinator, registered):
    def add(people, starts_on, ends_on, beneficiary="young_people", **more):
        data = {"beneficiary": beneficiary, "people": people, "starts_on": starts_on, "ends_on": ends_on}
        who = more.pop("actor", coordinator)
        data = {"programme_id": registered, **data, **more}
        return ask(contract.add_beneficiaries, commands.add_beneficiaries, who, **data)["id"]

    return add


@pytest.fixture
def background(ask, coordinator, registered):
    def look(actor=coordinator, **more):
        return ask(contract.background, queries.background, actor, **{"programme_id": registered, **QUARTER, **more})

    return look


def test_a_report_adds_up_what_lies_in_its_period_and_says_what_does_not(count, background):
    count(12, date(2026, 4, 1), date(2026, 4, 30))
    count(30, date(2026, 6, 30), date(2026, 6, 30))
    count(7, date(2026, 5, 1), date(2026, 5, 31), "women")
    count(100, date(2026, 3, 1), date(2026, 5, 31))
    count(100, date(2026, 1, 1), date(2026, 3, 31))
    seen = background()
    assert seen["beneficiaries"] == {"young_people": 42, "women": 7}
    assert seen["counts_beyond"] == 1
    assert background(programme_id=None)["beneficiaries"] == seen["beneficiaries"]


def test_a_count_can_be_removed_again(ask, coordinator, registered, count, background):
    count_id = count(12, date(2026, 4, 1), date(2026, 4, 30))
    remove = {"programme_id": registered, "count_id": count_id}
    ask(contract.remove_beneficiaries, commands.remove_beneficiaries, coordinator, **remove)
    assert background()["beneficiaries"] == {}
    with pytest.raises(NotFound):
        ask(contract.remove_beneficiaries, commands.remove_beneficiaries, coordinator, **remove)


def test_a_count_does_not_end_before_it_starts(count):
    with pytest.raises(Invalid) as refused:
        count(12, date(2026, 4, 2), date(2026, 4, 1))
    assert refused.value.fields == {"ends_on": ["ends_before_it_starts"]}


def test_only_its_coordinators_count_and_read_the_counts(ask, count, another_coordinator, registered, background):
    with pytest.raises(ProgrammeNotYours):
        count(12, date(2026, 4, 1), date(2026, 4, 30), actor=another_coordinator)
    with pytest.raises(ProgrammeNotYours):
        ask(contract.beneficiaries, queries.beneficiaries, another_coordinator, programme_id=registered)
    with pytest.raises(ProgrammeNotYours):
        background(another_coordinator)
    with pytest.raises(NotFound):
        background(programme_id=uuid4())
    assert background(an_actor(OPERATOR))["programmes"][0]["id"] == registered


def test_goals_are_kept_with_the_programme(ask, coordinator, registered, background):
    ask(contract.save_programme, commands.save_programme, coordinator, programme_id=registered, sdgs=["16", "11"])
    assert background()["programmes"][0]["sdgs"] == ["16", "11"]
    with pytest.raises(Invalid):
        ask(contract.save_programme, commands.save_programme, coordinator, programme_id=registered, sdgs=["18"])


def test_areas_have_tiles_of_their_own(ask, coordinator, area_id):
    another = ask(contract.add_area, commands.add_area, coordinator, name="Vreewijk")["id"]
    tiles = [{"area_id": area_id, "column": 3, "row": 2}]
    ask(contract.place_areas, commands.place_areas, coordinator, tiles=tiles)
    found = {area["id"]: area for area in ask(contract.areas, queries.areas, coordinator)["areas"]}
    assert (found[area_id]["column"], found[area_id]["row"], found[area_id]["placed"]) == (3, 2, True)
    assert (found[another]["column"], found[another]["row"], found[another]["placed"]) == (1, 1, False)
    with pytest.raises(Invalid) as refused:
        ask(contract.place_areas, commands.place_areas, coordinator, tiles=[{**tiles[0], "area_id": another}])
    assert refused.value.fields == {"tiles.0": ["tile_taken"]}


def test_the_dashboard_shows_the_past_apart_from_its_people(ask, tell, coordinator, registered):
    def counted(attended):
        counts = {"introductions": 1, "courses": 2, "invited": 60, "introduced": 50, "registered": 36, "completed": 15}
        return trainings.PastTrainingsCounted, {"programme_id": registered, **counts, "attended": attended}

    def look():
        return ask(contract.dashboard, dashboard.dashboard, coordinator, programme_id=registered)

    assert look()["past"]["trainings"] == 0
    tell(counted(34), counted(34))
    assert look()["past"] == {
        "trainings": 3,
        "invited": 60,
        "introduced": 50,
        "grouped": 36,
        "training_day": 34,
        "completed": 15,
    }
    assert not any(look()["funnel"].values())
    tell(counted(0))
    assert look()["past"]["training_day"] == 0
