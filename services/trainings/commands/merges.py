"""Two records of one person: what they attended and where they have a place comes together, and apart again."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, attendance, rules
from services.trainings.commands import enrolments, groups, records
from services.trainings.tables import (
    Apology,
    Attendance,
    AttendanceChange,
    Certificate,
    CheckIn,
    Completion,
    EarlierRecord,
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
from shared.contracts.trainings import PersonEnrolled, PersonWaitlisted, PersonWithdrawn, path_states
from shared.database import merging
from shared.database.merging import Held, Listed, Moves
from shared.messaging.outbox import publish


def _the_further_trainer(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return rules.the_further_on(one, other, path_states())


# Everything that names a person here; a test sees that nothing is left out. What somebody wrote for themselves is not
# copied for the way back, and where both wrote, the other one's words go to nobody. Two certificates of one course both
# stay valid: they are printed.
PLACES = (
    Listed(Programme, "coordinator_ids"),
    Listed(Group, "trainer_ids"),
    Held(Enrolment, apart=("programme_id",)),
    Held(Invitation, apart=("session_id",)),
    Held(Attendance, apart=("session_id",), better=rules.the_better_attendance),
    Held(Completion, apart=("group_id",)),
    Held(Record, "recorded_by"),
    Held(PastImport, "imported_by"),
    Held(EarlierRecord, "recorded_by"),
    Held(AttendanceChange, apart=("session_id", "version")),
    Held(Apology, apart=("session_id",)),
    Held(CheckIn, apart=("session_id",)),
    Held(Registration, apart=("edition_id",), better=rules.the_better_registration),
    Held(Reflection, apart=("programme_id",), stays=True, unsaid=("context", "possible", "impossible", "practise")),
    Held(Partner, "contact_id"),
    Held(Wish, apart=("programme_id", "other_id")),
    Held(Wish, "other_id", apart=("programme_id", "person_id")),
    Held(SessionRole, apart=("session_id",)),
    Held(SessionRole, "observed_id"),
    Held(Trainer, apart=(), better=_the_further_trainer),
    Held(PathDecision),
    Held(PathDecision, "decided_by"),
    Held(PathProposal, apart=()),
    Held(PathProposal, "proposed_by"),
    Held(PathNote, apart=("requirement", "on")),
    Held(PathNote, "noted_by"),
    Held(Certificate, apart=("group_id",), stays=True),
    Held(Certificate, "issued_by"),
    Held(Certificate, "revoked_by"),
    Held(ThankYou, apart=("session_id",), better=rules.the_better_thank_you),
    Held(ThankYou, "sent_by"),
)


def person_merged(tx: Transaction, event: dict[str, Any]) -> None:
    """A place that becomes free goes to who waits. The course that both attended a part of is completed now."""
    kept_id, dropped_id = event["kept_id"], event["dropped_id"]
    its_groups = _lock(tx, kept_id, dropped_id)
    before = _places(tx, kept_id, dropped_id)
    _forget_wishes_between(tx, kept_id, dropped_id)
    moves = merging.merge(tx, Merge, _places_by(tx, kept_id, dropped_id), kept_id, dropped_id)
    if moves is None:
        return
    after = _places(tx, kept_id)
    for group_id, person_id in sorted(before.keys() - after.keys()):
        if (group_id, kept_id) not in after:
            group = tx.get_one(Group, group_id)
            _announce(tx, PersonWithdrawn, group, person_id)
    for group in its_groups:
        enrolments.fill_free_places(tx, group)
    _tell(tx, its_groups, moves)


def person_merge_undone(tx: Transaction, event: dict[str, Any]) -> None:
    """A place that somebody else has by now stays theirs: a group may then have one more than its places."""
    kept_id, dropped_id = event["kept_id"], event["dropped_id"]
    its_groups = _lock(tx, kept_id, dropped_id)
    before = _places(tx, kept_id, dropped_id)
    moves = merging.undo(tx, Merge, PLACES, dropped_id)
    if moves is None:
        return
    its_groups = [tx.get_one(Group, each) for each in sorted({g.id for g in its_groups} | _groups_in(moves))]
    for (group_id, person_id), state in sorted(_places(tx, kept_id, dropped_id).items()):
        if (group_id, person_id) not in before and (group_id, kept_id) not in before:
            _announce_place(tx, tx.get_one(Group, group_id), person_id, state)
    _tell(tx, its_groups, moves)


def _forget_wishes_between(tx: Transaction, *person_ids: UUID) -> None:
    tx.execute(delete(Wish).where(Wish.person_id.in_(person_ids), Wish.other_id.in_(person_ids)))


def _places_by(tx: Transaction, kept_id: UUID, dropped_id: UUID) -> Iterable[merging.Place]:
    """Which of two places is the better one depends on where they attended."""
    begun = set(
        tx.scalars(select(Session.group_id).join(Attendance).where(Attendance.person_id.in_([kept_id, dropped_id])))
    )
    better = partial(rules.the_better_place, begun=begun)
    return [
        Held(Enrolment, apart=("programme_id",), better=better) if place is PLACES[2] else place for place in PLACES
    ]


def _lock(tx: Transaction, *person_ids: UUID) -> list[Group]:
    """All groups and sessions that know one of the two, in the order in which everybody locks them."""
    attended = select(Session.group_id).join(Attendance).where(Attendance.person_id.in_(person_ids))
    enrolled = select(Enrolment.group_id).where(Enrolment.person_id.in_(person_ids))
    gives = or_(*(Group.trainer_ids.contains([person_id]) for person_id in person_ids))
    known = or_(gives, Group.id.in_(enrolled), Group.id.in_(attended))
    found = list(tx.scalars(select(Group).where(known).order_by(Group.id)))
    programmes = tx.scalars(
        select(Programme).where(Programme.id.in_([group.programme_id for group in found])).order_by(Programme.id)
    )
    access.lock(tx, *programmes, *found)
    return found


def _places(tx: Transaction, *person_ids: UUID) -> dict[tuple[UUID, UUID], str]:
    rows = tx.execute(
        select(Enrolment.group_id, Enrolment.person_id, Enrolment.state).where(Enrolment.person_id.in_(person_ids))
    )
    return {(row.group_id, row.person_id): row.state for row in rows}


def _groups_in(moves: Moves) -> set[UUID]:
    return {
        UUID(group_id)
        for table in ("enrolments", "completions")
        for (group_id,) in merging.moved(moves, table, "group_id")
    }


def _tell(tx: Transaction, its_groups: list[Group], moves: Moves) -> None:
    """Others hear of what this changed besides the ids: trainers, completions, and who counts in a session."""
    given = {UUID(group_id) for (group_id,) in merging.moved(moves, "groups", "id")}
    for group in its_groups:
        if group.id in given:
            groups.announce(tx, group)
        records.settle_completions(tx, group.programme_id, group.id)
    attended = [UUID(session_id) for (session_id,) in merging.moved(moves, "attendances", "session_id")]
    for session in tx.scalars(select(Session).where(Session.id.in_(attended)).order_by(Session.id)):
        record = tx.get_one(Record, session.id)
        access.lock_session(tx, session)
        access.lock(tx, record)
        record.version += 1
        records.announce(tx, session, record, attendance.states_of(tx, session))


def _announce_place(tx: Transaction, group: Group, person_id: UUID, state: str) -> None:
    if state == "enrolled":
        _announce(tx, PersonEnrolled, group, person_id, promoted=False)
    else:
        _announce(tx, PersonWaitlisted, group, person_id)


def _announce(tx: Transaction, event: Any, group: Group, person_id: UUID, **more: Any) -> None:
    publish(tx, event, group_id=group.id, programme_id=group.programme_id, person_id=person_id, **more)
