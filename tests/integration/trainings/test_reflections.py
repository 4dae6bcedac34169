"""What a participant writes for themselves is read by nobody else, until they share it with their trainers."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.trainings import reactions
from services.trainings.commands import groups, personal
from services.trainings.commands.reflections import save_reflection, share_reflection
from services.trainings.errors import GroupNotYours
from services.trainings.queries.personal import my_course
from services.trainings.queries.reflections import my_reflection, shared_reflections
from services.trainings.tables import Reflection
from shared.access import COORDINATOR, EXPERT, OPERATOR, PARTICIPANT, SERVICE, TRAINER, Actor
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, NotFound
from shared.messaging.tables import outbox
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import people

TEXTS = {"context": "On the square.", "possible": "Asking.", "impossible": None, "practise": "Silence."}


class Author:
    def __init__(self, ask: Any, person_id: Any):
        self.ask, self.id = ask, person_id
        self.actor = Actor(person_id, frozenset({PARTICIPANT}))

    def save(self, group_id, version=0, **texts):
        data = {"group_id": group_id, "version": version} | TEXTS | texts
        return self.ask(contract.save_reflection, save_reflection, self.actor, **data)["version"]

    def share(self, group_id, shared=True):
        self.ask(contract.share_reflection, share_reflection, self.actor, group_id=group_id, shared=shared)

    def read(self, group_id):
        return self.ask(contract.my_reflection, my_reflection, self.actor, group_id=group_id)

    def state(self):
        return [group["reflection"] for group in self.ask(contract.my_course, my_course, self.actor)["groups"]]


@pytest.fixture
def author(ask):
    return Author(ask, *people(1))


@pytest.fixture
def group_id(programme, author):
    return programme.group([author.id, *people(2)])


@pytest.fixture
def shared_with(ask):
    """Who wrote what a trainer reads."""

    def shared_with(actor, group_id):
        found = ask(contract.shared_reflections, shared_reflections, actor, group_id=group_id)["reflections"]
        return [reflection["person_id"] for reflection in found]

    return shared_with


def test_it_is_kept_as_it_was_written_and_changed_by_its_author(author, group_id, trainer):
    assert author.read(group_id)["version"] == 0
    assert author.save(group_id) == 1
    kept = author.read(group_id)
    assert {part: kept[part] for part in TEXTS} == TEXTS
    assert (kept["group_name"], kept["trainer_ids"], kept["shared"]) == ("Zuid 1", [trainer.id], False)
    assert author.save(group_id, 1, impossible="Choosing a side.") == 2
    assert author.read(group_id)["impossible"] == "Choosing a side."


def test_the_same_saved_twice_is_saved_once(author, group_id):
    assert author.save(group_id) == author.save(group_id) == 1


def test_what_was_written_on_another_device_is_not_written_over(author, group_id):
    author.save(group_id)
    with pytest.raises(ChangedMeanwhile) as refused:
        author.save(group_id, 0, possible="Something else.")
    assert refused.value.details["current"] == TEXTS


def test_nobody_but_the_author_reads_it_before_it_is_shared(ask, author, group_id, shared_with, trainer):
    author.save(group_id)
    assert shared_with(trainer, group_id) == []
    assert author.state() == ["private"]
    for somebody in (uuid4(), trainer.id):
        with pytest.raises(NotFound):
            Author(ask, somebody).read(group_id)


def test_the_trainers_of_the_group_read_what_is_shared_until_it_is_not(ask, author, group_id, trainer, shared_with):
    author.save(group_id)
    author.share(group_id)
    [seen] = ask(contract.shared_reflections, shared_reflections, trainer, group_id=group_id)["reflections"]
    assert seen == {"person_id": author.id, **TEXTS}
    assert author.state() == ["shared"]
    author.share(group_id, shared=False)
    assert shared_with(trainer, group_id) == []


def test_sharing_reaches_nobody_else(author, group_id, shared_with, coordinator, another_trainer, another_coordinator):
    author.save(group_id)
    author.share(group_id)
    both = an_actor(COORDINATOR, TRAINER, person_id=coordinator.id)
    for actor in (coordinator, both, another_trainer, another_coordinator, an_actor(EXPERT), an_actor(OPERATOR)):
        with pytest.raises(GroupNotYours):
            shared_with(actor, group_id)
    with pytest.raises(NotFound):
        shared_with(another_trainer, uuid4())


@pytest.mark.parametrize("roles", [(EXPERT,), (OPERATOR,), (PARTICIPANT,), (SERVICE,), ()])
def test_only_trainers_and_coordinators_may_ask_at_all(roles):
    assert not an_actor(*roles).may_call(contract.shared_reflections.who)


def test_a_former_trainer_reads_no_more(ask, author, group_id, trainer, coordinator, shared_with):
    author.save(group_id)
    author.share(group_id)
    successor = an_actor(TRAINER)
    ask(contract.set_trainers, groups.set_trainers, coordinator, group_id=group_id, trainer_ids=[successor.id])
    with pytest.raises(GroupNotYours):
        shared_with(trainer, group_id)
    assert shared_with(successor, group_id) == [author.id]


def test_nothing_is_shared_that_is_not_there(author, group_id):
    with pytest.raises(NotFound):
        author.share(group_id)
    author.save(group_id)
    author.share(group_id)
    author.save(group_id, 1, **dict.fromkeys(TEXTS))
    assert author.read(group_id)["shared"] is False


def test_in_another_group_it_is_the_authors_again_and_shared_with_nobody(
    programme, author, group_id, trainer, shared_with
):
    author.save(group_id)
    author.share(group_id)
    programme.withdraw(group_id, author.id)
    assert shared_with(trainer, group_id) == []
    other_group = programme.group([author.id], name="Zuid 2")
    kept = author.read(other_group)
    assert (kept["context"], kept["shared"]) == (TEXTS["context"], False)
    assert shared_with(trainer, other_group) == []


def test_who_gives_up_their_place_takes_it_along(tx, ask, author, group_id):
    author.save(group_id)
    ask(contract.leave_group, personal.leave_group, author.actor, group_id=group_id)
    assert tx.scalars(select(Reflection)).all() == []


def test_it_goes_with_the_person(tx, author, group_id):
    author.save(group_id)
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": author.id})
        tx.expire_all()
    assert tx.scalars(select(Reflection)).all() == []


def test_nothing_of_it_is_announced_and_no_moment_is_kept(tx, author, group_id):
    announced_before = len(tx.execute(select(outbox)).all())
    author.save(group_id)
    author.share(group_id)
    assert len(tx.execute(select(outbox)).all()) == announced_before
    assert {column.name for column in Reflection.__table__.columns} == {
        "programme_id",
        "person_id",
        "shared",
        "version",
        *contract.REFLECTION_PARTS,
    }
