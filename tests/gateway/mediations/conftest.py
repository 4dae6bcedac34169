from collections.abc import Callable

import pytest

from shared.access import MEDIATOR
from tests.gateway.visiting import Visitor
from tests.waiting import eventually

PASSPHRASE = "a lamp in the window, for nobody"
TODAY = {"happened_on-day": "2", "happened_on-month": "3", "happened_on-year": "2026"}


def known_as_a_mediator(coordinator: Visitor, mediator: Visitor, mediation_id: str) -> bool:
    found = coordinator.api("GET", f"/mediations/{mediation_id}/mediators")
    return str(mediator.id) in found["mediator_ids"]


@pytest.fixture(scope="session")
def mediator(sign_in) -> Visitor:
    """With a key that is unlocked."""
    made = sign_in(MEDIATOR, name="Mira Mediator")
    made.submit("/mediations/key", passphrase=PASSPHRASE, again=PASSPHRASE)
    return made


@pytest.fixture(scope="session")
def another_mediator(sign_in) -> Visitor:
    made = sign_in(MEDIATOR, name="Milo Mediator")
    made.submit("/mediations/key", passphrase=PASSPHRASE, again=PASSPHRASE)
    return made


@pytest.fixture
def opened(coordinator) -> Callable[..., str]:
    """`opened()`: the id of a new mediation that nobody was asked for."""
    return lambda **more: coordinator.api("POST", "/mediations", **more)["id"]


@pytest.fixture
def taken_on(coordinator, mediator, opened) -> Callable[..., str]:
    """`taken_on()`: the address of a mediation that its mediator has said yes to."""

    def taken_on(**more) -> str:
        mediation_id = opened(**more)
        eventually(lambda: known_as_a_mediator(coordinator, mediator, mediation_id))
        coordinator.api("PUT", f"/mediations/{mediation_id}/mediator", mediator_id=str(mediator.id))
        mediator.api("PUT", f"/mediations/{mediation_id}/request", answer="no_conflict")
        return f"/mediations/{mediation_id}"

    return taken_on


@pytest.fixture
def begun(mediator, taken_on) -> Callable[..., str]:
    """`begun()`: one in which all agreed to confidentiality, judged suitable, with a party called Willow."""

    def begun(**more) -> str:
        address = taken_on(**more)
        mediator.submit(f"{address}/confidentiality")
        mediator.submit(f"{address}/suitability", verdict="suitable")
        written = mediator.submit(f"{address}/entries/new/party", pseudonym="Willow", about="Lives upstairs")
        assert written.path == address, written.main
        return address

    return begun


def party_of(mediator: Visitor, address: str) -> str:
    entries = mediator.api("GET", address)["entries"]
    return next(entry["id"] for entry in entries if entry["kind"] == "party")
