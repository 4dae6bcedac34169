"""What the database tells of a city, to the login of its processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from deploy.asking import CONNECT_SECONDS
from deploy.findings import Silent
from shared import roles
from shared.database import migrate
from shared.settings import Settings

OPTIONS = f"-cdefault_transaction_read_only=on -cstatement_timeout={CONNECT_SECONDS}s"
# A server may have many databases; to know of some that they are open is enough.
MOST_DATABASES = 20
# What a backup and a restore make beside the city's database for a while.
COPIES = ("_check", "_restored", "_replaced")
# Made with the server, for its administrators.
OF_THE_SERVER = "postgres"


@dataclass(frozen=True)
class Login:
    """`powers`: what it may do beyond its city. `missing`: roles that it can't act as. `open_cities`: databases of
    other cities that it may read."""

    name: str
    powers: list[str]
    missing: list[str]
    open_cities: list[str]


@dataclass(frozen=True)
class Waiting:
    """What a service has not sent yet and what is parked in it. The moments are by the database's clock."""

    unsent: int
    unsent_since: datetime | None
    parked: int


@dataclass(frozen=True)
class Backups:
    """`began_at`: since when the city is what it is, made or restored. `last` and `last_good`: when the last backup was
    made, and the last one that was found whole; None before the first."""

    epoch: int | None
    began_at: datetime | None
    last: datetime | None
    last_good: datetime | None


@dataclass(frozen=True)
class Database:
    """`ahead`: its clock minus ours. `behind`, `newer`: schemas that lack a migration, or have one that we don't know.
    `relay_until`: until when one relay has the lease, None when none has. `waiting`: by service. None is what can't be
    read."""

    version: str
    supported: bool
    encoding: str
    now: datetime
    ahead: timedelta
    login: Login
    behind: list[str]
    newer: list[str]
    relay_until: datetime | None
    waiting: dict[str, Waiting] | None
    backups: Backups | None


def ask(city: Settings, services: Sequence[str], versions: range) -> Database | Silent:
    try:
        with _connected(city.database_url) as connection:
            return _tell(connection, city, services, versions)
    except psycopg.Error as error:
        return Silent(_why(error, city.database_url))


def _connected(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(
        url, autocommit=True, connect_timeout=CONNECT_SECONDS, options=OPTIONS, application_name="middleground-operator"
    )


def _why(error: psycopg.Error, url: str) -> str:
    parts = urlsplit(url)
    said = str(error)
    if "password authentication failed" in said or "no password supplied" in said:
        return f"The database refuses the password of {unquote(parts.username or '')}."
    if "does not exist" in said:
        return f"The database server answers, but there is no {unquote(parts.path[1:])} or no {parts.username} there."
    if "permission denied" in said:
        return f"{unquote(parts.username or '')} may not enter the database {unquote(parts.path[1:])}."
    return f"The database does not answer at {parts.hostname or 'its socket'}{f':{parts.port}' if parts.port else ''}."


def _tell(connection: psycopg.Connection[Any], city: Settings, services: Sequence[str], versions: range) -> Database:
    before = datetime.now(UTC)
    now = _rows(connection, SQL("SELECT clock_timestamp()"))[0][0]
    middle = before + (datetime.now(UTC) - before) / 2
    number = connection.info.server_version
    behind, newer = _migrations(connection, services)
    return Database(
        version=f"{number // 10_000}.{number % 10_000}",
        supported=number // 10_000 in versions,
        encoding=connection.info.parameter_status("server_encoding") or "",
        now=now,
        ahead=now - middle,
        login=_login(connection, city.database_url, services),
        behind=behind,
        newer=newer,
        relay_until=_lease(connection),
        waiting=_waiting(connection, services),
        backups=_backups(connection),
    )


def _login(connection: psycopg.Connection[Any], url: str, services: Sequence[str]) -> Login:
    wanted = [roles.of(schema) for schema in (*services, roles.RELAY)]
    [(name, *powers)] = _rows(
        connection,
        SQL("SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = user"),
    )
    held = _rows(
        connection,
        SQL("SELECT rolname FROM pg_roles WHERE rolname = ANY({}::text[]) AND pg_has_role(rolname, 'MEMBER')").format(
            wanted
        ),
    )
    words = ("do everything", "make roles", "make databases", "see past row security")
    return Login(
        name=name,
        powers=[word for word, has in zip(words, powers, strict=True) if has],
        missing=sorted(set(wanted) - {role for (role,) in held}),
        open_cities=[other for other in _open_databases(connection) if _holds_a_city(url, other)],
    )


def _open_databases(connection: psycopg.Connection[Any]) -> list[str]:
    others = SQL("""
        SELECT datname FROM pg_database
        WHERE datallowconn AND NOT datistemplate AND datname NOT IN (current_database(), {of_the_server})
          AND datname NOT IN (SELECT current_database() || copy FROM unnest({copies}::text[]) AS copy)
          AND has_database_privilege(datname, 'CONNECT')
        ORDER BY datname LIMIT {most}
    """)
    return [
        name
        for (name,) in _rows(
            connection, others.format(of_the_server=OF_THE_SERVER, copies=[*COPIES], most=MOST_DATABASES)
        )
    ]


def _holds_a_city(url: str, database: str) -> bool:
    """Whether the same login finds people in there."""
    try:
        with _connected(urlunsplit(urlsplit(url)._replace(path=f"/{database}"))) as connection:
            return bool(_rows(connection, SQL("SELECT has_table_privilege('identity.people', 'SELECT')"))[0][0])
    except psycopg.Error:
        return False


def _migrations(connection: psycopg.Connection[Any], services: Sequence[str]) -> tuple[list[str], list[str]]:
    """Schemas that lack a migration, and those that have one that this code does not know."""
    behind, newer = [], []
    for (schema, table), folder in migrate.histories([*services]).items():
        rows = _rows_or_none(connection, SQL("SELECT version_num FROM {}").format(Identifier(schema, table))) or []
        [found, *_] = [revision for (revision,) in rows] or [None]
        known = migrate.revisions(folder)
        if found is not None and found not in known:
            newer.append(schema)
        elif found != known[0]:
            behind.append(schema)
    return sorted(set(behind)), sorted(set(newer))


def _lease(connection: psycopg.Connection[Any]) -> datetime | None:
    held = _rows_or_none(connection, SQL("SELECT until FROM relay.lease WHERE until > clock_timestamp()"))
    return held[0][0] if held else None


def _waiting(connection: psycopg.Connection[Any], services: Sequence[str]) -> dict[str, Waiting] | None:
    one = SQL("""
        SELECT {name}, count(*), min(happened_at), (SELECT count(*) FROM {failed} WHERE parked_at IS NOT NULL)
        FROM {outbox} WHERE published_at IS NULL
    """)
    each = [
        one.format(name=Literal(name), outbox=Identifier(name, "outbox"), failed=Identifier(name, "failed"))
        for name in services
    ]
    rows = _rows_or_none(connection, SQL(" UNION ALL ").join(each))
    return None if rows is None else {name: Waiting(*facts) for name, *facts in rows}


def _backups(connection: psycopg.Connection[Any]) -> Backups | None:
    facts = _rows_or_none(
        connection,
        SQL("""
            SELECT (SELECT max(epoch) FROM instance.epochs), (SELECT max(began_at) FROM instance.epochs),
                   max(taken_at), max(taken_at) FILTER (WHERE checked_at IS NOT NULL)
            FROM instance.backups
        """),
    )
    return Backups(*facts[0]) if facts else None


def _rows_or_none(connection: psycopg.Connection[Any], statement: SQL | Composed) -> list[Any] | None:
    """None when there is no such table, or it is not ours to read."""
    try:
        return _rows(connection, statement)
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.InsufficientPrivilege):
        return None


def _rows(connection: psycopg.Connection[Any], statement: SQL | Composed) -> list[Any]:
    return connection.execute(statement).fetchall()
