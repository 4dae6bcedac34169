"""What composing needs to know of people: told by events of identity, also to a city that had people before."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, select, text

from services.trainings.people import reactions
from services.trainings.people.tables import Person
from services.trainings.service import TrainingsService
from shared.database import migrate
from shared.messaging import read_models
from tests import machine
from tests.integration.trainings.conftest import people

BEFORE = "0002"


def told(person_id, **fields):
    unknown = {"sector": None, "level": None, "area_ids": [], "line_manager_id": None, "organisation_id": None}
    return unknown | {"person_id": person_id} | fields


def known(tx):
    tx.expire_all()
    return {one.id: (one.sector, one.area_ids, one.line_manager_id) for one in tx.scalars(select(Person))}


def test_the_last_word_about_a_person_counts(tx):
    anna, boris = people(2)
    area_id = uuid4()
    reactions.person_added(tx, [told(anna, sector="police"), told(boris, line_manager_id=anna)])
    for _ in range(2):
        reactions.person_changed(tx, [told(anna, sector="health"), told(anna, sector="housing", area_ids=[area_id])])
    assert known(tx) == {anna: ("housing", [area_id], None), boris: (None, [], anna)}


def test_an_erased_person_is_not_known_and_nobodys_line_manager(tx):
    anna, boris = people(2)
    reactions.person_added(tx, [told(anna), told(boris, line_manager_id=anna)])
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": anna})
    assert known(tx) == {boris: (None, [], None)}


@pytest.fixture
def connection(postgres: str) -> Iterator[Connection]:
    name = machine.unique("upgraded")
    url = machine.create_database(postgres, name, machine.TEMPLATE)
    engine = create_engine(machine.city(postgres_url=url).sqlalchemy_url)
    with engine.connect() as connection:
        migrate.enter_schema(connection, "trainings")
        yield connection
    engine.dispose()
    machine.drop_database(postgres, name)


def test_a_new_city_has_nobody_to_be_told_of(connection: Connection):
    assert connection.execute(text("SELECT count(*) FROM rebuilds")).scalar() == 0


def test_a_city_that_is_upgraded_asks_to_be_told_of_everybody_again(connection: Connection):
    _messaging, own = migrate.configs(connection, "trainings")
    for _ in range(2):  # also after it was taken back
        command.downgrade(own, BEFORE)
        assert connection.execute(text("SELECT count(*) FROM rebuilds")).scalar() == 0
        command.upgrade(own, "head")
        [rebuild] = connection.execute(text("SELECT id, read_model, finished_at FROM rebuilds")).all()
        assert (rebuild.read_model, rebuild.finished_at) == ("people", None)
        asked = connection.execute(text("SELECT queue, types FROM relay.replays WHERE id = :id"), {"id": rebuild.id})
        feeding = read_models.feeding(TrainingsService, "people")
        assert asked.all() == [
            (
                f"rebuild.trainings.{rebuild.id}",
                {owner: sorted(reactions) for owner, (_name, reactions) in feeding.items()},
            )
        ]
