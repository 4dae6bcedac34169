from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from shared.access import TRAINER
from tests.city import City
from tests.gateway.conftest import SignIn
from tests.gateway.courses import completed_course
from tests.gateway.visiting import Visitor

PROFILE: dict[str, Any] = {"expertise": ["mediation"], "area_ids": [], "languages": ["nl"]}
TOGETHER = 10
# Of the courses, over all folders that take their members from here: no two people have one name.
NUMBERS = count(1)


@pytest.fixture(scope="session")
def invite(city: City, sign_in: SignIn, coordinator: Visitor, trainer: Visitor) -> Callable[[], Visitor]:
    """Gives somebody who has just been invited, each time somebody else."""

    def people() -> Iterator[Visitor]:
        for number in NUMBERS:
            course = [sign_in(TRAINER, name=f"Colleague{letter} Number{number}") for letter in "ABCDEFGHIJ"[:TOGETHER]]
            completed_course(city, coordinator.id, trainer.id, [person.id for person in course])
            yield from course

    waiting = people()
    return lambda: next(waiting)


@pytest.fixture
def invited(invite: Callable[[], Visitor]) -> Visitor:
    return invite()


@pytest.fixture(scope="session")
def join(invite: Callable[[], Visitor]) -> Callable[..., Visitor]:
    """Somebody new in the network; what is not said of their profile is as in PROFILE."""

    def joined(**profile: Any) -> Visitor:
        person = invite()
        person.api("PUT", "/network/membership", agreed=True, **{**PROFILE, **profile})
        return person

    return joined


@pytest.fixture(scope="session")
def member(join: Callable[..., Visitor]) -> Visitor:
    return join()


@pytest.fixture(scope="session")
def another_member(join: Callable[..., Visitor]) -> Visitor:
    return join()


@pytest.fixture(scope="session")
def stranger(sign_in: SignIn) -> Visitor:
    """Somebody with an account who has not completed the course."""
    return sign_in(TRAINER, name="Saskia Stranger")
