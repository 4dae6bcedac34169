"""The run's own broker and database, started once, and what a test may ask of them."""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from deploy.broker import Broker
from deploy.local import postgres, rabbitmq
from deploy.local.program import CannotRunError
from services import SERVICES, listeners
from shared import settings
from shared.database import migrate
from shared.messaging import topology
from shared.messaging.relay import subscribed
from shared.settings import Settings

TEMPLATE = "middleground_template"
SECRET = "a secret that is only good for tests, and long enough"


class Machine:
    """Starts what the run needs when it is first asked for; what can't be had is noted with its reason."""

    def __init__(self, durable: bool = False) -> None:
        self._durable = durable
        self._stack = ExitStack()
        self._folder = Path(tempfile.mkdtemp(prefix="middleground-tests-"))
        self._folder.chmod(0o755)
        self._stack.callback(shutil.rmtree, self._folder, ignore_errors=True)

    def everything(self) -> dict[str, str]:
        with ThreadPoolExecutor() as pool:
            started = pool.submit(lambda: self.rabbitmq)
            return self.postgres | started.result()

    @cached_property
    def postgres(self) -> dict[str, str]:
        try:
            url = self._stack.enter_context(postgres.start(self._folder / "postgres", self._durable))
        except CannotRunError as error:
            return {"without_postgres": str(error)}
        template = create_database(url, TEMPLATE)
        migrate.upgrade_all(city(postgres_url=template), list(SERVICES))
        subscribed.record(template, listeners())
        return {"postgres": url}

    @cached_property
    def rabbitmq(self) -> dict[str, str]:
        try:
            broker = self._stack.enter_context(rabbitmq.start(self._folder / "rabbitmq", self._durable))
        except CannotRunError as error:
            return {"without_amqp": str(error)}
        return {"amqp": broker.amqp_url, "api": broker.api_url}

    def stop(self) -> None:
        self._stack.close()


def provided(addresses: dict[str, str], what: str) -> str:
    """The address of `what`; without it the test is skipped with the reason, and fails where CI must have it."""
    if what in addresses:
        return addresses[what]
    missing(addresses[f"without_{what}"])
    raise AssertionError


def missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must provide this: {reason}")
    pytest.skip(reason)


def create_database(url: str, name: str, template: str | None = None) -> str:
    """Makes database `name` anew, as a copy of `template` when given. Returns its address."""
    copy = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copy)
    return database_url(url, name)


def drop_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def database_url(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


def create_vhost(addresses: dict[str, str], name: str) -> str:
    """A vhost with the topology declared in it. Returns its AMQP address."""
    broker = Broker(addresses["amqp"], addresses["api"])
    broker.ensure_vhost(name)
    url = broker.amqp_url_of(name)
    topology.declare(url, listeners())
    return url


def city(*, postgres_url: str, amqp_url: str = "amqp://nowhere.invalid", **changes: object) -> Settings:
    """The settings of a city of the tests."""
    common = {
        "CITY": "rotterdam",
        "CITY_NAME": "Rotterdam",
        "THEME": "rotterdam",
        "DATABASE_URL": postgres_url,
        "AMQP_URL": amqp_url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://localhost:8001",
    }
    before = dict(os.environ)
    os.environ.update(common)
    try:
        return replace(settings.load(), **changes)
    finally:
        os.environ.clear()
        os.environ.update(before)


def unique(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex[:8]}"
