"""A database and a role per city on one PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from deploy import logins
from deploy.local.program import CannotRunError
from services import SERVICES


def ensure(server: str, name: str, password: str) -> str:
    """Makes what is missing and gives the address for the city's own login."""
    with _administrator(server) as connection:
        logins.ensure(connection, name, password, SERVICES)
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            # Only a member of a role may make it the owner of something.
            connection.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(name)))
            make = SQL("CREATE DATABASE {0} OWNER {0} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(make.format(Identifier(name)))
        connection.execute(SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(Identifier(name)))
    return address(server, name, password)


def drop(server: str, name: str) -> None:
    with _administrator(server) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        connection.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(name)))


def address(server: str, name: str, password: str) -> str:
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    account = f"{quote(name, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=account, path=f"/{quote(name, safe='')}"))


@contextmanager
def _administrator(server: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=10) as connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotRunError("The user in DATABASE_URL may not make databases and roles.") from error
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise CannotRunError(f"The database server answers, but a city's database fails: {reason}") from error


def _exists(connection: psycopg.Connection[Any], query: str, name: str) -> bool:
    return connection.execute(query, (name,)).fetchone() is not None
