from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.identity import commands, queries
from services.identity.errors import ImportHasErrors
from services.identity.tables import PrivilegedAct
from shared.access import COORDINATOR, OPERATOR
from shared.contracts import identity as contract
from shared.database import count_statements
from shared.errors import Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import at_once

FILE = [
    {
        "line": 2,
        "name": "Wijkagent",
        "email": "wijkagent@politie.example",
        "language": "Nederlands",
        "organisation": "Politie",
        "sector": "Politie",
        "level": "Uitvoering",
    },
    {"line": 3, "name": "Beleidsadviseur", "email": "Advies@Veiligheid.example", "level": "policy"},
    {"line": 4, "name": "Jongerenwerker", "email": "jongeren@welzijn.example", "organisation": "POLITIE"},
]


def preview(ask, actor, rows=FILE, areas=()):
    return ask(contract.preview_import, commands.imports.preview_import, actor, rows=rows, areas=list(areas))


def confirm(ask, actor, import_id):
    return ask(contract.confirm_import, commands.imports.confirm_import, actor, import_id=import_id)


def do_import(ask, actor, rows=FILE, areas=()):
    return confirm(ask, actor, preview(ask, actor, rows, areas)["id"])


def outcomes(previewed):
    return [row["outcome"] for row in previewed["rows"]]


class TestAPreview:
    def test_says_what_would_become_of_each_line_and_changes_nothing(self, ask, coordinator, announced):
        previewed = preview(ask, coordinator)
        assert outcomes(previewed) == ["new", "new", "new"]
        assert previewed["counts"] == {"new": 3, "update": 0, "same": 0, "error": 0}
        assert previewed["done"] is None
        assert [row["line"] for row in previewed["rows"]] == [2, 3, 4]
        assert ask(contract.people, queries.people.people, coordinator)["total"] == 0
        assert ask(contract.organisations, queries.people.organisations, coordinator)["organisations"] == []
        assert announced(contract.PersonAdded) == []

    def test_names_what_is_wrong_by_line_and_column(self, ask, coordinator):
        rows = [*FILE, {"line": 5, "email": "wijkagent@politie.example", "sector": "???"}]
        previewed = preview(ask, coordinator, rows)
        assert outcomes(previewed) == ["new", "new", "new", "error"]
        assert previewed["counts"]["error"] == 1
        assert previewed["rows"][3]["errors"] == {
            "name": "required",
            "email": "twice_in_file",
            "sector": "not_a_choice",
        }
        assert previewed["rows"][3]["sector"] == "???"

    def test_tells_updates_from_what_is_the_same(self, ask, coordinator):
        do_import(ask, coordinator)
        rows = [
            FILE[0] | {"name": "Wijkagent Zuid", "organisation": ""},
            FILE[1],
            FILE[2] | {"organisation": "Welzijn"},
        ]
        previewed = preview(ask, coordinator, rows)
        assert outcomes(previewed) == ["update", "same", "update"]
        assert [row["changes"] for row in previewed["rows"]] == [
            {"name": "Wijkagent"},
            {},
            {"organisation": "POLITIE"},
        ]

    def test_can_be_looked_at_again_by_its_owner_for_an_hour(self, ask, coordinator, time):
        previewed = preview(ask, coordinator)
        again = {"import_id": previewed["id"]}
        assert ask(contract.imported, queries.imports.imported, coordinator, **again) == previewed
        with pytest.raises(NotFound):
            ask(contract.imported, queries.imports.imported, an_actor(COORDINATOR, OPERATOR), **again)
        time.passes(hours=1)
        with pytest.raises(NotFound):
            ask(contract.imported, queries.imports.imported, coordinator, **again)

    def test_of_no_lines_is_refused(self, ask, coordinator):
        with pytest.raises(Invalid):
            preview(ask, coordinator, [])


class TestConfirming:
    def test_adds_everybody_and_announces_each(self, ask, coordinator, announced):
        assert do_import(ask, coordinator) == {"added": 3, "updated": 0, "unchanged": 0}
        people = ask(contract.people, queries.people.people, coordinator)["items"]
        assert [(one["name"], one["email"], one["organisation"], one["language"]) for one in people] == [
            ("Beleidsadviseur", "advies@veiligheid.example", None, None),
            ("Jongerenwerker", "jongeren@welzijn.example", "POLITIE", None),
            ("Wijkagent", "wijkagent@politie.example", "POLITIE", "nl"),
        ]
        assert {event["person_id"] for event in announced(contract.PersonAdded)} == {one["id"] for one in people}
        by_id = {event["person_id"]: event for event in announced(contract.PersonAdded)}
        assert by_id[people[2]["id"]]["sector"] == "police"
        assert by_id[people[2]["id"]]["organisation_id"] == people[1]["organisation_id"]

    def test_the_same_file_again_changes_and_announces_nothing(self, ask, coordinator, announced):
        do_import(ask, coordinator)
        previewed = preview(ask, coordinator)
        assert outcomes(previewed) == ["same", "same", "same"]
        assert confirm(ask, coordinator, previewed["id"]) == {"added": 0, "updated": 0, "unchanged": 3}
        assert len(announced(contract.PersonAdded)) == 3
        assert announced(contract.PersonChanged) == []
        people = ask(contract.people, queries.people.people, coordinator)["items"]
        assert [one["version"] for one in people] == [1, 1, 1]

    def test_updates_instead_of_adding_twice_and_leaves_what_a_cell_does_not_say(self, ask, coordinator, announced):
        do_import(ask, coordinator)
        rows = [{"line": 2, "name": "Wijkagent Zuid", "email": "WIJKAGENT@politie.example"}, *FILE[1:]]
        assert do_import(ask, coordinator, rows) == {"added": 0, "updated": 1, "unchanged": 2}
        [one] = ask(contract.people, queries.people.people, coordinator, q="wijkagent")["items"]
        assert (one["name"], one["organisation"], one["sector"]) == ("Wijkagent Zuid", "POLITIE", "police")
        assert one["version"] == 2
        [event] = announced(contract.PersonChanged)
        assert (event["person_id"], event["sector"]) == (one["id"], "police")

    def test_twice_gives_the_same_answer_and_is_done_once(self, ask, coordinator, announced):
        import_id = preview(ask, coordinator)["id"]
        first = confirm(ask, coordinator, import_id)
        assert confirm(ask, coordinator, import_id) == first
        assert len(announced(contract.PersonAdded)) == 3
        assert ask(contract.imported, queries.imports.imported, coordinator, import_id=import_id)["done"] == first

    def test_with_an_error_in_one_line_adds_nobody(self, ask, coordinator):
        import_id = preview(ask, coordinator, [*FILE, {"line": 5, "name": "Zonder adres"}])["id"]
        with pytest.raises(ImportHasErrors) as refused:
            confirm(ask, coordinator, import_id)
        assert refused.value.details == {"errors": 1}
        assert ask(contract.people, queries.people.people, coordinator)["total"] == 0

    def test_somebody_elses_import_is_not_found(self, ask, coordinator, operator):
        import_id = preview(ask, coordinator)["id"]
        with pytest.raises(NotFound):
            confirm(ask, operator, import_id)
        with pytest.raises(NotFound):
            confirm(ask, coordinator, uuid4())

    def test_is_too_late_after_an_hour(self, ask, coordinator, time):
        import_id = preview(ask, coordinator)["id"]
        time.passes(hours=1)
        with pytest.raises(NotFound):
            confirm(ask, coordinator, import_id)

    def test_takes_what_happened_since_the_preview_into_account(self, ask, add, coordinator):
        import_id = preview(ask, coordinator)["id"]
        add("Jongerenwerker", "jongeren@welzijn.example", organisation="Politie")
        add("Advies", "advies@veiligheid.example")
        assert confirm(ask, coordinator, import_id) == {"added": 1, "updated": 1, "unchanged": 1}

    def test_is_noted(self, tx, ask, coordinator):
        do_import(ask, coordinator)
        act = tx.scalars(select(PrivilegedAct)).one()
        assert (act.act, act.actor_id) == ("people_imported", coordinator.id)

    def test_does_not_bring_back_somebody_who_was_removed_since(self, ask, add, coordinator):
        person_id = add("Wijkagent", "wijkagent@politie.example")
        import_id = preview(ask, coordinator)["id"]
        ask(contract.erase_person, commands.people.erase_person, coordinator, person_id=person_id)
        with pytest.raises(NotFound):
            confirm(ask, coordinator, import_id)


def test_five_thousand_people_take_a_few_statements(tx, ask, coordinator, announced):
    rows = [
        {
            "line": number + 2,
            "name": f"Ambtenaar {number}",
            "email": f"ambtenaar{number}@stad.example",
            "organisation": f"Dienst {number % 40}",
            "sector": "Onderwijs",
        }
        for number in range(contract.IMPORT_ROWS)
    ]
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    import_id = preview(ask, coordinator, rows)["id"]
    done = confirm(ask, coordinator, import_id)
    stop()
    assert done == {"added": 5_000, "updated": 0, "unchanged": 0}
    assert len(announced(contract.PersonAdded)) == 5_000
    assert len(statements) < 60
    renamed = [row | {"name": f"{row['name']} (nieuw)"} for row in rows]
    assert do_import(ask, coordinator, renamed) == {"added": 0, "updated": 5_000, "unchanged": 0}


def test_two_confirmations_at_once_add_everybody_once(bus, database):
    coordinator = an_actor(COORDINATOR)
    imports = [preview(bus, coordinator)["id"], preview(bus, coordinator, FILE[::-1])["id"]] * 2
    assert at_once(*(partial(confirm, bus, coordinator, import_id) for import_id in imports)) == ["done"] * 4
    answers = [confirm(bus, coordinator, import_id) for import_id in imports]
    assert sorted(answer["added"] for answer in answers) == [0, 0, 3, 3]
    assert sorted(answer["unchanged"] for answer in answers) == [0, 0, 3, 3]
    with database.transaction() as tx:
        assert len(tx.execute(queries.people.records()).all()) == 3
