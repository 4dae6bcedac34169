"""What is said about a person on pages without sign-in: by a grant of another service, and no more than it says."""

import pytest

from services.identity.commands import grants as commands
from services.identity.commands import people
from services.identity.queries import grants as queries
from shared import grants
from shared.access import NOBODY, OPERATOR
from shared.contracts import identity as contract
from shared.database import settings_of
from shared.errors import NotFound, TooManyAttempts
from tests.integration.conftest import an_actor

NAME = "Zoë van der Łęcki"


@pytest.fixture
def holder(ask):
    made = {"name": NAME, "email": "zoe@rotterdam.example", "language": "en"}
    return ask(contract.add_person, people.add_person, an_actor(OPERATOR), **made)["id"]


@pytest.fixture
def compare(tx, ask, holder):
    def asked(name, client="a stranger"):
        grant = grants.give(holder, grants.COMPARE_NAME, settings_of(tx).secret_key)
        answer = ask(contract.compare_name, commands.compare_name, NOBODY, grant=grant, name=name, client=client)
        return answer["matches"]

    return asked


@pytest.mark.parametrize("typed", [NAME, "zoe VAN DER Łęcki", " Zoë  van der-Łęcki "])
def test_a_name_is_compared_however_it_is_typed(compare, typed):
    assert compare(typed)


def test_another_name_does_not_match(compare):
    assert not compare("Zoë van der Berg")


def test_nobody_goes_through_a_list_of_names(compare):
    for number in range(10):
        assert not compare(f"Somebody {number}")
    with pytest.raises(TooManyAttempts):
        compare(NAME)
    assert compare(NAME, client="another stranger")


def test_a_grant_to_compare_does_not_let_anybody_read_the_name(tx, ask, holder):
    secret = settings_of(tx).secret_key
    read = grants.give(holder, grants.READ_NAME, secret)
    compared = grants.give(holder, grants.COMPARE_NAME, secret)
    answer = ask(contract.granted_name, queries.granted_name, NOBODY, grant=read)
    assert answer == {"name": NAME, "language": "en"}
    with pytest.raises(NotFound):
        ask(contract.granted_name, queries.granted_name, NOBODY, grant=compared)
    with pytest.raises(NotFound):
        ask(contract.granted_name, queries.granted_name, NOBODY, grant=f"{read}x")


def test_a_removed_person_has_no_name_any_more(tx, ask, holder):
    grant = grants.give(holder, grants.READ_NAME, settings_of(tx).secret_key)
    ask(contract.erase_person, people.erase_person, an_actor(OPERATOR), person_id=holder)
    with pytest.raises(NotFound):
        ask(contract.granted_name, queries.granted_name, NOBODY, grant=grant)
