"""People who come in with a code: added once, never told apart from who is known, removed when they do not confirm."""

from uuid import UUID

import pytest

from services.identity import commands, jobs, queries, reactions, rules
from shared.access import APPLICANT, COORDINATOR, Actor
from shared.contracts import identity as contract
from shared.contracts import trainings
from shared.contracts.base import load
from shared.errors import Refusal
from tests.integration.conftest import an_actor

HOLDER = Actor(roles=frozenset({APPLICANT}))
NORA = {"name": "Nora Nieuw", "email": "nora@jeugdzorg.example", "organisation": "Jeugdzorg", "sector": "youth_work"}


def apply(bus, *people, client="192.0.2.7", actor=HOLDER):
    call, function = contract.add_applicants, commands.applicants.add_applicants
    return bus(call, function, actor, people=list(people), client=client)["person_ids"]


def listed(bus, q):
    return bus(contract.people, queries.people.people, an_actor(COORDINATOR), q=q)["items"]


def confirm(database, person_id: UUID):
    body = {"person_id": person_id, "programme_id": person_id, "edition_id": person_id}
    with database.transaction() as tx:
        event = trainings.RegistrationConfirmed
        reactions.registration_confirmed(tx, load(event, event().dump(body)))


def add(bus, **fields):
    return bus(contract.add_person, commands.people.add_person, an_actor(COORDINATOR), **NORA | fields)["id"]


def test_only_the_holder_of_a_grant_applies(bus):
    with pytest.raises(Refusal, match="sign_in_required"):
        apply(bus, NORA, actor=Actor())
    with pytest.raises(Refusal, match="forbidden"):
        apply(bus, NORA, actor=an_actor(COORDINATOR))


def test_who_applied_is_listed_once_they_have_confirmed(bus, database):
    [person_id] = apply(bus, NORA)
    assert listed(bus, "Nora") == []
    confirm(database, person_id)
    [found] = listed(bus, "Nora")
    assert (found["id"], found["organisation"]) == (person_id, "Jeugdzorg")


def test_a_known_address_is_found_and_nothing_about_the_person_changed(bus, database):
    person_id = add(bus)
    assert apply(bus, NORA | {"name": "Somebody else", "sector": "police"}) == [person_id]
    [found] = listed(bus, "Nora")
    assert (found["name"], found["sector"], found["version"]) == ("Nora Nieuw", "youth_work", 1)


def test_who_does_not_confirm_is_removed(bus, database, time):
    [person_id] = apply(bus, NORA)
    time.passes(hours=71)
    jobs.tidy(bus.resources)
    assert not bus(contract.person, queries.people.person, an_actor(COORDINATOR), person_id=person_id)["removed"]
    time.passes(hours=1)
    jobs.tidy(bus.resources)
    assert bus(contract.person, queries.people.person, an_actor(COORDINATOR), person_id=person_id)["removed"]


def test_who_confirmed_stays(bus, database, time):
    [person_id] = apply(bus, NORA)
    confirm(database, person_id)
    time.passes(days=30)
    jobs.tidy(bus.resources)
    assert listed(bus, "Nora")


def test_a_coordinator_who_adds_somebody_that_applied_decides_what_is_known(bus, time):
    [person_id] = apply(bus, NORA)
    assert add(bus, name="Nora Nieuwkomer") == person_id
    time.passes(days=30)
    jobs.tidy(bus.resources)
    assert [person["name"] for person in listed(bus, "Nora")] == ["Nora Nieuwkomer"]


def test_one_address_is_written_to_so_many_times_an_hour(bus, time):
    for _ in range(rules.APPLY_BY_ADDRESS.attempts):
        apply(bus, NORA)
    with pytest.raises(Refusal, match="too_many_attempts"):
        apply(bus, NORA)
    apply(bus, NORA | {"email": "another@jeugdzorg.example"})
    time.passes(hours=1)
    apply(bus, NORA)


def test_one_client_applies_so_many_times_an_hour(bus):
    for number in range(rules.APPLY_BY_CLIENT.attempts):
        apply(bus, NORA | {"email": f"somebody-{number}@jeugdzorg.example"})
    with pytest.raises(Refusal, match="too_many_attempts"):
        apply(bus, NORA | {"email": "one-more@jeugdzorg.example"})
    apply(bus, NORA | {"email": "one-more@jeugdzorg.example"}, client="192.0.2.8")
