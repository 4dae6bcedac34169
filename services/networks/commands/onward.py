from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import AllAreNamed, NoMemberToName
from services.networks.queries import membership, onward
from services.networks.tables import Member, OnwardTraining, Trainee
from shared import clock
from shared.access import Actor
from shared.contracts.networks import OnwardTrainingRecorded, TraineeNamed
from shared.errors import Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish


def record_onward_training(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By a word of their own about what they gave, a trainer is named in the tree too, if they were not yet."""
    own = membership.own(tx, actor)
    if not rules.a_training_is_over(request["held_on"], membership.today(tx)):
        raise Invalid({"held_on": ["in_the_future"]})
    own.tree_for = rules.the_audience_after_agreeing(own.tree_for)
    training = OnwardTraining(id=new_id(), trainer_id=actor.id, recorded_at=clock.now(), **request)
    tx.add(training)
    publish(tx, OnwardTrainingRecorded, training_id=training.id, trainer_id=actor.id, **request)
    return {"id": training.id}


def remove_onward_training(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Takes back what was said about who was there, so that nobody stays named by it."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    training = _given(tx, actor, request)
    named = list(tx.scalars(select(Trainee.person_id).where(Trainee.training_id == training.id)))
    tx.delete(training)
    tx.flush()
    for person_id in sorted({actor.id, *named}):
        _unname_without_a_word(tx, person_id)


def name_trainee(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """They are asked; naming somebody again asks nobody again."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    training, person_id = _given(tx, actor, request), request["person_id"]
    if person_id == actor.id or tx.get(Member, person_id, with_for_update={"read": True}) is None:
        raise NoMemberToName()
    if tx.get(Trainee, (training.id, person_id)) is not None:
        return
    named = tx.scalar(select(func.count()).where(Trainee.training_id == training.id)) or 0
    if not rules.another_can_be_named(named, training.people):
        raise AllAreNamed(people=training.people)
    tx.execute(insert(Trainee).values(training_id=training.id, person_id=person_id, state="asked"))
    publish(tx, TraineeNamed, training_id=training.id, person_id=person_id, trainer_id=actor.id)


def answer_as_trainee(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """A no, at once or later, leaves the count alone. With the last word that named them, their name goes too."""
    own = membership.own(tx, actor)
    named = tx.get(Trainee, (request["training_id"], actor.id), with_for_update=True, populate_existing=True)
    if named is None:
        raise NotFound()
    if not request["agrees"]:
        tx.delete(named)
        tx.flush()
        _unname_without_a_word(tx, actor.id)
        return
    named.state = "agreed"
    own.tree_for = rules.the_audience_after_agreeing(own.tree_for)


def _unname_without_a_word(tx: Session, person_id: UUID) -> None:
    member = tx.get(Member, person_id, with_for_update=True)
    if member is not None and not onward.is_named_by_own_word(tx, person_id):
        member.tree_for = rules.NOBODY


def _given(tx: Session, actor: Actor, request: dict[str, Any]) -> OnwardTraining:
    """Held until it is changed, so that two who name at once do not name too many."""
    return onward.given(tx, actor, request["training_id"], with_for_update=True)
