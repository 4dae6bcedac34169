"""A service's commands, queries and reactions on a real PostgreSQL. The folder's name says which service.

`tx` is rolled back after each test. `database` is for what needs several transactions; its rows are deleted after.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.access import COORDINATOR, Actor
from shared.contracts.base import Call, Event, load
from shared.database import Database, session
from shared.messaging.tables import outbox
from shared.settings import Settings
from tests import machine


@pytest.fixture(scope="session")
def city(postgres: str, worker_name: str) -> Iterator[Settings]:
    name = f"integration_{worker_name}"
    yield machine.city(postgres_url=machine.create_database(postgres, name, machine.TEMPLATE))
    machine.drop_database(postgres, name)


@pytest.fixture(scope="session")
def _databases(city: Settings) -> Iterator[dict[str, Database]]:
    opened: dict[str, Database] = {}
    yield opened
    for database in opened.values():
        database.dispose()


@pytest.fixture(scope="module")
def service(request: pytest.FixtureRequest) -> str:
    return request.path.parent.name


@pytest.fixture(scope="module")
def _database(_databases: dict[str, Database], city: Settings, service: str) -> Database:
    if service not in _databases:
        _databases[service] = Database(city, service)
    return _databases[service]


@pytest.fixture
def tx(_database: Database) -> Iterator[Session]:
    with _database.engine.connect() as connection, connection.begin() as outer:
        with session(connection, _database.settings, join_transaction_mode="create_savepoint") as tx:
            yield tx
        outer.rollback()


@pytest.fixture
def database(_database: Database) -> Iterator[Database]:
    yield _database
    with _database.transaction() as tx:
        tables = tx.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename !~ 'version$'")
        )
        tx.execute(text("SET LOCAL ROLE NONE"))  # a service may not
        tx.execute(text(f"TRUNCATE {', '.join(tables)} CASCADE"))


def an_actor(*roles: str, person_id: UUID | None = None) -> Actor:
    return Actor(person_id or uuid4(), frozenset(roles))


@pytest.fixture
def coordinator() -> Actor:
    return an_actor(COORDINATOR)


@pytest.fixture
def another_coordinator() -> Actor:
    return an_actor(COORDINATOR)


class Asking:
    """Asks as the bus does: the request checked by its contract, the answer too. `ask(call, function, actor, ...)`."""

    def __init__(self, tx: Session):
        self.tx = tx

    def __call__(self, call: Call, function: Any, actor: Actor, **data: Any) -> dict[str, Any]:
        request = load(call.request, call.request().dump(data))
        with self.tx.begin_nested():  # a refusal leaves nothing behind
            result = function(self.tx, actor, request)
        return call.answer().load(call.answer().dump(result or {}))


@pytest.fixture
def ask(tx: Session) -> Asking:
    return Asking(tx)


class Announced:
    """What the transaction announced: `announced(GroupFormed)` gives the bodies, in order."""

    def __init__(self, tx: Session):
        self.tx = tx

    def __call__(self, event: type[Event]) -> list[dict[str, Any]]:
        bodies = self.tx.scalars(select(outbox.c.body).where(outbox.c.type == event.type).order_by(outbox.c.position))
        return [load(event, body) for body in bodies]


@pytest.fixture
def announced(tx: Session) -> Announced:
    return Announced(tx)
