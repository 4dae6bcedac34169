"""Who may act on what: a coordinator on their programmes, a trainer on the groups that they give.

Commands lock what they decide on, always in the order programme, group, session.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, any_, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm import Session as Transaction

from services.trainings.errors import GroupNotYours, ProgrammeNotYours
from services.trainings.tables import Base, Group, Programme, Record, Session
from shared.access import COORDINATOR, Actor
from shared.errors import NotFound

IdOfARow = InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]


def own_programme(tx: Transaction, actor: Actor, programme_id: UUID) -> Programme:
    programme = tx.get(Programme, programme_id)
    if programme is None:
        raise NotFound()
    _refuse_a_stranger(actor, programme)
    return programme


def own_group(tx: Transaction, actor: Actor, group_id: UUID) -> Group:
    """For the programme's coordinators."""
    group, programme = _group(tx, group_id)
    _refuse_a_stranger(actor, programme)
    return group


def given_group(tx: Transaction, actor: Actor, group_id: UUID) -> Group:
    """For the programme's coordinators and the group's trainers."""
    group, programme = _group(tx, group_id)
    _refuse_who_does_not_give_it(actor, programme, group)
    return group


def own_session(tx: Transaction, actor: Actor, session_id: UUID) -> Session:
    """For the programme's coordinators."""
    session, _record, _group, programme = _session(tx, session_id)
    _refuse_a_stranger(actor, programme)
    return session


def given_session(tx: Transaction, actor: Actor, session_id: UUID) -> tuple[Session, Record, Group | None]:
    """For the programme's coordinators and, if it belongs to a group, the group's trainers."""
    session, record, group, programme = _session(tx, session_id)
    _refuse_who_does_not_give_it(actor, programme, group)
    return session, record, group


def lock(tx: Transaction, *rows: Base | None) -> None:
    """Waits for who changes them now, and reads them anew."""
    for row in rows:
        if row is not None:
            tx.refresh(row, with_for_update={"key_share": True})


def lock_session(tx: Transaction, session: Session) -> None:
    """With its group, on which the two parts of a course meet."""
    if session.group_id is not None:
        lock(tx, tx.get(Group, session.group_id))
    lock(tx, session)


def is_visible_to(
    actor: Actor, programme_id: IdOfARow, group_id: IdOfARow, *, mine: bool = False
) -> ColumnElement[bool]:
    """Condition on a row's programme and group: the actor coordinates or gives it; with `mine` only what they give.

    Both are looked up before any row is, so that an index leads to the rows.
    """
    gives = group_id == any_of(select(Group.id).where(Group.trainer_ids.contains([actor.id])))
    if mine or not actor.has(COORDINATOR):
        return gives
    coordinates = select(Programme.id).where(Programme.coordinator_ids.contains([actor.id]))
    return or_(programme_id == any_of(coordinates), gives)


def any_of(ids: Select[Any]) -> Any:
    return any_(func.array(ids.correlate(None).scalar_subquery(), type_=ARRAY(Uuid)))


def refuse_a_stranger_to(tx: Transaction, actor: Actor, programme_id: UUID | None, group_id: UUID | None) -> None:
    """A list that is asked of one programme, or of one group, is for those who have a part in it."""
    if group_id is not None:
        given_group(tx, actor, group_id)
    if programme_id is not None:
        _refuse_who_has_no_part(tx, actor, programme_id)


def _refuse_who_has_no_part(tx: Transaction, actor: Actor, programme_id: UUID) -> None:
    gives = select(Group.id).where(Group.programme_id == Programme.id, Group.trainer_ids.contains([actor.id]))
    found = tx.execute(select(Programme, gives.exists()).where(Programme.id == programme_id)).first()
    if found is None:
        raise NotFound()
    programme, gives_a_group = found
    if not gives_a_group:
        _refuse_a_stranger(actor, programme)


def _coordinates(actor: Actor, programme: Programme) -> bool:
    return actor.has(COORDINATOR) and actor.id in programme.coordinator_ids


def _refuse_a_stranger(actor: Actor, programme: Programme) -> None:
    if not _coordinates(actor, programme):
        raise ProgrammeNotYours()


def _refuse_who_does_not_give_it(actor: Actor, programme: Programme, group: Group | None) -> None:
    if _coordinates(actor, programme) or (group is not None and actor.id in group.trainer_ids):
        return
    if group is None or actor.has(COORDINATOR):
        raise ProgrammeNotYours()
    raise GroupNotYours()


def _group(tx: Transaction, group_id: UUID) -> tuple[Group, Programme]:
    found = tx.execute(select(Group, Programme).join(Programme).where(Group.id == group_id)).first()
    if found is None:
        raise NotFound()
    return found


def _session(tx: Transaction, session_id: UUID) -> tuple[Session, Record, Group | None, Programme]:
    found = tx.execute(
        select(Session, Record, Group, Programme)
        .join(Record)
        .join(Programme, Programme.id == Session.programme_id)
        .outerjoin(Group, Group.id == Session.group_id)
        .where(Session.id == session_id)
    ).first()
    if found is None:
        raise NotFound()
    return found
