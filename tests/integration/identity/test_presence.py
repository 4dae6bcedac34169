import pytest

from services.identity import commands, rules
from shared.contracts import identity as contract
from shared.errors import TooManyAttempts
from shared.ids import new_id
from tests.integration.identity.conftest import NOBODY

EMAIL = "wijkagent@stad.example"
DESK = new_id()


@pytest.fixture
def claim(ask):
    def claim(email=EMAIL, client="192.0.2.7"):
        call, function = contract.claim_presence, commands.presence.claim_presence
        return ask(call, function, NOBODY, desk_id=DESK, email=email, client=client)

    return claim


def test_who_knows_an_address_says_that_its_owner_is_there(claim, add, time, announced):
    person_id = add("Wijkagent", email=EMAIL)
    assert claim(f" {EMAIL.upper()} ") == {}
    assert announced(contract.PresenceClaimed) == [{"person_id": person_id, "desk_id": DESK, "claimed_at": time.moment}]


def test_the_answer_does_not_tell_whether_an_address_is_known(claim, add, announced):
    add("Wijkagent", email=EMAIL)
    assert claim() == claim("nobody@stad.example") == claim("no address at all") == {}
    assert len(announced(contract.PresenceClaimed)) == 1


def test_a_hall_checks_in_from_one_network_and_one_address_cannot_be_tried_for_ever(claim, time):
    for number in range(100):
        claim(f"participant-{number}@stad.example")
    for _ in range(rules.CHECK_IN_BY_ADDRESS.attempts):
        claim()
    with pytest.raises(TooManyAttempts):
        claim()
    claim("somebody-else@stad.example")
    time.passes(hours=1)
    claim()
