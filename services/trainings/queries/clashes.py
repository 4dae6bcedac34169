"""Sessions at the same time that need the same room or the same people. A clash is told, never refused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, and_, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from services.trainings import access, rules
from services.trainings.queries.next_session import TO_COME
from services.trainings.tables import Group, Session, SessionRole
from shared.access import Actor
from shared.contracts import trainings as contract
from shared.database import settings_of

Moment = Any  # a moment, or the column of the row at hand
Found = dict[UUID, list[dict[str, Any]]]


def clashes(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of the sessions that are to come; others, and what the actor may not see, are left out."""
    found = of_sessions(tx, actor, Session.id.in_(request["session_ids"]))
    return {"sessions": [{"session_id": session_id, "clashes": each} for session_id, each in found.items()]}


def clashes_of_plan(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    session_id, people = _who_is_planned(tx, actor, request)
    starts_at = rules.the_moment_of(request["date"], request["start_time"], settings_of(tx).time_zone)
    if starts_at is None:
        return {"clashes": []}
    ends_at = starts_at + timedelta(minutes=request["minutes"] or contract.MINUTES[request["kind"]])
    place = request["place"] if rules.a_session_needs_a_place(request["delivery"]) else None
    others = tx.execute(_others(actor, starts_at, ends_at).where(Session.id != session_id))
    return {"clashes": _as_clashes((place, people, row) for row in others)}


def clashes_of_trainers(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What the sessions of a group that are to come would clash with if these trainers gave them."""
    group = access.own_group(tx, actor, request["group_id"])
    newcomers = [person_id for person_id in request["trainer_ids"] if person_id not in group.trainer_ids]
    found = of_sessions(tx, actor, Session.group_id == group.id, people=newcomers)
    return {"clashes": [clash for each in found.values() for clash in each if clash["trainer_ids"]]}


def of_sessions(
    tx: Transaction, actor: Actor, which: ColumnElement[bool], *, people: Sequence[UUID] | None = None
) -> Found:
    """Session -> its clashes, in one statement. With `people` as if these, and nobody else, gave the sessions."""
    mine = (
        select(Session.id, Session.starts_at, Session.ends_at, Session.place, Session.group_id)
        .where(which, Session.state.in_(TO_COME))
        .where(access.is_visible_to(actor, Session.programme_id, Session.group_id))
        .subquery()
    )
    here = aliased(Session, mine)
    rows = tx.execute(
        _others(actor, here.starts_at, here.ends_at)
        .add_columns(here.id.label("of_id"), here.place.label("its_place"), who_gives(here).label("its_people"))
        .join(here, Session.id != here.id)
    )
    found: dict[UUID, list[tuple[str | None, Iterable[UUID], Row[Any]]]] = defaultdict(list)
    for row in rows:
        found[row.of_id].append((row.its_place, row.its_people or [] if people is None else people, row))
    told = {session_id: _as_clashes(each) for session_id, each in found.items()}
    return {session_id: each for session_id, each in told.items() if each}


def who_is_taken(tx: Transaction, starts_at: datetime, ends_at: datetime, but: UUID | None = None) -> set[UUID]:
    """Everybody who has a part in giving another session at that time."""
    rows = tx.scalars(select(who_gives(Session)).where(at_the_same_time(starts_at, ends_at), Session.id != but))
    return {person_id for people in rows for person_id in people or []}


def at_the_same_time(starts_at: Moment, ends_at: Moment) -> ColumnElement[bool]:
    """Condition on a session to come. How long one may be bounds what the index has to look at."""
    return and_(
        Session.state.in_(TO_COME),
        Session.starts_at < ends_at,
        Session.starts_at > starts_at - rules.LONGEST_SESSION,
        Session.ends_at > starts_at,
    )


def who_gives(session: Any) -> ColumnElement[list[UUID]]:
    """Who has a role in the session of the row at hand; without roles the trainers of its group."""
    with_a_role = (
        select(func.array_agg(SessionRole.person_id)).where(SessionRole.session_id == session.id).scalar_subquery()
    )
    group = aliased(Group)  # the row at hand may come with a group of its own
    of_the_group = select(group.trainer_ids).where(group.id == session.group_id).scalar_subquery()
    return func.coalesce(with_a_role, of_the_group, type_=ARRAY(Uuid))


def _who_is_planned(tx: Transaction, actor: Actor, request: dict[str, Any]) -> tuple[UUID | None, list[UUID]]:
    """The session that is changed, if any, and who gives what is planned."""
    if request["session_id"] is not None:
        session, _record, _group = access.given_session(tx, actor, request["session_id"])
        return session.id, tx.scalar(select(who_gives(Session)).where(Session.id == session.id)) or []
    if request["group_id"] is not None:
        return None, access.given_group(tx, actor, request["group_id"]).trainer_ids
    access.own_programme(tx, actor, request["programme_id"])
    return None, []


def _others(actor: Actor, starts_at: Moment, ends_at: Moment) -> Select[*tuple[Any, ...]]:
    """Sessions to come at that time, of whatever programme."""
    return (
        select(
            Session.id.label("session_id"),
            Session.kind,
            Session.title,
            Group.name.label("group_name"),
            Session.starts_at,
            Session.ends_at,
            Session.place,
            who_gives(Session).label("people"),
            access.is_visible_to(actor, Session.programme_id, Session.group_id).label("visible"),
        )
        .select_from(Session)
        .outerjoin(Group, Group.id == Session.group_id)
        .where(at_the_same_time(starts_at, ends_at))
        .order_by(Session.starts_at, Session.id)
    )


def _as_clashes(found: Iterable[tuple[str | None, Iterable[UUID], Row[Any]]]) -> list[dict[str, Any]]:
    """Of the sessions at the same time those that need something twice."""
    told = []
    for place, people, other in found:
        same_room = rules.is_the_same_room(place, other.place)
        trainer_ids = rules.who_is_needed_twice(list(people), other.people or [])
        if same_room or trainer_ids:
            fields = ("session_id", "kind", "title", "group_name", "starts_at", "ends_at", "place")
            plan = {field: getattr(other, field) for field in fields}
            told.append(plan | {"same_room": same_room, "trainer_ids": trainer_ids, "visible": bool(other.visible)})
    return told
