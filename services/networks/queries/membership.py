from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.queries.pages import page
from services.networks.tables import Invitation, Member
from shared import clock
from shared.access import COORDINATOR, SUPPORT, Actor
from shared.database import settings_of
from shared.errors import NotFound

ALL = frozenset(rules.AUDIENCES)  # what people see of themselves


def invitation(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.get(Invitation, actor.id)
    return {"state": found.state if found else "none", "member": tx.get(Member, actor.id) is not None}


def membership(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    own = tx.get(Member, actor.id)
    if own is None:
        return {"standing": None, "until": None, "months": None, "ending": False}
    on = today(tx)
    return {
        "standing": rules.the_standing_of_a_member(own.until, on),
        "until": own.until,
        "months": own.months,
        "ending": rules.it_is_time_to_renew(own.until, on),
    }


def member(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    found = tx.get(Member, request["person_id"])
    if found is None:
        raise NotFound()
    audiences = ALL if found.person_id == actor.id else what_they_see(tx, actor)
    return as_shown(found, audiences, today(tx))


def members(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first. A coordinator sees who is in the network; the board is the members' own."""
    audiences = what_they_see(tx, actor)
    if not audiences:
        raise NotAMember()
    on = today(tx)
    wanted = {
        "expertise": (Member.expertise, Member.expertise_for),
        "area_id": (Member.area_ids, Member.areas_for),
        "language": (Member.languages, Member.languages_for),
    }
    filters: list[ColumnElement[bool]] = [
        column.contains([request[name]]) & (audience.in_(audiences) | (Member.person_id == actor.person_id))
        for name, (column, audience) in wanted.items()
        if request[name] is not None
    ]
    if request["standing"] is not None:
        is_active = Member.until >= on
        filters.append(is_active if request["standing"] == "active" else ~is_active)
    statement = select(Member).where(*filters).order_by(Member.joined_at.desc(), Member.person_id.desc())
    return page(tx, statement, request, lambda row: as_shown(row, ALL if row.person_id == actor.id else audiences, on))


def refuse_a_stranger(tx: Session, actor: Actor, *, writing: bool = False) -> None:
    """Who writes is held as a member until it is written, so that an erasure in between misses nothing."""
    if tx.get(Member, actor.id, with_for_update={"read": True} if writing else None) is None:
        raise NotAMember()


def refuse_an_outsider(tx: Session, actor: Actor, *, writing: bool = False) -> None:
    """Who supports the network need not be a member to see what is to be arranged."""
    if not actor.has(SUPPORT):
        refuse_a_stranger(tx, actor, writing=writing)


def what_they_see(tx: Session, actor: Actor) -> frozenset[str]:
    """For whom a part has to be, that this person is shown it; nothing for who is outside."""
    is_member = tx.get(Member, actor.id) is not None
    return rules.audiences_with(a_member=is_member, a_coordinator=actor.has(COORDINATOR))


def as_shown(member: Member, audiences: frozenset[str], on: date) -> dict[str, Any]:
    profile = {column.name: getattr(member, column.name) for column in Member.__table__.columns}
    return rules.what_is_shown(profile, audiences) | {
        "person_id": member.person_id,
        "joined_at": member.joined_at,
        "standing": rules.the_standing_of_a_member(member.until, on),
    }


def is_member(tx: Session, actor: Actor) -> bool:
    return tx.get(Member, actor.id) is not None


def member_ids(tx: Session, *, without: Select[Any] | None = None) -> list[UUID]:
    """Of whom the network tells something; `without` those of another list."""
    statement = select(Member.person_id).order_by(Member.person_id)
    return list(tx.scalars(statement if without is None else statement.where(Member.person_id.not_in(without))))


def locked_invitation(tx: Session, person_id: UUID) -> Invitation | None:
    """What a person and the events decide about membership is decided under this lock."""
    return tx.get(Invitation, person_id, with_for_update=True, populate_existing=True)


def own(tx: Session, actor: Actor) -> Member:
    """To change it."""
    member = tx.get(Member, actor.id, with_for_update=True, populate_existing=True)
    if member is None:
        raise NotAMember()
    return member


def today(tx: Session) -> date:
    return clock.today(settings_of(tx).time_zone)
