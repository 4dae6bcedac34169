from collections.abc import Iterator

import pytest

from tests.browser.filled import FilledCity, filled_city
from tests.gateway.statements import Statements


@pytest.fixture(scope="session")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Statements:
    """What the services of the filled city ask their database."""
    return Statements(tmp_path_factory.mktemp("statements") / "statements.jsonl")


@pytest.fixture(scope="package")
def filled(postgres: str, rabbitmq: dict[str, str], statements: Statements) -> Iterator[FilledCity]:
    """A city with demo data. For looking at: nobody changes anything in it.
    It ends with the last of these tests, because a city that nobody looks at keeps a processor busy too."""
    with filled_city(postgres, rabbitmq, statements.services) as filled:
        yield filled
