"""Two records that are one person, on a real database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.identity import commands, queries
from services.identity.errors import (
    AddressTakenSince,
    MergedSince,
    NotYourself,
    PersonNotYours,
    SamePerson,
    TooLateToUndo,
)
from services.identity.tables import Account, Distinct, Merge, PrivilegedAct
from shared import clock
from shared.access import COORDINATOR, OPERATOR, TRAINER
from shared.contracts import identity as contract
from shared.errors import ChangedMeanwhile, NotFound
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import TERMINAL
from tests.integration.identity.test_sessions import sign_in


@pytest.fixture
def merge(ask, record, coordinator):
    def merging(kept, dropped, *from_dropped, actor=None, **versions):
        known = {"kept_version": record(kept)["version"], "dropped_version": record(dropped)["version"]}
        given = {"kept_id": kept, "dropped_id": dropped, "from_dropped": list(from_dropped), **known, **versions}
        return ask(contract.merge_people, commands.merges.merge_people, actor or coordinator, **given)["id"]

    return merging


@pytest.fixture
def undo(ask, coordinator):
    def undoing(merge_id, actor=None):
        ask(contract.undo_merge, commands.merges.undo_merge, actor or coordinator, merge_id=merge_id)

    return undoing


def duplicates(ask, actor, **wanted):
    found = ask(contract.duplicates, queries.duplicates.duplicates, actor, **wanted)["items"]
    return [({each["one"]["id"], each["other"]["id"]}, each["reasons"]) for each in found]


class TestFinding:
    def test_who_may_be_one_person_and_why(self, ask, add, coordinator):
        plain, tagged = add("Amira Idrissi", "amira@werk.example"), add("A. Idrissi", "amira+zuid@werk.example")
        one, other = add("José de Boer", "jose@a.example"), add("Jose  De Boer", "boer@b.example")
        typed, mistyped = (add(name, organisation="Politie") for name in ("Marieke Jansen", "Marieke Janssen"))
        add("Marieke Jansens", organisation="Buurtwerk")
        assert sorted(duplicates(ask, coordinator), key=lambda pair: pair[1]) == [
            ({plain, tagged}, ["same_address"]),
            ({one, other}, ["same_name"]),
            ({typed, mistyped}, ["similar_name"]),
        ]

    def test_a_pair_is_found_by_part_of_a_name_or_an_address(self, ask, add, coordinator):
        one, other = add("José de Boer", "jose@a.example"), add("Jose  De Boer", "boer@b.example")
        add("Jan Bos", "jan@a.example"), add("Jan Bos", "jan@b.example")
        assert [pair for pair, _why in duplicates(ask, coordinator, q="Boer, jose")] == [{one, other}]
        assert [pair for pair, _why in duplicates(ask, coordinator, q="boer@b")] == [{one, other}]
        assert duplicates(ask, coordinator, q="Pieters") == []

    def test_who_are_two_people_is_remembered(self, ask, add, coordinator, tx):
        one, other = add("Jan Bos", "jan@a.example"), add("Jan Bos", "jan@b.example")
        for pair in ((one, other), (other, one)):
            said = {"person_id": pair[0], "other_id": pair[1]}
            ask(contract.keep_apart, commands.merges.keep_apart, coordinator, **said)
        assert duplicates(ask, coordinator) == []
        assert ask(contract.pair, queries.duplicates.pair, coordinator, person_id=one, other_id=other)["distinct"]
        assert len(tx.scalars(select(Distinct)).all()) == 1


class TestMerging:
    def test_takes_each_field_from_the_record_that_was_chosen(self, merge, add, record, announced):
        kept = add("Jan Bos", "jan@a.example", sector="police")
        dropped = add("Jan Bosch", "bosch@a.example", organisation="Politie", level="street")
        merge(kept, dropped, "name", "organisation", "level")
        now = record(kept)
        assert (now["name"], now["email"], now["organisation"]) == ("Jan Bosch", "jan@a.example", "Politie")
        assert (now["sector"], now["level"]) == ("police", "street")
        gone = record(dropped)
        assert (gone["removed"], gone["name"], gone["merged_into_id"]) == (True, None, kept)
        assert announced(contract.PersonMerged) == [{"kept_id": kept, "dropped_id": dropped}]

    def test_lets_mail_and_names_reach_the_one_person_by_either_id(self, merge, add, ask, coordinator, tx):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example")
        merge(kept, dropped)
        ids = {"person_ids": [dropped]}
        assert [one["name"] for one in ask(contract.names, queries.people.names, coordinator, **ids)["people"]] == [
            "Jan Bos"
        ]
        [contact] = ask(contract.contacts, queries.people.contacts, TERMINAL, **ids)["people"]
        assert (contact["id"], contact["email"]) == (dropped, "jan@a.example")
        assert queries.people.removed_since(tx, None) == []

    def test_unites_roles_and_keeps_the_account(self, merge, add, register, record, ask, operator):
        kept, dropped = add("Tom Trainer", "tom@a.example"), register("Tom Dubbel", TRAINER)
        sign_in(ask, email="tom.dubbel@stad.example")
        merge(kept, dropped, "email", actor=operator)
        assert (record(kept)["roles"], record(kept)["has_account"]) == ([TRAINER], True)
        assert sign_in(ask, email="tom.dubbel@stad.example")["person_id"] == kept

    def test_is_a_privileged_act(self, merge, add, tx, coordinator):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example")
        merge(kept, dropped)
        act = tx.scalars(select(PrivilegedAct).where(PrivilegedAct.act == "people_merged")).one()
        assert (act.actor_id, act.subject_id, act.detail) == (coordinator.id, kept, str(dropped))

    def test_of_who_runs_things_is_for_operators(self, merge, add, register, operator):
        kept, dropped = add("Jan Bos", "jan@a.example"), register("Carla", COORDINATOR)
        for pair in ((kept, dropped), (dropped, kept)):
            with pytest.raises(PersonNotYours):
                merge(*pair)
        merge(dropped, kept, actor=operator)

    def test_is_refused_unseen_with_oneself_and_with_nobody(self, merge, add, register, tx):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example")
        with pytest.raises(ChangedMeanwhile):
            merge(kept, dropped, dropped_version=7)
        with pytest.raises(SamePerson):
            merge(kept, kept)
        me = register("Otto", OPERATOR)
        with pytest.raises(NotYourself):
            merge(kept, me, actor=an_actor(OPERATOR, person_id=me))
        merge(kept, dropped)
        with pytest.raises(NotFound):
            merge(kept, dropped)


class TestUndoing:
    def test_gives_back_both_as_they_were(self, merge, undo, add, register, record, ask, operator, announced):
        kept, dropped = (
            add("Tom Bos", "tom@a.example", sector="police"),
            register("Tom Dubbel", TRAINER, level="street"),
        )
        before = {person: record(person) for person in (kept, dropped)}
        merge_id = merge(kept, dropped, "name", "email", "level", actor=operator)
        for _ in range(2):
            undo(merge_id, operator)
        for person in (kept, dropped):
            assert record(person) | {"version": 0} == before[person] | {"version": 0}
        assert sign_in(ask, email="tom.dubbel@stad.example")["person_id"] == dropped
        assert announced(contract.PersonMergeUndone) == [{"kept_id": kept, "dropped_id": dropped}]

    def test_leaves_what_was_changed_since_with_who_was_kept(self, merge, undo, add, record, ask, coordinator, tx):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example", level="street")
        merge_id = merge(kept, dropped, "name", "level")
        tx.expire_all()
        now = record(kept)
        changed = {name: now[name] for name in ("email", "language", "organisation", "sector", "version")}
        changed |= {"name": "Jan Bos-Vos", "level": now["level"]}
        ask(contract.change_person, commands.people.change_person, coordinator, person_id=kept, **changed)
        undo(merge_id)
        assert (record(kept)["name"], record(kept)["level"]) == ("Jan Bos-Vos", None)
        assert (record(dropped)["name"], record(dropped)["level"]) == ("Jan Bosch", "street")

    def test_gives_back_areas_line_manager_and_staff(self, merge, undo, add, record):
        area_id = uuid4()
        boss = add("Bo Baas", "bo@werk.example")
        kept, dropped = add("Ali Kaya", "ali@a.example"), add("Ali  Kaya", "ali@b.example", area_ids=[area_id])
        staff = add("Sam Smit", "sam@werk.example", line_manager_id=dropped)
        under_boss = add("Ali KAYA", "ali@c.example", line_manager_id=boss)
        merged = merge(kept, dropped, "area_ids")
        assert (record(kept)["area_ids"], record(staff)["line_manager_id"]) == ([area_id], kept)
        again = merge(kept, under_boss, "line_manager_id")
        assert record(kept)["line_manager_id"] == boss
        undo(again)
        undo(merged)
        assert (record(kept)["area_ids"], record(kept)["line_manager_id"]) == ([], None)
        assert (record(dropped)["area_ids"], record(staff)["line_manager_id"]) == ([area_id], dropped)
        assert record(under_boss)["line_manager_id"] == boss

    def test_makes_nobody_their_own_line_manager(self, merge, undo, add, record):
        kept = add("Ali Kaya", "ali@a.example")
        dropped = add("Ali  Kaya", "ali@b.example", line_manager_id=kept)
        merged = merge(kept, dropped, "line_manager_id")
        assert record(kept)["line_manager_id"] is None
        undo(merged)
        assert record(dropped)["line_manager_id"] == kept

    def test_waits_for_an_address_that_somebody_has_by_now(self, merge, undo, add):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example")
        merge_id = merge(kept, dropped)
        add("Somebody else", "bosch@a.example")
        with pytest.raises(AddressTakenSince):
            undo(merge_id)

    def test_goes_from_the_last_merge_to_the_first(self, merge, undo, add, record, tx):
        first, second, third = (add("Jan Bos", f"jan@{letter}.example") for letter in "abc")
        earlier = merge(second, first)
        later = merge(third, second)
        tx.expire_all()
        assert record(first)["merged_into_id"] == third
        with pytest.raises(MergedSince):
            undo(earlier)
        undo(later)
        tx.expire_all()
        assert record(first)["merged_into_id"] == second
        undo(earlier)
        assert not any(record(person)["removed"] for person in (first, second, third))

    def test_is_over_after_thirty_days(self, merge, undo, add, tx, monkeypatch):
        kept, dropped = add("Jan Bos", "jan@a.example"), add("Jan Bosch", "bosch@a.example")
        merge_id = merge(kept, dropped)
        later = clock.now() + timedelta(days=31)
        commands.merges.forget_what_is_too_old(tx, later)
        tx.expire_all()
        assert tx.get(Merge, merge_id).before is None
        monkeypatch.setattr(clock, "now", lambda: later)
        with pytest.raises(TooLateToUndo):
            undo(merge_id)


def test_erasing_who_was_merged_erases_both_and_what_was_kept_for_going_back(
    merge, add, ask, operator, coordinator, record, announced, tx
):
    kept, dropped, stranger = (add("Jan Bos", f"jan@{letter}.example") for letter in "abc")
    said = {"person_id": kept, "other_id": stranger}
    ask(contract.keep_apart, commands.merges.keep_apart, coordinator, **said)
    merge(kept, dropped)
    with pytest.raises(NotFound):
        ask(contract.erase_person, commands.people.erase_person, operator, person_id=dropped)
    ask(contract.erase_person, commands.people.erase_person, operator, person_id=kept)
    tx.expire_all()
    assert announced(contract.PersonErased) == [{"person_id": kept}, {"person_id": dropped}]
    assert tx.scalars(select(Merge)).all() == tx.scalars(select(Distinct)).all() == tx.scalars(select(Account)).all()
    assert record(dropped)["merged_into_id"] is None
    assert {person_id for person_id, _at in queries.people.removed_since(tx, None)} == {kept, dropped}


class TestManyAtOnce:
    def test_get_the_same_organisation_sector_or_level(self, ask, add, record, coordinator, announced):
        people = [add(f"Agent {number}") for number in range(3)]
        given = {"person_ids": people, "field": "organisation", "value": " Politie  Zuid "}
        for changed in (3, 0):
            answer = ask(contract.change_people, commands.bulk.change_people, coordinator, **given)
            assert answer == {"changed": changed}
        assert {record(person)["organisation"] for person in people} == {"Politie Zuid"}
        assert len(announced(contract.PersonChanged)) == 3

    def test_get_a_role_and_who_can_not_sign_in_is_invited(self, ask, add, register, coordinator, announced):
        new, known = add("Nieuw"), register("Trainer", TRAINER)
        given = {"person_ids": [new, known], "role": TRAINER}
        answer = ask(contract.give_role_to_people, commands.bulk.give_role_to_people, coordinator, **given)
        assert answer == {"changed": 1}
        assert announced(contract.AccountInvited) == [{"person_id": new}]
