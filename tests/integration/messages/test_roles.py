"""In the database a service is a role that may touch its own tables; the relay is one that marks outboxes."""

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from services import SERVICES
from shared import roles
from shared.database import Database, grants
from tests import machine


@pytest.fixture
def allowed(city):
    """Whether the role of a schema may run a statement."""

    def may(schema: str, statement: str) -> bool:
        database = Database(city, schema, pool_size=1, max_overflow=0)
        try:
            with database.engine.begin() as connection:
                connection.execute(text(statement))
        except ProgrammingError as error:
            if not isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
                raise
            return False
        finally:
            database.dispose()
        return True

    return may


def test_it_reads_and_writes_its_own(allowed):
    assert allowed("trainings", "SELECT 1 FROM groups")
    assert allowed("trainings", "DELETE FROM trainings.groups WHERE false")


@pytest.mark.parametrize("another", [service for service in SERVICES if service != "trainings"])
def test_of_another_service_it_reads_nothing(allowed, another):
    assert not allowed("trainings", f"SELECT 1 FROM {another}.outbox")


def test_names_are_for_identity_alone(allowed):
    assert [schema for schema in [*SERVICES, roles.RELAY] if allowed(schema, "SELECT name FROM identity.people")] == [
        "identity"
    ]


def test_it_changes_no_table(allowed):
    assert not allowed("trainings", "ALTER TABLE groups ADD COLUMN more text")
    assert not allowed("trainings", "CREATE TABLE trainings.more (more text)")
    assert not allowed("trainings", "TRUNCATE outbox")


def test_the_relay_reads_and_marks_outboxes(allowed):
    assert allowed(roles.RELAY, "UPDATE trainings.outbox SET published_at = now() WHERE false")
    assert not allowed(roles.RELAY, "UPDATE trainings.outbox SET body = body WHERE false")
    assert not allowed(roles.RELAY, "DELETE FROM trainings.outbox")
    assert not allowed(roles.RELAY, "SELECT 1 FROM trainings.groups")


def test_a_login_that_may_not_make_roles_says_what_an_administrator_has_to_run(postgres, city):
    name = machine.unique("login")
    with psycopg.connect(postgres, autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN")
        try:
            as_login = create_engine(city.sqlalchemy_url, connect_args={"options": f"-crole={name}"})
            with as_login.connect() as connection, pytest.raises(grants.MissingRolesError) as missing:
                grants.prepare(connection, SERVICES)
            as_login.dispose()
            assert f"GRANT middleground_trainings TO {name};" in str(missing.value)
        finally:
            administrator.execute(f"DROP ROLE {name}")
