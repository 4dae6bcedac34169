"""A running city per worker, and people who use it as a browser or as a program (see visiting.py).

Every test makes its own data through the API; nobody counts on what another test left.
"""

from collections.abc import Callable, Iterator

import pytest

from shared.access import COORDINATOR, EDITOR, EXPERT, OPERATOR, SUPPORT, TRAINER
from tests.city import City, fresh_city, running_processes
from tests.gateway import visiting
from tests.gateway.running_programme import RunningProgramme, running_programme
from tests.gateway.statements import Statements
from tests.gateway.visiting import Browser, Program, Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture(scope="session")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Statements:
    """What the city's services ask their database; `statements.of(lambda: coordinator.open("/programmes"))`."""
    return Statements(tmp_path_factory.mktemp("statements") / "statements.jsonl")


@pytest.fixture(scope="session")
def city(postgres: str, rabbitmq: dict[str, str], statements: Statements) -> Iterator[City]:
    with (
        fresh_city(postgres, rabbitmq) as settings,
        running_processes(settings, gateway=True, services=statements.services) as city,
    ):
        yield city


@pytest.fixture(scope="session")
def sign_in(city: City) -> SignIn:
    """Signs somebody new in: `sign_in("coordinator", name="Lena Jansen")`."""

    def signed_in(*roles: str, name: str = "Lena Jansen", language: str = "en") -> Visitor:
        return visiting.sign_in(city, *roles, name=name, language=language)

    return signed_in


@pytest.fixture(scope="session")
def coordinator(sign_in: SignIn) -> Visitor:
    return sign_in(COORDINATOR, name="Carla Coordinator")


@pytest.fixture(scope="session")
def another_coordinator(sign_in: SignIn) -> Visitor:
    return sign_in(COORDINATOR, name="Cor Coordinator")


@pytest.fixture(scope="session")
def trainer(sign_in: SignIn) -> Visitor:
    return sign_in(TRAINER, name="Tom Trainer")


@pytest.fixture(scope="session")
def another_trainer(sign_in: SignIn) -> Visitor:
    return sign_in(TRAINER, name="Tessa Trainer")


@pytest.fixture(scope="session")
def expert(sign_in: SignIn) -> Visitor:
    return sign_in(EXPERT, name="Esra Expert")


@pytest.fixture(scope="session")
def support(sign_in: SignIn) -> Visitor:
    """Who supports the network, without being a member."""
    return sign_in(SUPPORT, name="Sam Support")


@pytest.fixture(scope="session")
def editor(sign_in: SignIn) -> Visitor:
    return sign_in(EDITOR, name="Eva Editor")


@pytest.fixture(scope="session")
def operator(sign_in: SignIn) -> Visitor:
    return sign_in(OPERATOR, name="Otto Operator")


@pytest.fixture
def anybody(city: City) -> Browser:
    """A browser in which nobody has signed in."""
    return Browser(city.url)


@pytest.fixture
def any_program(city: City) -> Program:
    """A program without a session."""
    return Program(city.url)


@pytest.fixture(scope="session")
def running(city: City, coordinator: Visitor, trainer: Visitor) -> RunningProgramme:
    """A programme in full swing, run by `coordinator` and given by `trainer`. For reading: a test that changes
    something makes its own."""
    return running_programme(city, coordinator.id, trainer.id)
