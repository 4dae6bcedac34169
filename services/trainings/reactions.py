from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.commands import book, enrolments, groups
from services.trainings.tables import (
    Attendance,
    Certificate,
    Completion,
    Enrolment,
    Group,
    Invitation,
    Merge,
    Partner,
    PastImport,
    PathDecision,
    PathNote,
    PathProposal,
    Programme,
    Record,
    Reflection,
    Registration,
    Session,
    SessionRole,
    ThankYou,
    Trainer,
    Wish,
)
from shared.database import merging


def programme_registered(tx: Transaction, event: dict[str, Any]) -> None:
    known = insert(Programme).values(id=event["programme_id"], coordinator_ids=event["coordinator_ids"])
    tx.execute(
        known.on_conflict_do_update(
            index_elements=[Programme.id], set_={"coordinator_ids": known.excluded.coordinator_ids}
        )
    )


programme_changed = programme_registered  # it carries the whole state too


def partner_changed(tx: Transaction, event: dict[str, Any]) -> None:
    values = {"contact_id": event["contact_id"], "ready": event["willing"] and event["able"]}
    known = insert(Partner).values(id=event["partner_id"], programme_id=event["programme_id"], **values)
    tx.execute(known.on_conflict_do_update(index_elements=[Partner.id], set_=values))


def person_erased(tx: Transaction, event: dict[str, Any]) -> None:
    """Out of every list; who waits gets the place. What was attended is counted on, under a random id."""
    person_id = event["person_id"]
    merging.forget(tx, Merge, person_id)
    tx.execute(
        update(Programme)
        .where(Programme.coordinator_ids.contains([person_id]))
        .values(coordinator_ids=func.array_remove(Programme.coordinator_ids, person_id))
    )
    tx.execute(update(Partner).where(Partner.contact_id == person_id).values(contact_id=None))
    for group in _locked_groups(tx, person_id):
        _leave_group(tx, group, person_id)
    _lock_sessions(tx, person_id)
    tx.execute(delete(Invitation).where(Invitation.person_id == person_id))
    tx.execute(delete(Reflection).where(Reflection.person_id == person_id))
    tx.execute(delete(Registration).where(Registration.person_id == person_id))
    tx.execute(delete(Wish).where(or_(Wish.person_id == person_id, Wish.other_id == person_id)))
    tx.execute(update(Record).where(Record.recorded_by == person_id).values(recorded_by=None))
    _forget_what_followed(tx, person_id)
    tx.execute(update(PastImport).where(PastImport.imported_by == person_id).values(imported_by=None))
    # One id for both, so that a later correction still finds the parts of the course together.
    nobody = uuid4()
    tx.execute(update(Attendance).where(Attendance.person_id == person_id).values(person_id=nobody))
    tx.execute(update(Completion).where(Completion.person_id == person_id).values(person_id=nobody))
    book.forget(tx, person_id, nobody)
    _leave_the_path(tx, person_id, nobody)


@merging.following(Merge)
def presence_claimed(tx: Transaction, event: dict[str, Any]) -> None:
    """Somebody typed this person's address at a check-in. Who is not expected there is passed over in silence."""
    book.believe(tx, event["desk_id"], event["person_id"], event["claimed_at"])


def _leave_the_path(tx: Transaction, person_id: UUID, nobody: UUID) -> None:
    """What was given, observed and trained counts on for the others, under the random id."""
    tx.execute(update(SessionRole).where(SessionRole.person_id == person_id).values(person_id=nobody))
    tx.execute(update(SessionRole).where(SessionRole.observed_id == person_id).values(observed_id=nobody))
    for table in (Trainer, PathDecision, PathProposal, PathNote):
        tx.execute(delete(table).where(table.person_id == person_id))
    for table, by in ((PathDecision, "decided_by"), (PathProposal, "proposed_by"), (PathNote, "noted_by")):
        tx.execute(update(table).where(getattr(table, by) == person_id).values({by: None}))


def _forget_what_followed(tx: Transaction, person_id: UUID) -> None:
    """Their certificates and thank-yous go; what they issued and sent stays, by nobody."""
    for held in (Certificate, ThankYou):
        tx.execute(delete(held).where(held.person_id == person_id))
    for signed in (Certificate.issued_by, Certificate.revoked_by, ThankYou.sent_by):
        tx.execute(update(signed.class_).where(signed == person_id).values({signed.key: None}))


def _leave_group(tx: Transaction, group: Group, person_id: UUID) -> None:
    if person_id in group.trainer_ids:
        group.trainer_ids = [trainer_id for trainer_id in group.trainer_ids if trainer_id != person_id]
        groups.announce(tx, group)
    registered = delete(Registration).where(Registration.edition_id == group.id, Registration.person_id == person_id)
    if enrolments.leave(tx, group, person_id) | bool(tx.scalar(registered.returning(Registration.person_id))):
        enrolments.fill_free_places(tx, group)


def _locked_groups(tx: Transaction, person_id: UUID) -> list[Group]:
    """Those that hold the person as trainer, as member or in a record."""
    attended = select(Session.group_id).join(Attendance).where(Attendance.person_id == person_id)
    enrolled = select(Enrolment.group_id).where(Enrolment.person_id == person_id)
    registered = select(Registration.edition_id).where(Registration.person_id == person_id)
    concerned = or_(
        Group.trainer_ids.contains([person_id]),
        Group.id.in_(enrolled),
        Group.id.in_(attended),
        Group.id.in_(registered),
    )
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
