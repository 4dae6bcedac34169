from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.commands import enrolments, groups
from services.trainings.tables import (
    Attendance,
    Completion,
    Enrolment,
    Group,
    Invitation,
    Programme,
    Record,
    Session,
)


def programme_registered(tx: Transaction, event: dict[str, Any]) -> None:
    known = insert(Programme).values(id=event["programme_id"], coordinator_ids=event["coordinator_ids"])
    tx.execute(
        known.on_conflict_do_update(
            index_elements=[Programme.id], set_={"coordinator_ids": known.excluded.coordinator_ids}
        )
    )


programme_changed = programme_registered  # it carries the whole state too


def person_erased(tx: Transaction, event: dict[str, Any]) -> None:
    """Out of every list; who waits gets the place. What was attended is counted on, under a random id."""
    person_id = event["person_id"]
    tx.execute(
        update(Programme)
        .where(Programme.coordinator_ids.contains([person_id]))
        .values(coordinator_ids=func.array_remove(Programme.coordinator_ids, person_id))
    )
    for group in _locked_groups(tx, person_id):
        _leave_group(tx, group, person_id)
    _lock_sessions(tx, person_id)
    tx.execute(delete(Invitation).where(Invitation.person_id == person_id))
    tx.execute(update(Record).where(Record.recorded_by == person_id).values(recorded_by=None))
    # One id for both, so that a later correction still finds the parts of the course together.
    nobody = uuid4()
    tx.execute(update(Attendance).where(Attendance.person_id == person_id).values(person_id=nobody))
    tx.execute(update(Completion).where(Completion.person_id == person_id).values(person_id=nobody))


def _leave_group(tx: Transaction, group: Group, person_id: UUID) -> None:
    if person_id in group.trainer_ids:
        group.trainer_ids = [trainer_id for trainer_id in group.trainer_ids if trainer_id != person_id]
        groups.announce(tx, group)
    if enrolments.leave(tx, group, person_id):
        enrolments.fill_free_places(tx, group)


def _locked_groups(tx: Transaction, person_id: UUID) -> list[Group]:
    """Those that hold the person as trainer, as member or in a record."""
    attended = select(Session.group_id).join(Attendance).where(Attendance.person_id == person_id)
    enrolled = select(Enrolment.group_id).where(Enrolment.person_id == person_id)
    concerned = or_(Group.trainer_ids.contains([person_id]), Group.id.in_(enrolled), Group.id.in_(attended))
    found = list(tx.scalars(select(Group).where(concerned).order_by(Group.id)))
    access.lock(tx, *found)
    return found


def _lock_sessions(tx: Transaction, person_id: UUID) -> None:
    """Nobody records what is being erased."""
    invited = select(Invitation.session_id).where(Invitation.person_id == person_id)
    attended = select(Attendance.session_id).where(Attendance.person_id == person_id)
    access.lock(
        tx,
        *tx.scalars(select(Session).where(or_(Session.id.in_(invited), Session.id.in_(attended))).order_by(Session.id)),
    )
