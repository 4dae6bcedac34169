"""`python -m deploy person add`: how a city gets its first accounts."""

from collections.abc import Iterator
from subprocess import CompletedProcess

import pytest

from shared.access import OPERATOR, Actor
from shared.contracts import identity
from tests.city import City, environment_of, running_city
from tests.deploy import terminal

READER = Actor(roles=frozenset({OPERATOR}))


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq) as running:
        yield running


def add(city: City, email: str, role: str = "operator", **changes: str) -> CompletedProcess[str]:
    command = ("person", "add", "--email", email, "--name", "Beheerder", "--role", role)
    return terminal.middleground(*command, environment=environment_of(city.settings) | changes)


def test_a_person_with_a_role_is_added_and_invited(city: City) -> None:
    added = add(city, "operator@rotterdam.example")
    assert (added.returncode, added.stderr) == (0, "")
    assert added.stdout == "Added operator@rotterdam.example; an invitation by mail follows.\n"
    (person,) = city.ask(identity.people, READER, q="operator@rotterdam.example").data["items"]
    assert (person["name"], person["roles"]) == ("Beheerder", ["operator"])


def test_the_same_address_twice_is_one_sentence(city: City) -> None:
    add(city, "twice@rotterdam.example")
    again = add(city, "twice@rotterdam.example")
    assert again.returncode == 1
    assert again.stderr.startswith(("This was not done: ", "This was not accepted: email: "))
    assert len(again.stderr.splitlines()) == 1


@pytest.mark.parametrize(("email", "role"), [("no address", "operator"), ("a@rotterdam.example", "king")])
def test_what_is_wrong_is_said_by_field(city: City, email: str, role: str) -> None:
    tried = add(city, email, role)
    assert tried.returncode == 1
    assert tried.stderr.startswith(f"This was not accepted: {'roles' if role == 'king' else 'email'}")


def test_a_broker_that_is_gone_is_one_sentence(city: City) -> None:
    tried = add(city, "later@rotterdam.example", AMQP_URL="amqp://127.0.0.1:1/x")
    assert (tried.returncode, tried.stderr) == (1, "This was not done: unavailable.\n")
