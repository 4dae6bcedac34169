from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from services.identity import commands, queries
from services.identity.errors import LastOperator, NotYourself, PersonNotYours
from services.identity.tables import Account, Base, OpenSession, PrivilegedAct, Role, Token
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.contracts import identity as contract
from shared.errors import NotFound, Refusal
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, TERMINAL
from tests.integration.identity.test_sessions import resume, sign_in


def erase(ask, actor, person_id):
    ask(contract.erase_person, commands.people.erase_person, actor, person_id=person_id)


class TestErasing:
    def test_leaves_the_bare_id(self, tx, ask, register, operator, record, announced):
        person_id = register("Trainer", TRAINER, organisation="Politie", sector="police", level="street", language="en")
        sign_in(ask)
        ask(
            contract.issue_token,
            commands.accounts.issue_token,
            TERMINAL,
            person_id=person_id,
            purpose="password_reset",
        )
        erase(ask, operator, person_id)
        assert record(person_id) == {
            "id": person_id,
            "name": None,
            "email": None,
            "language": None,
            "organisation": None,
            "organisation_id": None,
            "sector": None,
            "level": None,
            "area_ids": [],
            "line_manager_id": None,
            "version": 2,
            "removed": True,
            "merged_into_id": None,
            "roles": [],
            "has_account": False,
        }
        for table in (Account, OpenSession, Token, Role):
            assert tx.scalar(select(func.count()).select_from(table)) == 0
        assert announced(contract.PersonErased) == [{"person_id": person_id}]

    def test_ends_the_sessions_at_once(self, ask, register, operator):
        person_id = register("Trainer", TRAINER)
        signed_in = sign_in(ask)
        erase(ask, operator, person_id)
        with pytest.raises(Refusal) as refused:
            resume(ask, signed_in)
        assert refused.value.code == "sign_in_required"

    def test_takes_the_person_from_lists_and_counts_and_frees_the_address(self, ask, add, operator, coordinator):
        person_id = add("Wijkagent", organisation="Politie")
        erase(ask, operator, person_id)
        assert ask(contract.people, queries.people.people, coordinator)["total"] == 0
        [organisation] = ask(contract.organisations, queries.people.organisations, coordinator)["organisations"]
        assert organisation["people"] == 0
        assert add("Wijkagent") != person_id

    def test_twice_is_erasing_once(self, ask, add, operator, announced):
        person_id = add()
        erase(ask, operator, person_id)
        erase(ask, operator, person_id)
        assert len(announced(contract.PersonErased)) == 1

    def test_is_noted_with_who_did_it(self, tx, ask, add, coordinator):
        person_id = add()
        erase(ask, coordinator, person_id)
        act = tx.scalars(select(PrivilegedAct)).one()
        assert (act.act, act.subject_id, act.actor_id) == ("person_erased", person_id, coordinator.id)

    def test_oneself_is_refused(self, ask, register):
        person_id = register("Operator", OPERATOR)
        register("Tweede operator", OPERATOR)
        with pytest.raises(NotYourself):
            erase(ask, an_actor(OPERATOR, person_id=person_id), person_id)

    def test_the_last_operator_is_refused(self, ask, register, operator, record):
        first, second = register("Operator", OPERATOR), register("Tweede operator", OPERATOR)
        erase(ask, operator, first)
        with pytest.raises(LastOperator):
            erase(ask, operator, second)
        assert record(second)["name"] == "Tweede operator"

    @pytest.mark.parametrize("role", [COORDINATOR, OPERATOR])
    def test_a_coordinator_or_operator_is_for_operators(self, ask, register, coordinator, operator, role):
        register("Operator", OPERATOR)
        person_id = register("Iemand", role)
        with pytest.raises(PersonNotYours):
            erase(ask, coordinator, person_id)
        erase(ask, operator, person_id)

    @pytest.mark.parametrize("role", [TRAINER, EXPERT])
    def test_a_trainer_or_expert_is_for_coordinators_too(self, ask, register, coordinator, record, role):
        person_id = register("Iemand", role)
        erase(ask, coordinator, person_id)
        assert record(person_id)["removed"]

    def test_somebody_unknown_is_refused(self, ask, operator):
        with pytest.raises(NotFound):
            erase(ask, operator, uuid4())

    def test_a_removed_person_can_not_be_changed(self, ask, add, operator):
        person_id = add()
        erase(ask, operator, person_id)
        with pytest.raises(NotFound):
            ask(
                contract.change_person,
                commands.people.change_person,
                operator,
                person_id=person_id,
                version=2,
                name="Terug",
                email="terug@stad.example",
            )


def test_nothing_of_a_removed_person_is_left_in_any_table(bus, database):
    """Not in a pending import either, nor in an answer that is kept for a repeated command."""
    coordinator = an_actor(COORDINATOR)
    name, email = "Zeldzame Naam", "zeldzaam@adres.example"
    person = {"name": name, "email": email, "organisation": "Politie"}
    person_id = bus(contract.add_person, commands.people.add_person, coordinator, key="a", **person)["id"]
    bus(
        contract.change_person,
        commands.people.change_person,
        coordinator,
        key="b",
        person_id=person_id,
        version=1,
        **person | {"sector": "police"},
    )
    bus(
        contract.preview_import,
        commands.imports.preview_import,
        coordinator,
        rows=[{"line": 2, "name": name, "email": email.upper()}],
    )
    bus(contract.invite_account, commands.accounts.invite_account, coordinator, person_id=person_id)
    token = bus(
        contract.issue_token, commands.accounts.issue_token, TERMINAL, person_id=person_id, purpose="invitation"
    )["token"]
    bus(contract.set_password, commands.accounts.set_password, NOBODY, token=token, password="a long walk at dawn")
    assert len(places_of(database, "zeldza")) == 3  # people, commands, imports
    erase(bus, coordinator, person_id)
    assert places_of(database, "zeldza") == []


def places_of(database, told):
    with database.transaction() as tx:
        tables = tx.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")).all()
        assert set(Base.metadata.tables) < set(tables)
        rows = {table: tx.scalars(text(f"SELECT CAST(t.* AS text) FROM {table} AS t")).all() for table in tables}
    return [table for table, held in rows.items() if any(told in row.lower() for row in held)]


class TestErasingAgain:
    """After a restore, those who were erased since the backup."""

    def test_takes_away_everything_about_them_once_more(self, tx, register, add, record, announced):
        erased, other = register("Trainer", TRAINER), add("Somebody else")
        assert commands.people.erase_again(tx, [erased, uuid4()]) == 1
        assert record(erased)["removed"]
        assert not record(other)["removed"]
        assert announced(contract.PersonErased) == [{"person_id": erased}]

    def test_is_done_once(self, tx, add, announced):
        erased = add("Somebody")
        commands.people.erase_again(tx, [erased])
        assert commands.people.erase_again(tx, [erased]) == 0
        assert len(announced(contract.PersonErased)) == 1

    def test_asks_nobody_not_even_when_it_is_the_last_operator(self, tx, register, record):
        erased = register("Operator", OPERATOR)
        assert commands.people.erase_again(tx, [erased]) == 1
        assert record(erased)["removed"]

    def test_those_who_were_removed_are_known_with_their_time(self, tx, add):
        first, second = add("First"), add("Second")
        commands.people.erase_again(tx, [first])
        [(found, removed_at)] = queries.people.removed_since(tx, None)
        assert found == first
        commands.people.erase_again(tx, [second])
        assert [id_ for id_, _ in queries.people.removed_since(tx, removed_at)] == [first, second]


def test_everybody_can_be_signed_out_at_once(tx, ask, register):
    register("Trainer", TRAINER)
    signed_in = sign_in(ask)
    assert resume(ask, signed_in)
    assert commands.sessions.end_everybodys(tx) == 1
    with pytest.raises(Refusal):
        resume(ask, signed_in)
