from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from services.networks import commands, reactions
from shared.access import Actor
from shared.contracts import networks as contract
from tests.integration.conftest import an_actor

PROGRAMME_ID = uuid4()


def completion(person: Actor, group_id: UUID | None = None, programme_id: UUID = PROGRAMME_ID) -> dict[str, UUID]:
    return {"person_id": person.id, "group_id": group_id or uuid4(), "programme_id": programme_id}


@pytest.fixture
def stranger() -> Actor:
    """Somebody with an account who was not invited."""
    return an_actor()


@pytest.fixture
def invited(tx) -> Actor:
    person = an_actor()
    reactions.course_completed(tx, completion(person))
    return person


@pytest.fixture
def join(tx, ask) -> Callable[..., Actor]:
    """Somebody who completes the course and joins."""

    def join(**profile) -> Actor:
        person = an_actor()
        reactions.course_completed(tx, completion(person))
        ask(contract.join, commands.join, person, **{"expertise": ["youth"], "agreed": True} | profile)
        return person

    return join


@pytest.fixture
def member(join) -> Actor:
    return join()
