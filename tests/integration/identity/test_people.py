from uuid import uuid4

import pytest
from sqlalchemy import text

from services.identity import commands, queries
from services.identity.errors import PersonNotYours, TokenNotValid
from services.identity.queries import search
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.contracts import identity as contract
from shared.database import count_statements
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, TERMINAL


def change(ask, actor, record, **fields):
    whole = {column: record[column] for column in ("name", "email", "language", "organisation", "sector", "level")}
    return ask(
        contract.change_person,
        commands.people.change_person,
        actor,
        **whole | {"person_id": record["id"], "version": record["version"]} | fields,
    )


class TestAddingAPerson:
    def test_announces_ids_and_codes_and_no_name(self, add, announced, record):
        person_id = add("Wijkagent", organisation="Politie", sector="police", level="street")
        [event] = announced(contract.PersonAdded)
        assert event == {
            "person_id": person_id,
            "organisation_id": record(person_id)["organisation_id"],
            "sector": "police",
            "level": "street",
            "area_ids": [],
            "line_manager_id": None,
        }

    def test_takes_an_address_once_in_whatever_case(self, add, announced):
        add("Wijkagent", "wijkagent@politie.example")
        with pytest.raises(Invalid) as refused:
            add("Iemand anders", "Wijkagent@POLITIE.example")
        assert refused.value.fields == {"email": ["email_taken"]}
        assert len(announced(contract.PersonAdded)) == 1

    def test_makes_an_organisation_when_it_is_first_named(self, ask, add, coordinator, record):
        first = add("Wijkagent", organisation="Politie Zuid")
        second = add("Jeugdagent", organisation="  politie   zuid ")
        assert record(first)["organisation_id"] == record(second)["organisation_id"]
        assert record(second)["organisation"] == "Politie Zuid"
        [one] = ask(contract.organisations, queries.people.organisations, coordinator)["organisations"]
        assert (one["name"], one["people"]) == ("Politie Zuid", 2)

    def test_gives_no_account_and_no_role(self, add, record):
        person = record(add())
        assert (person["has_account"], person["roles"]) == (False, [])


class TestChangingAPerson:
    def test_is_announced_and_counts_up_the_version(self, ask, add, coordinator, record, announced):
        before = record(add("Wijkagent", sector="police"))
        after = change(ask, coordinator, before, name="Jongerenwerker", sector="youth_work")
        assert (after["name"], after["sector"], after["version"]) == ("Jongerenwerker", "youth_work", 2)
        [event] = announced(contract.PersonChanged)
        assert event["sector"] == "youth_work"

    def test_into_what_it_was_already_is_no_change(self, ask, add, coordinator, record, announced):
        before = record(add("Wijkagent", organisation="Politie"))
        assert change(ask, coordinator, before, organisation="POLITIE") == before
        assert announced(contract.PersonChanged) == []

    def test_over_somebody_elses_change_shows_their_version(self, ask, add, coordinator, record, announced):
        seen = record(add("Wijkagent"))
        change(ask, coordinator, seen, name="Wijkagent Zuid")
        with pytest.raises(ChangedMeanwhile) as refused:
            change(ask, an_actor(COORDINATOR), seen, name="Wijkagent Noord")
        assert refused.value.details["current"]["name"] == "Wijkagent Zuid"
        assert refused.value.details["current"]["id"] == str(seen["id"])
        assert record(seen["id"])["name"] == "Wijkagent Zuid"

    def test_to_an_address_of_somebody_else_is_refused(self, ask, add, coordinator, record):
        add("Jeugdagent", "jeugdagent@stad.example")
        with pytest.raises(Invalid) as refused:
            change(ask, coordinator, record(add("Wijkagent")), email="Jeugdagent@stad.example")
        assert refused.value.fields == {"email": ["email_taken"]}

    def test_keeps_links_that_went_to_the_old_address_from_letting_anybody_in(self, ask, add, coordinator, record):
        person = record(add("Wijkagent"))
        token = ask(
            contract.issue_token,
            commands.accounts.issue_token,
            TERMINAL,
            person_id=person["id"],
            purpose="invitation",
        )["token"]
        change(ask, coordinator, person, email="nieuw@stad.example")
        with pytest.raises(TokenNotValid):
            ask(contract.token_holder, queries.accounts.token_holder, NOBODY, token=token)

    @pytest.mark.parametrize("role", [COORDINATOR, OPERATOR])
    def test_does_not_let_a_coordinator_redirect_the_mail_of_a_coordinator_or_operator(
        self, ask, register, coordinator, operator, record, role
    ):
        person = record(register("Iemand", role))
        with pytest.raises(PersonNotYours):
            change(ask, coordinator, person, email="coordinator@elders.example")
        assert change(ask, coordinator, person, name="Iemand Anders")["email"] == person["email"]
        changed = change(ask, operator, record(person["id"]), email="iemand@elders.example")
        assert changed["email"] == "iemand@elders.example"

    def test_lets_coordinators_change_their_own_address(self, ask, register, record):
        person = record(register("Coordinator", COORDINATOR))
        me = an_actor(COORDINATOR, person_id=person["id"])
        assert change(ask, me, person, email="ik@elders.example")["email"] == "ik@elders.example"

    def test_that_does_not_exist_is_refused(self, ask, add, coordinator, record):
        person = record(add()) | {"id": uuid4()}
        with pytest.raises(NotFound):
            change(ask, coordinator, person, name="Wie?")


class TestTheListOfPeople:
    def list_(self, ask, actor, **wanted):
        return ask(contract.people, queries.people.people, actor, **wanted)

    def names(self, ask, actor, **wanted):
        return [person["name"] for person in self.list_(ask, actor, **wanted)["items"]]

    @pytest.fixture(autouse=True)
    def some_people(self, add):
        add("Wijkagent", "w@politie.example", organisation="Politie", sector="police", level="street")
        add(
            "beleidsadviseur",
            "b@veiligheid.example",
            organisation="Directie Veiligheid",
            sector="safety",
            level="policy",
        )
        add(
            "Jongerenwerker 100%",
            "j_w@welzijn.example",
            organisation="Welzijn Zuid",
            sector="youth_work",
            level="street",
        )

    def test_is_ordered_by_name(self, ask, coordinator):
        assert self.names(ask, coordinator) == ["beleidsadviseur", "Jongerenwerker 100%", "Wijkagent"]

    def test_comes_in_pages_with_the_count_of_all(self, ask, coordinator):
        page = self.list_(ask, coordinator, page=2, per_page=2)
        assert [person["name"] for person in page["items"]] == ["Wijkagent"]
        assert (page["total"], page["page"], page["pages"]) == (3, 2, 2)
        assert self.list_(ask, coordinator, page=3, per_page=2)["items"] == []

    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("AGENT", ["Wijkagent"]),
            ("welzijn.example", ["Jongerenwerker 100%"]),
            ("directie", ["beleidsadviseur"]),
            ("100%", ["Jongerenwerker 100%"]),
            ("%", ["Jongerenwerker 100%"]),
            ("j_w", ["Jongerenwerker 100%"]),
            ("j.w", []),
            ("/", []),
            ("\\", []),
        ],
    )
    def test_is_searched_by_name_address_and_organisation_as_typed(self, ask, coordinator, q, found):
        assert self.names(ask, coordinator, q=q) == found

    def test_is_filtered(self, ask, coordinator, operator, register):
        register("Trainer", TRAINER)
        assert self.names(ask, coordinator, sector="police") == ["Wijkagent"]
        assert self.names(ask, coordinator, level="street") == ["Jongerenwerker 100%", "Wijkagent"]
        assert self.names(ask, coordinator, role="trainer") == ["Trainer"]
        assert self.names(ask, coordinator, role="expert") == []
        organisations = ask(contract.organisations, queries.people.organisations, coordinator)["organisations"]
        ids = {organisation["name"]: organisation["id"] for organisation in organisations}
        assert self.names(ask, coordinator, organisation_id=ids["Politie"], level="street") == ["Wijkagent"]
        assert self.names(ask, coordinator, organisation_id=ids["Politie"], level="policy") == []

    def test_shows_a_trainer_no_addresses_and_does_not_search_in_them(self, ask, coordinator):
        trainer = an_actor(TRAINER)
        assert [person["email"] for person in self.list_(ask, trainer)["items"]] == [None, None, None]
        assert self.names(ask, trainer, q="welzijn.example") == []
        assert self.names(ask, trainer, q="welzijn") == ["Jongerenwerker 100%"]
        assert None not in [person["email"] for person in self.list_(ask, an_actor(TRAINER, COORDINATOR))["items"]]

    def test_takes_two_statements_however_long_it_is(self, tx, ask, add, coordinator):
        for number in range(20):
            add(f"Ambtenaar {number}", organisation=f"Dienst {number}")
        statements: list[str] = []
        stop = count_statements(tx.get_bind().engine, statements)
        queries.people.people(tx, coordinator, contract.PeopleFilter().load({"per_page": 100}))
        stop()
        assert len(statements) == 2


class TestNames:
    def test_leave_out_the_unknown_and_keep_the_removed_without_a_name(self, ask, add, operator):
        here, gone = add("Wijkagent", organisation="Politie", sector="police"), add("Vertrokken")
        ask(contract.erase_person, commands.people.erase_person, operator, person_id=gone)
        found = ask(contract.names, queries.people.names, an_actor(EXPERT), person_ids=[here, gone, uuid4()])["people"]
        assert {person["id"]: person["name"] for person in found} == {here: "Wijkagent", gone: None}
        assert {person["organisation"] for person in found} == {"Politie", None}

    def test_of_nobody_are_none(self, ask, coordinator):
        assert ask(contract.names, queries.people.names, coordinator, person_ids=[]) == {"people": []}


def test_contacts_are_the_people_who_can_get_mail_in_their_language(ask, add, register, operator):
    dutch, english, gone = add("Wijkagent"), register("Trainer", TRAINER, language="en"), add("Vertrokken")
    ask(contract.erase_person, commands.people.erase_person, operator, person_id=gone)
    found = ask(contract.contacts, queries.people.contacts, TERMINAL, person_ids=[dutch, english, gone, uuid4()])
    assert {
        person["id"]: (person["email"], person["language"], person["has_account"]) for person in found["people"]
    } == {
        dutch: ("wijkagent@stad.example", "nl", False),
        english: ("trainer@stad.example", "en", True),
    }


def test_an_unknown_person_is_not_found(ask, coordinator):
    with pytest.raises(NotFound):
        ask(contract.person, queries.people.person, coordinator, person_id=uuid4())


class TestAListThatIsVeryLong:
    """Counted is as far as COUNTED; all pages come."""

    @pytest.fixture
    def few_counted(self, monkeypatch):
        monkeypatch.setattr(search, "COUNTED", 3)

    @pytest.fixture
    def five(self, add, few_counted):
        return [add(f"Agent {number}", organisation="Politie") for number in range(5)]

    @pytest.mark.parametrize("q", [None, "agent", "politie", "ag"])
    def test_says_that_there_are_more(self, ask, coordinator, five, q):
        found = ask(contract.people, queries.people.people, coordinator, q=q)
        assert (len(found["items"]), found["total"]) == (5, 4)

    def test_is_counted_when_the_search_finds_few(self, ask, coordinator, five):
        found = ask(contract.people, queries.people.people, coordinator, q="agent 3")
        assert ([person["name"] for person in found["items"]], found["total"]) == (["Agent 3"], 1)


def test_a_search_among_many_uses_the_index(tx):
    tx.execute(
        text(
            "INSERT INTO people (id, name, email, added_at, version)"
            " SELECT gen_random_uuid(), 'Agent ' || n, n || '@city.example', now(), 1"
            " FROM generate_series(1, 2000) AS n"
        )
    )
    tx.execute(text("SET LOCAL ROLE NONE"))  # only who owns a table may do the next
    tx.execute(text("ANALYZE people"))
    condition = f"removed_at IS NULL AND {search.TRIGRAMS} @> trigrams('agent 1234')"
    plan = tx.scalars(text(f"EXPLAIN SELECT id FROM people WHERE {condition}"))
    assert "ix_people_trigrams" in " ".join(plan)
