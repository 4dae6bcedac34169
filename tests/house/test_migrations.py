"""The migrations make exactly the tables that the code works with."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine

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
