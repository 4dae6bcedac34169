"""Who is whose line manager, and where people work."""

from uuid import uuid4

import pytest

from services.identity import commands, queries
from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.identity.test_erasure import erase
from tests.integration.identity.test_imports import confirm, do_import, preview

BLOEMHOF, HILLESLUIS = uuid4(), uuid4()
AREAS = [{"id": BLOEMHOF, "name": "Bloemhof"}, {"id": HILLESLUIS, "name": "Hillesluis"}]
LIST = [
    {"line": 2, "name": "Wijkagent", "email": "wijkagent@stad.example", "line_manager": "CHEF@stad.example"},
    {"line": 3, "name": "Chef", "email": "chef@stad.example", "areas": "Bloemhof; hillesluis"},
]


@pytest.fixture
def change(ask, coordinator, record):
    def change(person_id, **fields):
        known = {name: record(person_id)[name] for name in contract.ChangedPerson().fields if name != "person_id"}
        data = known | fields
        return ask(contract.change_person, commands.people.change_person, coordinator, person_id=person_id, **data)

    return change


def by_name(ask, actor):
    return {one["name"]: one for one in ask(contract.people, queries.people.people, actor)["items"]}


class TestAPerson:
    def test_has_areas_and_a_line_manager_and_both_are_announced_by_their_ids(self, add, record, announced):
        manager_id = add("Chef")
        person_id = add("Wijkagent", area_ids=[BLOEMHOF, HILLESLUIS, BLOEMHOF], line_manager_id=manager_id)
        assert record(person_id)["area_ids"] == [BLOEMHOF, HILLESLUIS]
        event = announced(contract.PersonAdded)[-1]
        assert (event["area_ids"], event["line_manager_id"]) == ([BLOEMHOF, HILLESLUIS], manager_id)

    def test_changes_them(self, add, change, announced):
        manager_id, person_id = add("Chef"), add("Wijkagent", area_ids=[BLOEMHOF])
        changed = change(person_id, area_ids=[HILLESLUIS], line_manager_id=manager_id)
        assert (changed["area_ids"], changed["line_manager_id"]) == ([HILLESLUIS], manager_id)
        [event] = announced(contract.PersonChanged)
        assert (event["area_ids"], event["line_manager_id"]) == ([HILLESLUIS], manager_id)

    def test_who_saves_the_same_once_more_announces_nothing(self, add, change, announced):
        person_id = add("Wijkagent", area_ids=[BLOEMHOF], line_manager_id=add("Chef"))
        change(person_id)
        assert announced(contract.PersonChanged) == []

    def test_is_not_their_own_line_manager(self, add, change):
        person_id = add("Wijkagent")
        with pytest.raises(Invalid) as refused:
            change(person_id, line_manager_id=person_id)
        assert refused.value.fields == {"line_manager_id": ["own_line_manager"]}

    def test_has_nobody_unknown_or_removed_as_line_manager(self, ask, add, operator, change):
        removed_id = add("Chef")
        erase(ask, operator, removed_id)
        person_id = add("Wijkagent")
        for manager_id in (removed_id, uuid4()):
            with pytest.raises(Invalid) as refused:
                change(person_id, line_manager_id=manager_id)
            assert refused.value.fields == {"line_manager_id": ["not_an_id"]}
            with pytest.raises(Invalid):
                add("Jongerenwerker", line_manager_id=manager_id)

    def test_loses_the_line_manager_who_is_removed(self, ask, add, change, operator, record, announced):
        manager_id = add("Chef")
        staff = [add(f"Wijkagent {number}", line_manager_id=manager_id, area_ids=[BLOEMHOF]) for number in (1, 2)]
        erase(ask, operator, manager_id)
        assert [record(person_id)["line_manager_id"] for person_id in staff] == [None, None]
        assert [(event["person_id"], event["line_manager_id"]) for event in announced(contract.PersonChanged)] == [
            (person_id, None) for person_id in staff
        ]
        with pytest.raises(ChangedMeanwhile):
            change(staff[0], version=1, name="Somebody else")

    def test_shows_a_trainer_no_line_manager(self, ask, add):
        add("Wijkagent", line_manager_id=add("Chef"))
        assert by_name(ask, an_actor(COORDINATOR))["Wijkagent"]["line_manager_id"]
        assert by_name(ask, an_actor(TRAINER))["Wijkagent"]["line_manager_id"] is None


class TestAnImport:
    def test_brings_areas_by_name_and_line_managers_by_address_from_the_same_file(self, ask, coordinator, announced):
        assert do_import(ask, coordinator, LIST, AREAS) == {"added": 2, "updated": 0, "unchanged": 0}
        people = by_name(ask, coordinator)
        assert people["Chef"]["area_ids"] == [BLOEMHOF, HILLESLUIS]
        assert people["Wijkagent"]["line_manager_id"] == people["Chef"]["id"]
        assert announced(contract.PersonChanged) == []
        told = {event["person_id"]: event["line_manager_id"] for event in announced(contract.PersonAdded)}
        assert told[people["Wijkagent"]["id"]] == people["Chef"]["id"]

    def test_a_second_time_changes_nothing_and_an_empty_cell_leaves_what_is_known(self, ask, coordinator):
        do_import(ask, coordinator, LIST, AREAS)
        emptied = [row | {"areas": "", "line_manager": ""} for row in LIST]
        for rows in (LIST, emptied):
            assert do_import(ask, coordinator, rows, AREAS) == {"added": 0, "updated": 0, "unchanged": 2}

    def test_says_what_it_would_change_in_words(self, ask, coordinator, announced):
        do_import(ask, coordinator, LIST, AREAS)
        other = {"line": 4, "name": "Teamleider", "email": "teamleider@stad.example"}
        rows = [LIST[0] | {"line_manager": "teamleider@stad.example"}, LIST[1] | {"areas": "Bloemhof"}, other]
        previewed = preview(ask, coordinator, rows, AREAS)
        assert [row["changes"] for row in previewed["rows"]] == [
            {"line_manager": "chef@stad.example"},
            {"areas": "Bloemhof; Hillesluis"},
            {},
        ]
        assert confirm(ask, coordinator, previewed["id"]) == {"added": 1, "updated": 2, "unchanged": 0}
        people = by_name(ask, coordinator)
        assert people["Wijkagent"]["line_manager_id"] == people["Teamleider"]["id"]
        assert people["Wijkagent"]["version"] == 2
        assert people["Teamleider"]["version"] == 1
        assert len(announced(contract.PersonChanged)) == 2

    def test_names_a_line_manager_whom_nobody_knows_and_an_area_that_is_none(self, ask, coordinator):
        rows = [LIST[0], LIST[1] | {"email": "other@stad.example", "areas": "Bloemhof, Atlantis"}]
        previewed = preview(ask, coordinator, rows, AREAS)
        assert [row["errors"] for row in previewed["rows"]] == [
            {"line_manager": "line_manager_unknown"},
            {"areas": "not_a_choice"},
        ]

    def test_goes_when_somebody_whom_it_names_as_line_manager_is_removed(self, ask, add, coordinator, operator):
        manager_id = add("Chef")
        previewed = preview(ask, coordinator, LIST[:1], AREAS)
        erase(ask, operator, manager_id)
        with pytest.raises(NotFound):
            confirm(ask, coordinator, previewed["id"])
