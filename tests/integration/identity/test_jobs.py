import pytest
from sqlalchemy import func, select

from services.identity import commands, jobs
from services.identity.service import IdentityService
from services.identity.tables import Attempt, Import, OpenSession, Token
from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity as contract
from shared.errors import Invalid
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, PASSWORD, TERMINAL
from tests.integration.identity.test_accounts import token_for
from tests.integration.identity.test_imports import preview
from tests.integration.identity.test_sessions import sign_in


def left(database):
    with database.transaction() as tx:
        return {
            table.__tablename__
            for table in (Import, OpenSession, Token, Attempt)
            if tx.scalar(select(func.count()).select_from(table))
        }


def test_what_is_over_is_deleted_and_what_is_not_stays(bus, database, time):
    person_id = bus(
        contract.register_account,
        commands.accounts.register_account,
        TERMINAL,
        name="Trainer",
        email="trainer@stad.example",
        roles=[TRAINER],
        password=PASSWORD,
    )["id"]
    sign_in(bus)
    token_for(bus, person_id, "password_reset")
    preview(bus, an_actor(COORDINATOR))
    bus(
        contract.request_password_reset,
        commands.accounts.request_password_reset,
        NOBODY,
        email="trainer@stad.example",
        client="192.0.2.7",
    )
    jobs.tidy(bus.resources)
    assert left(database) == {"imports", "sessions", "tokens", "attempts"}
    time.passes(hours=1)
    jobs.tidy(bus.resources)
    assert left(database) == {"sessions", "tokens"}
    time.passes(hours=1)
    jobs.tidy(bus.resources)
    assert left(database) == {"sessions"}
    time.passes(hours=10)
    jobs.tidy(bus.resources)
    assert left(database) == set()


def test_a_repeated_command_gets_its_first_answer_for_a_day(bus, time):
    def add():
        person = {"name": "Wijkagent", "email": "wijkagent@politie.example"}
        return bus(contract.add_person, commands.people.add_person, coordinator, key="form-1", **person)

    coordinator = an_actor(COORDINATOR)
    [every_hour] = IdentityService.forget_old.nameko_entrypoints  # every service has it
    first = add()
    # the table's clock is that of the database, so the wait is counted from then on
    time.moment = clock_of_the_database(bus.resources.database)
    time.passes(hours=23, minutes=59)
    every_hour.job(bus.resources)
    assert add() == first
    time.passes(minutes=2)
    every_hour.job(bus.resources)
    with pytest.raises(Invalid):
        add()


def clock_of_the_database(database):
    with database.transaction() as tx:
        return tx.scalar(select(func.now()))
