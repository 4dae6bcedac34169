from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, attendance, rules
from services.trainings.queries import filters
from services.trainings.queries.arrangements import arranged_for, reading_for
from services.trainings.queries.book import beside, book_of
from services.trainings.queries.next_session import TO_COME
from services.trainings.queries.pages import page_of
from services.trainings.queries.questions import questions_of
from services.trainings.tables import Attendance, Group, Session
from shared.access import Actor
from shared.database import settings_of

PLAN = (
    Session.id,
    Session.programme_id,
    Session.group_id,
    Session.kind,
    Session.title,
    Session.state,
    Session.starts_at,
    Session.ends_at,
    Session.delivery,
    Session.place,
    Session.link,
    Session.area_id,
    Session.version,
)


def session(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found, record, group = access.given_session(tx, actor, request["session_id"])
    states = attendance.states_of(tx, found)
    more = beside(tx, found)
    return {column.key: getattr(found, column.key) for column in PLAN} | {
        "group_name": group.name if group else None,
        "trainer_ids": group.trainer_ids if group else [],
        "question_code": rules.as_shown(group.question_code) if group else None,
        "people": len(states),
        "present": attendance.present(states),
        "record": attendance.record_as_data(record, states),
        "questions": questions_of(tx, group.id) if group else [],
        "book": book_of(tx, found, group, states, more),
        "arranged": arranged_for(tx, actor, found, group, more.arrangements, more.roles),
    }


def sessions(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The latest first; what is still to be held or recorded, when asked for alone, the earliest first."""
    access.refuse_a_stranger_to(tx, actor, request["programme_id"], request["group_id"])
    visible = access.is_visible_to(actor, Session.programme_id, Session.group_id, mine=request["mine"])
    statement = summaries().where(visible, *filters.of_sessions(request, settings_of(tx).time_zone))
    if request["closed"] is not None:
        statement = statement.where(Session.state.not_in(TO_COME) if request["closed"] else Session.state.in_(TO_COME))
    order = Session.starts_at if request["closed"] is False else Session.starts_at.desc()
    rows, place = page_of(tx, statement.order_by(order, Session.id), request)
    return {"items": as_data(rows)} | place


def first_introduction(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of a programme, whether it was held already or not."""
    programme = access.own_programme(tx, actor, request["programme_id"])
    of_programme = (Session.programme_id == programme.id, Session.kind == "introduction", Session.state != "cancelled")
    statement = summaries().add_columns(reading_for().label("reading")).where(*of_programme)
    found = tx.execute(statement.order_by(Session.starts_at, Session.id).limit(1)).first()
    return {"introduction": found._asdict() if found else None}


def session_details(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For other services, which send mail about them."""
    wanted = select(*PLAN, reading_for().label("reading")).where(Session.id.in_(request["session_ids"]))
    found = tx.execute(wanted).all()
    group_ids = {row.group_id for row in found} | set(request["group_ids"])
    groups = select(Group.id, Group.name, Group.question_code).where(Group.id.in_(group_ids))
    return {
        "sessions": [row._asdict() | {"revision": row.version} for row in found],
        "groups": [
            {"id": group.id, "name": group.name, "question_code": rules.as_shown(group.question_code)}
            for group in tx.execute(groups)
        ],
    }


def summaries() -> Select[*tuple[Any, ...]]:
    return select(
        *PLAN,
        Group.name.label("group_name"),
        _people().label("people"),
        _present().label("present"),
    ).outerjoin_from(Session, Group, Group.id == Session.group_id)


def as_data(rows: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    return [row._asdict() for row in rows]


def _people() -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(attendance.people_of(Session.id, Session.group_id).subquery())
        .scalar_subquery()
    )


def _present() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Attendance.session_id == Session.id, Attendance.state == "present")
        .correlate(Session)
        .scalar_subquery()
    )
