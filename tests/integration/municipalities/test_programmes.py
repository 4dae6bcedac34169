from datetime import date
from uuid import uuid4

import pytest

from services.municipalities import commands, queries, reactions
from services.municipalities.errors import (
    AreaExists,
    LastCoordinator,
    ProgrammeIncomplete,
    ProgrammeNotYours,
    ProgrammeRegisteredAlready,
)
from shared.access import COORDINATOR, OPERATOR
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor


def test_a_draft_is_saved_piece_by_piece_and_says_what_it_still_lacks(ask, coordinator, draft):
    saved = ask(
        contract.save_programme,
        commands.save_programme,
        coordinator,
        programme_id=draft,
        name="Rotterdam-Zuid",
    )
    assert saved["name"] == "Rotterdam-Zuid"
    assert saved["state"] == "draft"
    assert "name" not in saved["missing"]
    assert {"starts_on", "trigger", "vision", "sectors"} <= set(saved["missing"])


def test_an_incomplete_programme_is_not_registered(ask, coordinator, draft, announced):
    with pytest.raises(ProgrammeIncomplete) as refused:
        ask(contract.register_programme, commands.register_programme, coordinator, programme_id=draft)
    assert "vision" in refused.value.details["missing"]
    assert announced(contract.ProgrammeRegistered) == []


def test_registering_announces_the_programme_once(ask, coordinator, registered, announced, area_id):
    [event] = announced(contract.ProgrammeRegistered)
    assert event["programme_id"] == registered
    assert event["coordinator_ids"] == [coordinator.id]
    assert event["area_ids"] == [area_id]
    with pytest.raises(ProgrammeRegisteredAlready):
        ask(contract.register_programme, commands.register_programme, coordinator, programme_id=registered)
    assert len(announced(contract.ProgrammeRegistered)) == 1


def test_a_missing_level_is_flagged_and_not_refused(ask, coordinator, registered):
    programme = ask(contract.programme, queries.programme, coordinator, programme_id=registered)
    assert programme["flags"] == ["street_level_missing", "policy_level_missing"]


def test_both_levels_present_raise_no_flag(ask, coordinator, draft):
    saved = ask(
        contract.save_programme,
        commands.save_programme,
        coordinator,
        programme_id=draft,
        decision_maker_ids=[uuid4()],
        street_level_ids=[uuid4()],
    )
    assert saved["flags"] == []


def test_a_programme_can_not_end_before_it_starts(ask, coordinator, draft):
    with pytest.raises(Invalid) as refused:
        ask(
            contract.save_programme,
            commands.save_programme,
            coordinator,
            programme_id=draft,
            starts_on=date(2027, 1, 1),
            ends_on=date(2026, 1, 1),
        )
    assert refused.value.fields == {"ends_on": ["ends_before_it_starts"]}


def test_an_area_that_the_city_does_not_have_is_refused(ask, coordinator, draft):
    with pytest.raises(Invalid) as refused:
        ask(
            contract.save_programme,
            commands.save_programme,
            coordinator,
            programme_id=draft,
            area_ids=[uuid4()],
        )
    assert refused.value.fields == {"area_ids": ["not_a_choice"]}


def test_an_area_is_added_once(ask, coordinator, area_id):
    with pytest.raises(AreaExists):
        ask(contract.add_area, commands.add_area, coordinator, name="Bloemhof")
    [area] = ask(contract.areas, queries.areas, coordinator)["areas"]
    assert (area["id"], area["name"]) == (area_id, "Bloemhof")


def test_a_registered_programme_stays_complete_when_changed(ask, coordinator, registered, announced):
    with pytest.raises(ProgrammeIncomplete):
        ask(
            contract.save_programme,
            commands.save_programme,
            coordinator,
            programme_id=registered,
            vision=None,
        )
    ask(
        contract.save_programme,
        commands.save_programme,
        coordinator,
        programme_id=registered,
        ends_on=date(2028, 1, 1),
    )
    assert announced(contract.ProgrammeChanged)[-1]["ends_on"] == date(2028, 1, 1)


def test_a_change_over_somebody_elses_change_is_a_conflict(ask, coordinator, draft):
    seen = ask(contract.programme, queries.programme, coordinator, programme_id=draft)["version"]
    ask(
        contract.save_programme,
        commands.save_programme,
        coordinator,
        programme_id=draft,
        version=seen,
        name="One",
    )
    with pytest.raises(ChangedMeanwhile):
        ask(
            contract.save_programme,
            commands.save_programme,
            coordinator,
            programme_id=draft,
            version=seen,
            name="Two",
        )


@pytest.mark.parametrize("call", ["save_programme", "register_programme"])
def test_another_coordinators_programme_is_refused(ask, another_coordinator, draft, call):
    with pytest.raises(ProgrammeNotYours):
        ask(getattr(contract, call), getattr(commands, call), another_coordinator, programme_id=draft)


def test_reading_is_for_the_coordinator_and_the_operator(ask, coordinator, another_coordinator, draft):
    with pytest.raises(ProgrammeNotYours):
        ask(contract.programme, queries.programme, another_coordinator, programme_id=draft)
    assert ask(contract.programmes, queries.programmes, another_coordinator)["programmes"] == []
    assert ask(contract.programme, queries.programme, an_actor(OPERATOR), programme_id=draft)["id"] == draft
    [own] = ask(contract.programmes, queries.programmes, coordinator)["programmes"]
    assert own["id"] == draft


def test_an_unknown_programme_is_not_found(ask, coordinator):
    with pytest.raises(NotFound):
        ask(contract.programme, queries.programme, coordinator, programme_id=uuid4())


def test_a_programme_always_has_a_coordinator(ask, coordinator, registered, announced):
    second = an_actor("coordinator")
    with pytest.raises(LastCoordinator):
        ask(
            contract.remove_coordinator,
            commands.remove_coordinator,
            coordinator,
            programme_id=registered,
            person_id=coordinator.id,
        )
    ask(
        contract.add_coordinator,
        commands.add_coordinator,
        coordinator,
        programme_id=registered,
        person_id=second.id,
    )
    assert set(announced(contract.ProgrammeChanged)[-1]["coordinator_ids"]) == {coordinator.id, second.id}
    ask(
        contract.remove_coordinator,
        commands.remove_coordinator,
        second,
        programme_id=registered,
        person_id=coordinator.id,
    )
    with pytest.raises(ProgrammeNotYours):
        ask(contract.programme, queries.programme, coordinator, programme_id=registered)


def test_an_erased_person_is_in_no_programme_any_more(tx, ask, coordinator, draft):
    erased, other = uuid4(), uuid4()
    ask(
        contract.save_programme,
        commands.save_programme,
        coordinator,
        programme_id=draft,
        decision_maker_ids=[erased, other],
        street_level_ids=[erased],
    )
    for _ in range(2):  # an event may come again
        reactions.person_erased(tx, {"person_id": erased})
    tx.expire_all()
    programme = ask(contract.programme, queries.programme, coordinator, programme_id=draft)
    assert programme["decision_maker_ids"] == [other]
    assert programme["street_level_ids"] == []


def test_a_list_adds_the_areas_that_are_not_there_yet(ask, coordinator, area_id):
    added = ask(
        contract.add_areas, commands.add_areas, coordinator, names=["bloemhof", "Hillesluis", "Hillesluis", "Vreewijk"]
    )
    assert added == {"added": 2, "known": 2}
    names = [area["name"] for area in ask(contract.areas, queries.areas, coordinator)["areas"]]
    assert names == ["Bloemhof", "Hillesluis", "Vreewijk"]


def test_a_programme_takes_over_what_its_example_says_and_keeps_where_it_began(ask, coordinator):
    started = ask(
        contract.start_programme, commands.start_programme, coordinator, example="reception_location", language="fi"
    )
    programme = ask(contract.programme, queries.programme, coordinator, programme_id=started["id"])
    assert (programme["example"], programme["name"], programme["state"]) == (
        "reception_location",
        "Naapureina",
        "draft",
    )
    assert set(programme["missing"]) == {"starts_on", "ends_on", "area_ids"}
    changed = ask(
        contract.save_programme, commands.save_programme, coordinator, programme_id=started["id"], name="Forssa puhuu"
    )
    assert (changed["name"], changed["example"]) == ("Forssa puhuu", "reception_location")


def test_how_many_programmes_the_city_has_is_told_to_who_coordinates_none(ask, coordinator, registered, draft):
    stranger = an_actor(COORDINATOR)
    assert ask(contract.programmes, queries.programmes, stranger) == {"registered": 1, "programmes": []}
