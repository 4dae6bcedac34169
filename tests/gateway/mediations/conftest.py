from functools import partial

import pytest

from shared.access import MEDIATOR
from tests.gateway.mediations import making
from tests.gateway.visiting import Visitor


@pytest.fixture(scope="session")
def mediator(sign_in) -> Visitor:
    """With a key that is unlocked."""
    return making.with_a_key(sign_in(MEDIATOR, name="Mira Mediator"))


@pytest.fixture(scope="session")
def another_mediator(sign_in) -> Visitor:
    return making.with_a_key(sign_in(MEDIATOR, name="Milo Mediator"))


@pytest.fixture(scope="session")
def opened(coordinator):
    return partial(making.opened, coordinator)


@pytest.fixture(scope="session")
def taken_on(coordinator, mediator):
    return partial(making.taken_on, coordinator, mediator)


@pytest.fixture(scope="session")
def begun(coordinator, mediator):
    return partial(making.begun, coordinator, mediator)
