"""Brings a city's database and broker to what this version needs."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import psycopg
from amqp.exceptions import AMQPError, NotAllowed
from kombu import Connection
from kombu.exceptions import OperationalError
from psycopg.sql import SQL, Identifier

from deploy import logins
from deploy.broker import Broker
from shared.database import transaction
from shared.settings import Settings

DATABASES = range(15, 19)


class NotReadyError(Exception):
    """The database or the broker is not as it has to be; the message is one sentence for an operator."""


def prepare_database(city: Settings, until: float) -> None:
    owner = owner_of(city)
    setting = "MIGRATIONS_DATABASE_URL" if city.migrations_database_url else "DATABASE_URL"
    _wait(lambda: check_version(owner.database_url), until, "database", setting)
    _check_encoding(owner.database_url)
    recorded = _epoch(owner.database_url)
    if recorded not in (None, city.epoch):
        raise NotReadyError(
            f"EPOCH is {city.epoch}, and the database is of epoch {recorded}: after a restore that was cut off, run it"
            f" again or set EPOCH={recorded}."
        )
    upgrade(owner)
    if recorded is None:
        _begin_epoch(owner)
    if city.migrations_database_url:
        _ensure_login(owner.database_url, city.database_url)


def upgrade(owner: Settings) -> None:
    """The schema alone."""
    from services import SERVICES
    from shared.database.grants import MissingRolesError
    from shared.database.migrate import upgrade_all

    try:
        upgrade_all(owner, list(SERVICES))
    except MissingRolesError as missing:
        raise NotReadyError(f"An administrator of the database has to run this, once: {missing}") from missing


def _epoch(database_url: str) -> int | None:
    """Which the database says that it is of; none when it is new."""
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        if connection.execute("SELECT to_regclass('instance.epochs')::text").fetchone() == (None,):
            return None
        [(epoch,)] = connection.execute("SELECT max(epoch) FROM instance.epochs").fetchall()
        return epoch


def _begin_epoch(owner: Settings) -> None:
    from services.instance.commands import begin_epoch

    with transaction(owner, "instance") as tx:
        begin_epoch(tx, owner.epoch)


def _ensure_login(owner: str, database_url: str) -> None:
    from services import SERVICES

    login = urlsplit(database_url)
    if not login.username or not login.password:
        raise NotReadyError("DATABASE_URL names no user with a password, as whom the processes are to sign in.")
    name = unquote(login.username)
    try:
        with psycopg.connect(owner, autocommit=True) as connection:
            logins.ensure(connection, name, unquote(login.password), SERVICES)
            enter = SQL("GRANT CONNECT ON DATABASE {} TO {}")
            connection.execute(enter.format(Identifier(connection.info.dbname), Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotReadyError(
            f"MIGRATIONS_DATABASE_URL names a user who may not make {name}, as whom the processes sign in."
        ) from error
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise NotReadyError(f"{name}, as whom the processes sign in, could not be made: {reason}") from error


def owner_of(city: Settings) -> Settings:
    """As who owns the tables; the processes of the city sign in as somebody who does not."""
    return replace(city, database_url=city.migrations_database_url or city.database_url)


def prepare_broker(city: Settings, until: float) -> None:
    """Policies come first: a queue without them would hold back nothing and dead-letter nothing."""
    from services import listeners
    from services.instance.commands import note_bindings
    from shared.messaging import topology
    from shared.messaging.relay import subscribed

    _wait(lambda: _answers(city), until, "broker", "AMQP_URL")
    if not city.rabbitmq_api_url:
        raise NotReadyError(
            "RABBITMQ_API_URL is not set. The policies of the broker are set through it; without them a message that"
            " a service refuses would be gone."
        )
    broker = Broker(city.amqp_url, city.rabbitmq_api_url)
    broker.set_policies(broker.vhost(), topology.policies(listeners()))
    taken = {name: {type_ for event in events for type_ in event.types()} for name, events in listeners().items()}
    with transaction(owner_of(city), "instance") as tx:
        note_bindings(tx, taken)
    try:
        topology.declare(city.amqp_url, listeners())
    except AMQPError as error:
        raise NotReadyError(f"The broker refuses what Middleground needs: {error}") from error
    subscribed.record(owner_of(city).database_url, listeners())


def check_version(database_url: str) -> bool:
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError:
        return False
    if version not in DATABASES:
        raise NotReadyError(f"The database is PostgreSQL {version}; Middleground runs with 15 to 18.")
    return True


def _check_encoding(database_url: str) -> None:
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise NotReadyError(f"The database keeps its text as {encoding}; Middleground needs one made with UTF8.")


def _answers(city: Settings) -> bool:
    """A vhost that is missing is made."""
    try:
        return _lets_in(city.amqp_url)
    except NotAllowed as refused:
        if "not found" not in str(refused) or not city.rabbitmq_api_url:
            return False
    broker = Broker(city.amqp_url, city.rabbitmq_api_url)
    broker.ensure_vhost(broker.vhost())
    with suppress(NotAllowed):
        return _lets_in(city.amqp_url)
    return False


def _lets_in(amqp_url: str) -> bool:
    try:
        with Connection(amqp_url, connect_timeout=5) as connection:
            connection.connect()
    except NotAllowed:
        raise
    except (OSError, OperationalError, AMQPError):
        return False
    return True


def _wait(answers: Callable[[], bool], until: float, what: str, setting: str) -> None:
    while not answers():
        if time.monotonic() > until:
            raise NotReadyError(f"The {what} that {setting} names does not answer.")
        time.sleep(0.3)
