"""The PostgreSQL server of a city, as the owner of its database reaches it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from deploy.backups import BackupError
from deploy.backups.tools import NAME

# Of one of these every server has, for looking after the others.
OTHERS = ("postgres", "template1")
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('middleground ' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('middleground ' || %s, 0))"
TABLES = """
SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2
"""
USERS = """
SELECT DISTINCT application_name FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY 1
"""
# Backed up apart: keys.py.
KEYS = ("mediations.mediator_keys", "mediations.mediation_keys", "mediations.destructions")
SWAP = SQL("ALTER DATABASE {} RENAME TO {}")


def database_of(url: str) -> str:
    return unquote(urlsplit(url).path[1:])


def named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


def connect(url: str, **more: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(url, connect_timeout=10, application_name=NAME, **more)


class UnderWay(BackupError):
    """It ends by itself."""


class Server:
    """`version`: the major one. `name`: the city's database."""

    def __init__(self, url: str, connection: psycopg.Connection[Any]):
        self.url, self.name, self._connection = url, database_of(url), connection
        self.version = connection.info.server_version // 10_000

    def exists(self, database: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return found.fetchone() is not None

    def make_anew(self, database: str) -> str:
        """Returns its address. Who may not look into the city's database may not look into this one."""
        self.drop(database)
        made = Identifier(database)
        try:
            self._connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(made))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "The owner of the database may not make another beside it, which a restore needs, and the check of a"
                " backup too."
            ) from error
        self._connection.execute(SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(made))
        return named(self.url, database)

    def drop(self, database: str) -> None:
        self._connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def users(self) -> list[str]:
        """Who is connected to the city's database, by the names that they give themselves."""
        return [name for (name,) in self._connection.execute(USERS, [self.name])]

    def put_in_its_place(self, database: str, replaced: str) -> None:
        """All or nothing: afterwards `database` bears the name of the city's, and that is called `replaced`."""
        try:
            with self._connection.transaction():
                if self.exists(self.name):
                    self._connection.execute(SWAP.format(Identifier(self.name), Identifier(replaced)))
                self._connection.execute(SWAP.format(Identifier(database), Identifier(self.name)))
        except psycopg.errors.ObjectInUse as error:
            raise BackupError(
                "Somebody has connected to the database meanwhile, so it could not be replaced: please run it again."
            ) from error


@contextmanager
def held(url: str) -> Iterator[Server]:
    """Nobody else backs up or restores this city for as long as the block runs."""
    with _maintenance(url) as connection:
        taken = connection.execute(LOCK, [database_of(url)]).fetchone()
        if not taken or not taken[0]:
            raise UnderWay("Another backup or restore of this city is under way.")
        try:
            yield Server(url, connection)
        finally:
            with suppress(psycopg.Error):  # the end of a connection would let it go a moment later
                connection.execute(UNLOCK, [database_of(url)])


@contextmanager
def _maintenance(url: str) -> Iterator[psycopg.Connection[Any]]:
    for name in OTHERS:
        try:
            connection = connect(named(url, name), autocommit=True)
        except psycopg.OperationalError as error:
            if "does not exist" in str(error) and name != OTHERS[-1]:
                continue
            reason = str(error).strip().splitlines()[-1]
            raise BackupError(f"The database server does not let us in: {reason}") from error
        with connection:
            yield connection
        return


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Table, with its schema -> rows. Of the store of keys nothing is in a backup."""
    tables = [table for table in connection.execute(TABLES).fetchall() if ".".join(table) not in KEYS]
    each = [SQL("SELECT {}, count(*) FROM {}").format(".".join(table), Identifier(*table)) for table in tables]
    return dict(connection.execute(SQL(" UNION ALL ").join(each)).fetchall()) if each else {}
