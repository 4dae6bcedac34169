"""A few of the faults, each a few times, and two mutants. `make chaos` runs all of them, and for longer."""

import pytest

from tests.chaos.city import Place
from tests.chaos.faults import FAULTS
from tests.chaos.mutants import MUTANTS
from tests.chaos.run import Order, run

SEED = 1
COMMANDS = 200
# The others only take their time to start.
SERVICES = ("identity",)


@pytest.fixture
def place(postgres: str, rabbitmq: dict[str, str]) -> Place:
    """Shared with all other tests: only faults that harm nobody else run here."""
    return Place(postgres, rabbitmq)


@pytest.mark.parametrize(("fault", "times"), [("services_killed", 2), ("relay_killed", 3)])
def test_nothing_is_lost_or_doubled_or_out_of_order(place: Place, fault: str, times: int):
    assert not FAULTS[fault].ours
    result = run(Order(FAULTS[fault], SEED, COMMANDS, times, services=SERVICES), place)
    assert result.wrong == [], result.findings.details


@pytest.mark.parametrize("mutant", ["mandatory_off", "order_not_checked"])
def test_a_promise_that_is_not_kept_is_noticed(place: Place, mutant: str):
    without = MUTANTS[mutant]
    result = run(Order(FAULTS[without.fault], SEED, COMMANDS, 1, mutant=without, services=SERVICES), place)
    assert without.is_noticed(result.findings.wrong), result.wrong
