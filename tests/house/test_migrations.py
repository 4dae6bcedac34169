"""The migrations make exactly the tables that the code works with."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from services import SERVICES, service_class
from shared.database import migrate
from tests import machine


@pytest.fixture(scope="module")
def connection(postgres: str, worker_name: str) -> Iterator[Connection]:
    name = f"migrations_{worker_name}"
    url = machine.create_database(postgres, name, machine.TEMPLATE)
    engine = create_engine(machine.city(postgres_url=url).sqlalchemy_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    machine.drop_database(postgres, name)


@pytest.mark.parametrize("history", ["messaging", "own"])
@pytest.mark.parametrize("service", SERVICES)
def test_the_tables_are_those_of_the_code(connection: Connection, service: str, history: str):
    service_class(service)  # imports all that has tables
    tables = import_module(f"services.{service}.tables").Base.metadata
    migrate.enter_schema(connection, service)
    messaging, own = migrate.configs(connection, service, tables)
    command.check(messaging if history == "messaging" else own)  # raises with what differs
    connection.rollback()


def test_the_tables_of_the_relay_are_those_of_the_code(connection: Connection):
    migrate.enter_schema(connection, "relay")
    relay = migrate.relay_config(connection)
    command.check(relay)
    command.downgrade(relay, "base")
    command.upgrade(relay, "head")
    connection.commit()


@pytest.mark.parametrize("service", SERVICES)
def test_a_migration_can_be_taken_back(connection: Connection, service: str):
    migrate.enter_schema(connection, service)
    _messaging, own = migrate.configs(connection, service)
    command.downgrade(own, "base")
    command.upgrade(own, "head")
    connection.commit()


@pytest.mark.parametrize("service", SERVICES)
def test_the_code_before_a_migration_still_works_after_it(connection: Connection, service: str):
    """During an upgrade both run: what is new in a table that was there has a value by itself, and nothing goes."""
    migrate.enter_schema(connection, service)
    _messaging, own = migrate.configs(connection, service)
    command.downgrade(own, "base")
    before = _columns(connection, service)
    for script in reversed([*ScriptDirectory.from_config(own).walk_revisions()]):
        command.upgrade(own, script.revision)
        after = _columns(connection, service)
        known = {table for table, _column in before}
        unfilled = {name for name, filled in after.items() if name not in before and name[0] in known and not filled}
        assert (script.revision, unfilled, before.keys() - after.keys()) == (script.revision, set(), set())
        before = after
    connection.commit()


def _columns(connection: Connection, service: str) -> dict[tuple[str, str], bool]:
    """(table, column) -> whether a row can be added without naming it."""
    rows = connection.execute(
        text(
            "SELECT table_name, column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES'"
            " FROM information_schema.columns WHERE table_schema = :schema"
        ),
        {"schema": service},
    )
    return {(table, column): filled for table, column, filled in rows}
