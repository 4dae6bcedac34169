"""What the role of each service may touch in the city's database; granted with each deployment."""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from shared.roles import CREATE, RELAY, of


class MissingRolesError(Exception):
    """Says what an administrator of the server has to run, and nothing else."""

    def __init__(self, statements: Sequence[str]):
        super().__init__(" ".join(f"{statement};" for statement in statements))


def prepare(connection: Connection, services: Sequence[str]) -> None:
    """Makes what roles are missing and gives each its own: its service's tables, and of the others nothing. The relay
    reads and marks outboxes, and a service may ask it for a replay. Repeated with each deployment, as tables come."""
    _make(connection, [*services, RELAY])
    for service in services:
        _own(connection, service)
        for statement in (
            f"GRANT USAGE ON SCHEMA {service} TO {of(RELAY)}",
            f"GRANT SELECT, UPDATE (published_at) ON {service}.outbox TO {of(RELAY)}",
            f"GRANT USAGE ON SCHEMA {RELAY} TO {of(service)}",
            f"GRANT SELECT, INSERT, DELETE ON {RELAY}.replays TO {of(service)}",
        ):
            connection.execute(text(statement))
    _own(connection, RELAY)
    connection.commit()


def _own(connection: Connection, schema: str) -> None:
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {of(schema)}"))
    connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {of(schema)}"))


def _make(connection: Connection, schemas: Sequence[str]) -> None:
    # Since PostgreSQL 16 a member may act as a role only where that was granted too.
    right = "SET" if (connection.dialect.server_version_info or ()) >= (16,) else "MEMBER"
    known = set(
        connection.scalars(text("SELECT rolname FROM pg_roles WHERE pg_has_role(rolname, :right)"), {"right": right})
    )
    exist = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    roles = [of(schema) for schema in schemas]
    try:
        for role in roles:
            if role not in exist:
                connection.execute(text(CREATE.format(role=role)))
            if role not in known:
                connection.execute(text(f"GRANT {role} TO CURRENT_USER"))
    except ProgrammingError as error:
        connection.rollback()
        login = connection.scalar(text("SELECT quote_ident(current_user)"))
        made = [f"CREATE ROLE {role} NOLOGIN" for role in roles if role not in exist]
        granted = [f"GRANT {role} TO {login}" for role in roles if role not in known]
        raise MissingRolesError([*made, *granted]) from error
    connection.commit()
