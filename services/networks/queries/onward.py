from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import OnwardTraining, Trainee
from shared.access import Actor
from shared.errors import NotFound

SHOWN = ("id", "held_on", "setting", "people")


def onward_training(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    training = given(tx, actor, request["training_id"])
    return _as_data(training, _trainees(tx, [training.id])[training.id])


def onward_trainings(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The latest first."""
    refuse_a_stranger(tx, actor)
    theirs = select(OnwardTraining).where(OnwardTraining.trainer_id == actor.id)
    trainings = tx.scalars(theirs.order_by(OnwardTraining.held_on.desc(), OnwardTraining.id.desc())).all()
    trainees = _trainees(tx, [training.id for training in trainings])
    received = tx.execute(
        select(
            OnwardTraining.id.label("training_id"),
            OnwardTraining.trainer_id,
            OnwardTraining.held_on,
            OnwardTraining.setting,
            Trainee.state,
        )
        .join(Trainee, Trainee.training_id == OnwardTraining.id)
        .where(Trainee.person_id == actor.id)
        .order_by(OnwardTraining.held_on.desc(), OnwardTraining.id.desc())
    )
    return {
        "given": [_as_data(training, trainees[training.id]) for training in trainings],
        "received": [row._asdict() for row in received],
    }


def given(tx: Session, actor: Actor, training_id: UUID, *, with_for_update: bool = False) -> OnwardTraining:
    """Of the asking person; others are not told that there is such a training."""
    training = tx.get(OnwardTraining, training_id, with_for_update=with_for_update, populate_existing=with_for_update)
    if training is None or training.trainer_id != actor.id:
        raise NotFound()
    return training


def is_named_by_own_word(tx: Session, person_id: UUID) -> bool:
    """Gave a training, or agreed to be named in one."""
    gave = exists().where(OnwardTraining.trainer_id == person_id)
    agreed = exists().where(Trainee.person_id == person_id, Trainee.state == "agreed")
    return bool(tx.scalar(select(gave | agreed)))


def _trainees(tx: Session, training_ids: list[UUID]) -> defaultdict[UUID, list[dict[str, Any]]]:
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    named = select(Trainee).where(Trainee.training_id.in_(training_ids)).order_by(Trainee.person_id)
    for trainee in tx.scalars(named):
        found[trainee.training_id].append({"person_id": trainee.person_id, "state": trainee.state})
    return found


def _as_data(training: OnwardTraining, trainees: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: getattr(training, name) for name in SHOWN} | {"trainees": trainees}
