from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, attendance, rules
from services.trainings.attendance import States
from services.trainings.commands import certificates, thank_yous
from services.trainings.commands.arrangements import write_down_who_gives
from services.trainings.commands.sessions import refuse_the_cancelled
from services.trainings.errors import GroundRulesNeeded, SessionIsRecorded, SessionNotOpen, SessionOpenAlready
from services.trainings.queries.courses_given import course_as_given
from services.trainings.tables import (
    Attendance,
    AttendanceChange,
    Completion,
    EarlierRecord,
    Group,
    Programme,
    Record,
    Session,
)
from shared import clock
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.contracts.trainings import CourseCompleted, CourseCompletionWithdrawn, SessionRecorded
from shared.errors import ChangedMeanwhile, Invalid
from shared.messaging.outbox import publish


def open_session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """The participants have agreed on how they talk with each other."""
    session, record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    access.lock(tx, record)
    refuse_the_cancelled(session)
    if not request["agreed"]:
        raise GroundRulesNeeded()
    if session.state == "recorded":
        raise SessionIsRecorded()
    if session.state == "open":
        if record.ground_rules != request["ground_rules"]:
            raise SessionOpenAlready()
        return
    session.state = "open"
    record.ground_rules = request["ground_rules"]
    record.ground_rules_agreed_at = clock.now()


def record_session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A save over somebody else's is a conflict that shows theirs; what is saved already is not saved again."""
    session, record, group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    access.lock(tx, record)
    _refuse_what_can_not_be_recorded(session)
    before = attendance.states_of(tx, session)
    given = _given(request["attendance"])
    content = _content(request)
    if _is_saved_already(record, content, before, given):
        return _recorded(tx, session, record, before)
    if request["version"] != record.version:
        raise ChangedMeanwhile(current=contract.Record().dump(attendance.record_as_data(record, before)))
    _refuse_strangers(request["attendance"], before)
    _refuse_strange_owners(tx, session, group, record, request["follow_ups"], before)
    _keep_as_it_was(tx, record)
    for field, value in content.items():
        setattr(record, field, value)
    record.version += 1
    record.recorded_at = clock.now()
    record.recorded_by = actor.id
    session.state = "recorded"
    write_down_who_gives(tx, session, group)
    changed = {person_id: state for person_id, state in given.items() if state != before[person_id]}
    _keep(tx, session, changed)
    _keep_who_changed(tx, record, before, changed)
    thank_yous.draft(tx, session, changed)
    after = before | given
    announce(tx, session, record, after)
    if session.group_id is not None:
        settle_completions(tx, session.programme_id, session.group_id)
    return _recorded(tx, session, record, after)


def _refuse_what_can_not_be_recorded(session: Session) -> None:
    refuse_the_cancelled(session)
    if session.kind != "introduction" and session.state == "planned":
        raise SessionNotOpen()


def _given(lines: list[dict[str, Any]]) -> States:
    given: States = {}
    for number, line in enumerate(lines):
        if line["person_id"] in given:
            raise Invalid({f"attendance.{number}.person_id": ["twice"]})
        given[line["person_id"]] = line["state"]
    return given


def _refuse_strangers(lines: list[dict[str, Any]], people: States) -> None:
    strangers = [number for number, line in enumerate(lines) if line["person_id"] not in people]
    if strangers:
        raise Invalid({f"attendance.{number}.person_id": ["not_a_choice"] for number in strangers})


def _refuse_strange_owners(
    tx: Transaction,
    session: Session,
    group: Group | None,
    record: Record,
    follow_ups: list[dict[str, Any]],
    people: States,
) -> None:
    """Who has left since may still see to what they took on."""
    if not any(follow_up["owner_id"] for follow_up in follow_ups):
        return
    programme = tx.get_one(Programme, session.programme_id)
    allowed = rules.who_may_see_to_a_follow_up(
        people, group.trainer_ids if group else [], programme.coordinator_ids, of_a_group=group is not None
    )
    allowed |= {follow_up["owner_id"] for follow_up in attendance.content_of(record)["follow_ups"]}
    wrong = [n for n, each in enumerate(follow_ups) if each["owner_id"] and each["owner_id"] not in allowed]
    if wrong:
        raise Invalid({f"follow_ups.{number}.owner_id": ["not_a_choice"] for number in wrong})


def _keep_as_it_was(tx: Transaction, record: Record) -> None:
    if record.version:
        kept = ("session_id", "version", "recorded_at", "recorded_by", *attendance.CONTENT)
        tx.add(EarlierRecord(**{field: getattr(record, field) for field in kept}))


def _keep_who_changed(tx: Transaction, record: Record, before: States, changed: States) -> None:
    """Not of the first save, before which nobody was recorded."""
    if record.version > 1 and changed:
        rows = [
            {"session_id": record.session_id, "version": record.version, "person_id": person_id}
            | {"before": before[person_id], "after": state}
            for person_id, state in changed.items()
        ]
        tx.execute(insert(AttendanceChange), rows)


def _content(request: dict[str, Any]) -> dict[str, Any]:
    """What the record holds besides the attendance, as it is kept."""
    return {
        "techniques": rules.each_once(request["techniques"]),
        "covered": rules.each_once(request["covered"]),
        "notes": request["notes"],
        "insights": request["insights"],
        "agreements": request["agreements"],
        "follow_ups": contract.FollowUp(many=True).dump(request["follow_ups"]),
    }


def _is_saved_already(record: Record, content: dict[str, Any], before: States, given: States) -> bool:
    if record.version == 0 or before | given != before:
        return False
    return all(getattr(record, field) == value for field, value in content.items())


def _keep(tx: Transaction, session: Session, changed: States) -> None:
    unrecorded = attendance.people_with(changed, "not_recorded")
    tx.execute(delete(Attendance).where(Attendance.session_id == session.id, Attendance.person_id.in_(unrecorded)))
    rows = [
        {"session_id": session.id, "person_id": person_id, "state": state}
        for person_id, state in changed.items()
        if state != "not_recorded"
    ]
    if rows:
        upsert = insert(Attendance)
        tx.execute(
            upsert.on_conflict_do_update(
                index_elements=[Attendance.session_id, Attendance.person_id], set_={"state": upsert.excluded.state}
            ),
            rows,
        )


def announce(tx: Transaction, session: Session, record: Record, states: States) -> None:
    publish(
        tx,
        SessionRecorded,
        session_id=session.id,
        programme_id=session.programme_id,
        group_id=session.group_id,
        kind=session.kind,
        record_version=record.version,
        techniques=record.techniques,
        **{f"{state}_ids": attendance.people_with(states, state) for state in contract.ATTENDANCE},
    )


def settle_completions(tx: Transaction, programme_id: UUID, group_id: UUID) -> None:
    """Announces who completed the course just now, and who, after a correction, did not after all."""
    attended: dict[str, list[UUID]] = {kind: [] for kind in contract.COURSE_KINDS}
    for kind, person_id in tx.execute(
        select(Session.kind, Attendance.person_id)
        .join(Attendance)
        .where(Session.group_id == group_id, Session.state == "recorded", Attendance.state == "present")
    ):
        attended[kind].append(person_id)
    completed = rules.who_completed_the_course(attended["training_day"], attended["deepening"])
    announced = set(tx.scalars(select(Completion.person_id).where(Completion.group_id == group_id)))
    given = course_as_given(tx, group_id) if completed - announced else {}
    for person_id in sorted(completed - announced):
        tx.add(Completion(group_id=group_id, person_id=person_id))
        publish(tx, CourseCompleted, group_id=group_id, programme_id=programme_id, person_id=person_id, **given)
    for person_id in sorted(announced - completed):
        tx.execute(delete(Completion).where(Completion.group_id == group_id, Completion.person_id == person_id))
        publish(tx, CourseCompletionWithdrawn, group_id=group_id, programme_id=programme_id, person_id=person_id)
        certificates.revoke_of(tx, group_id, person_id)


def _recorded(tx: Transaction, session: Session, record: Record, states: States) -> dict[str, Any]:
    """`completed`: how many of the group have completed the course by now."""
    completed = tx.scalars(select(Completion.person_id).where(Completion.group_id == session.group_id)).all()
    return {"version": record.version, "present": attendance.present(states), "completed": len(completed)}
