"""From courses and from trainings given onward. Who agreed to nothing is in no row that leaves the service."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.queries import membership
from services.networks.tables import Completion, Member, OnwardTraining, Trainee
from shared.access import Actor

LONG_AGO = date.min


def tree(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    audiences = membership.what_they_see(tx, actor)
    if not audiences:
        raise NotAMember()
    trained, counted, gives_courses = _who_trained_whom(tx)
    branches = rules.the_tree(trained, counted, _may_be_named(tx, actor, audiences, gives_courses))
    today = membership.today(tx)
    return {"branches": [_as_data(branch, today) for branch in branches], "settings": _settings(tx)}


def _may_be_named(
    tx: Session, actor: Actor, audiences: frozenset[str], gives_courses: set[UUID]
) -> Callable[[Any], bool]:
    """A member as they chose; beside them only who gives courses, as everybody who takes one knows them."""
    chosen = {row.person_id: row.tree_for for row in tx.execute(select(Member.person_id, Member.tree_for))}

    def may_be_named(person_id: UUID) -> bool:
        if person_id == actor.person_id:
            return True
        return chosen[person_id] in audiences if person_id in chosen else person_id in gives_courses

    return may_be_named


def _who_trained_whom(tx: Session) -> tuple[list[rules.Trained], list[rules.Counted], set[UUID]]:
    trained, counted, gives_courses = [], [], set()
    for row in tx.execute(select(Completion.person_id, Completion.trainer_ids, Completion.completed_on)):
        gives_courses.update(row.trainer_ids)
        on = row.completed_on or LONG_AGO
        trained += [
            rules.Trained(trainer, row.person_id, on) for trainer in row.trainer_ids if trainer != row.person_id
        ]
    agreed = select(Trainee.training_id, Trainee.person_id).where(Trainee.state == "agreed")
    named: dict[UUID, list[UUID]] = {}
    for training_id, person_id in tx.execute(agreed):
        named.setdefault(training_id, []).append(person_id)
    for training in tx.scalars(select(OnwardTraining)):
        # Of a removed trainer the training itself stands for who gave it: counted, and nobody.
        trainer = training.trainer_id or training.id
        known = named.get(training.id, [])
        trained += [rules.Trained(trainer, person_id, training.held_on) for person_id in known]
        counted.append(rules.Counted(trainer, training.people - len(known), training.held_on))
    return trained, counted, gives_courses


def _as_data(branch: rules.Branch, today: date) -> dict[str, Any]:
    """Of who is not named, not even the day on which they were trained."""
    shown = ("number", "generation", "direct", "unnamed", "reach", "again")
    days = {name: _day(getattr(branch, name)) for name in ("trained_on", "last_on")}
    return {name: getattr(branch, name) for name in shown} | {
        "parent": branch.parent.number if branch.parent else None,
        "person_id": branch.person if branch.is_named else None,
        "active": rules.a_trainer_is_active(branch.last_on, today),
        "trained_on": days["trained_on"] if branch.is_named else None,
        "last_on": days["last_on"],
    }


def _day(on: date | None) -> date | None:
    return None if on == LONG_AGO else on


def _settings(tx: Session) -> list[dict[str, Any]]:
    rows = tx.execute(
        select(
            OnwardTraining.setting, func.count().label("trainings"), func.sum(OnwardTraining.people).label("people")
        ).group_by(OnwardTraining.setting)
    )
    return sorted((row._asdict() for row in rows), key=lambda row: row["setting"])
