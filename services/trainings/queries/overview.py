from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, or_, select, union
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, attendance
from services.trainings.queries.next_session import TO_COME
from services.trainings.tables import Attendance, Completion, Enrolment, Group, Invitation, Programme, Session
from shared import clock
from shared.access import Actor
from shared.contracts.trainings import GAPS, MOST_GAPS, MOST_INVITED

Row = dict[str, Any]


def participants(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = access.own_programme(tx, actor, request["programme_id"]).id
    group_id = request["group_id"]
    people = _of_the_programme(programme_id).subquery()
    person = people.c.person_id
    enrolled = exists(literal(1)).where(Enrolment.programme_id == programme_id, Enrolment.person_id == person)
    completed = (
        exists(literal(1))
        .where(Completion.person_id == person, Completion.group_id == Group.id, Group.programme_id == programme_id)
        .correlate(people)
    )
    statement = select(person).order_by(person).limit(MOST_INVITED)
    if group_id is not None:
        in_group = select(Enrolment.person_id).where(Enrolment.group_id == group_id)
        statement = statement.where(person.in_(in_group))
    for wanted, is_so in ((request["completed"], completed), (request["grouped"], enrolled)):
        if wanted is not None:
            statement = statement.where(is_so if wanted else ~is_so)
    return {"person_ids": list(tx.scalars(statement))}


def _of_the_programme(programme_id: UUID) -> Any:
    """Who was erased keeps an attendance under a random id, and is nobody to be looked for: without an invitation or a
    place nobody is listed."""
    invited = select(Invitation.person_id).join(Session).where(Session.programme_id == programme_id)
    enrolled = select(Enrolment.person_id).where(Enrolment.programme_id == programme_id)
    return union(invited, enrolled)


def gaps(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Three statements: the programme, its sessions, its groups."""
    programme_id = access.own_programme(tx, actor, request["programme_id"]).id
    sessions = _sessions(tx, Session.programme_id == programme_id)
    found = [*_of_sessions(sessions), *_of_groups(_groups(tx, Group.programme_id == programme_id))]
    order = {kind: place for place, kind in enumerate(GAPS)}
    found.sort(key=lambda gap: order[gap["kind"]])
    return {
        "gaps": found[:MOST_GAPS],
        "over": len(sessions),
        "recorded": sum(row["state"] == "recorded" for row in sessions),
    }


def all_gaps(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """How many of each kind, in each programme that the actor coordinates."""
    own = select(Programme.id).where(Programme.coordinator_ids.contains([actor.id]))
    sessions, groups = _sessions(tx, Session.programme_id.in_(own)), _groups(tx, Group.programme_id.in_(own))
    counts: dict[UUID, dict[str, int]] = {}
    for row in (*sessions, *groups):
        counts.setdefault(row["programme_id"], {})
    for gap in (*_of_sessions(sessions), *_of_groups(groups)):
        of_programme = counts[gap["programme_id"]]
        of_programme[gap["kind"]] = of_programme.get(gap["kind"], 0) + 1
    return {"programmes": [{"programme_id": id_, "gaps": found} for id_, found in counts.items()]}


def _sessions(tx: Transaction, which: ColumnElement[bool]) -> list[Row]:
    """Those that are over by their plan, with how many people have no attendance."""
    people = attendance.people_of(Session.id, Session.group_id).subquery()
    attended = exists(literal(1)).where(Attendance.session_id == Session.id, Attendance.person_id == people.c.person_id)
    missing = select(func.count()).select_from(people).where(~attended.correlate(Session, people))
    rows = tx.execute(
        select(
            Session.programme_id,
            Session.id.label("session_id"),
            Session.kind.label("session_kind"),
            Session.title.label("session_title"),
            Session.state,
            Session.starts_at,
            Session.group_id,
            Group.name.label("group_name"),
            missing.correlate(Session).scalar_subquery().label("people"),
        )
        .outerjoin(Group, Group.id == Session.group_id)
        .where(which, Session.state != "cancelled")
        .where(or_(Session.state == "recorded", Session.ends_at < clock.now()))
        .order_by(Session.starts_at, Session.id)
    )
    return [row._asdict() for row in rows]


def _of_sessions(sessions: list[Row]) -> list[Row]:
    return [
        row | {"kind": "session_without_record" if row["state"] in TO_COME else "attendance_not_recorded"}
        for row in sessions
        if row["state"] in TO_COME or row["people"]
    ]


def _groups(tx: Transaction, which: ColumnElement[bool]) -> list[Row]:
    has_people = exists(literal(1)).where(Enrolment.group_id == Group.id, Enrolment.state == "enrolled")
    rows = tx.execute(
        select(Group.programme_id, Group.id, Group.name, Group.trainer_ids, has_people.label("has_people"))
        .where(which)
        .order_by(Group.name, Group.id)
    )
    return [row._asdict() for row in rows]


def _of_groups(groups: list[Row]) -> list[Row]:
    nothing = dict.fromkeys(("session_id", "session_kind", "session_title", "starts_at"))
    found = []
    for group in groups:
        about = {"programme_id": group["programme_id"], "group_id": group["id"], "group_name": group["name"]}
        kinds = {"group_without_trainer": not group["trainer_ids"], "group_without_people": not group["has_people"]}
        found += [{**nothing, **about, "kind": kind, "people": 0} for kind, is_so in kinds.items() if is_so]
    return found
