"""A city as a deployment makes it: its database by `migrate`, its vhost named by its epoch."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from deploy import topology
from deploy.broker import Broker
from shared.settings import Settings
from tests import machine
from tests.city import City, environment_of, running_processes
from tests.deploy import terminal


@dataclass
class Place:
    """Where a city is, be it up or not."""

    settings: Settings
    postgres: str
    broker: Broker

    @property
    def name(self) -> str:
        return self.settings.city

    @property
    def owner(self) -> Settings:
        return self.settings

    @property
    def environment(self) -> dict[str, str]:
        return {
            **environment_of(self.settings),
            "PATH": os.environ["PATH"],
            "RABBITMQ_API_URL": self.broker.api_url,
            "BACKUP_DIR": str(self.settings.backup_dir),
            "LOG_FORMAT": "json",
        }

    def middleground(self, *arguments: str, **changes: str) -> CompletedProcess[str]:
        return terminal.middleground(*arguments, environment=self.environment | changes)

    def done(self, *arguments: str, **changes: str) -> str:
        """What it said; fails when it did not do it."""
        tried = self.middleground(*arguments, **changes)
        assert (tried.returncode, tried.stderr) == (0, "")
        return tried.stdout

    def sentence(self, *arguments: str, **changes: str) -> str:
        """Why it did not do it."""
        tried = self.middleground(*arguments, **changes)
        assert tried.returncode == 1, tried.stdout
        assert tried.stderr.count("\n") == 1, tried.stderr
        return tried.stderr.strip()

    def sql(self, statement: str, *values: Any) -> list[Any]:
        url = self.settings.database_url
        with psycopg.connect(url, autocommit=True, row_factory=namedtuple_row) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def databases(self) -> set[str]:
        with psycopg.connect(self.postgres, autocommit=True) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.name])
            return {name for (name,) in found}

    def vhosts(self) -> set[str]:
        return {name for name in self.broker.vhosts() if name.startswith(f"{self.name}-")}

    def backups(self) -> list[Path]:
        return sorted(self.settings.backup_dir.glob("[0-9]*"))

    @contextmanager
    def running(self) -> Iterator[City]:
        """All its processes but the gateway."""
        topology.prepare_broker(self.settings, time.monotonic() + 60)
        with running_processes(self.settings) as city:
            yield city

    def goes_on_as(self, epoch: int) -> None:
        """As the settings say after a restore."""
        amqp_url = self.broker.amqp_url_of(f"{self.name}-{epoch}")
        self.settings = replace(self.settings, epoch=epoch, amqp_url=amqp_url)

    def is_destroyed(self) -> None:
        """Database and broker, all that they held."""
        machine.drop_database(self.postgres, self.name)
        for vhost in self.vhosts():
            self.broker.delete_vhost(vhost)

    def close(self) -> None:
        self.is_destroyed()
        for database in self.databases():
            machine.drop_database(self.postgres, database)


@pytest.fixture(scope="session")
def migrated(postgres: str, worker_name: str) -> str:
    """The database of a new city, to be copied."""
    name = f"migrated_{worker_name}"
    url = machine.create_database(postgres, name, machine.TEMPLATE)
    topology.prepare_database(machine.city(postgres_url=url), time.monotonic() + 60)
    return name


@contextmanager
def standing(name: str, template: str, postgres: str, rabbitmq: dict[str, str], folder: Path) -> Iterator[Place]:
    """A city that has a copy of this database, and a vhost."""
    broker = Broker(rabbitmq["amqp"], rabbitmq["api"])
    settings = machine.city(
        postgres_url=machine.create_database(postgres, name, template),
        amqp_url=broker.amqp_url_of(f"{name}-1"),
        city=name,
        city_name="Rotterdam",
        rabbitmq_api_url=broker.api_url,
        mail_dir=folder / "mail",
        backup_dir=folder / "backups",
    )
    made = Place(settings, postgres, broker)
    try:
        broker.ensure_vhost(f"{name}-1")
        yield made
    finally:
        made.close()


@pytest.fixture
def place(migrated: str, postgres: str, rabbitmq: dict[str, str], tmp_path: Path) -> Iterator[Place]:
    """A city that is migrated and empty."""
    with standing(machine.unique("city").replace("_", ""), migrated, postgres, rabbitmq, tmp_path) as place:
        yield place
