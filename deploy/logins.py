"""Who signs in to the database, and what for."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from shared import roles


def ensure(connection: psycopg.Connection[Any], name: str, password: str, services: Sequence[str]) -> None:
    """A login that may act as the roles of these services. Run by an administrator of the server; can be repeated."""
    login = Identifier(name)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
        connection.execute(SQL("CREATE ROLE {} LOGIN").format(login))
    connection.execute(SQL("ALTER ROLE {} PASSWORD {}").format(login, Literal(password)))
    for statement in roles.admission(login.as_string(connection), services):
        connection.execute(statement.encode())
