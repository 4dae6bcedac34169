from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAMember
from services.networks.tables import Material, Member, ProviderContact, ProviderDate
from shared import clock
from shared.access import COORDINATOR, TRAINER, Actor
from shared.contracts.networks import MOST_DATES

CONTACT = ("organisation", "contact", "email", "phone", "website", "about")
MATERIAL = ("id", "title", "kind", "link", "language", "purpose", "added_on", "version")
DATE = ("id", "title", "starts_at", "ends_at", "place", "link", "state", "revision")
THE_ONE = 1  # the row of the contact


def provider(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    _refuse_a_stranger(tx, actor)
    found = tx.get(ProviderContact, THE_ONE)
    return {
        "contact": {field: getattr(found, field) for field in CONTACT} if found else None,
        "version": found.version if found else 0,
        "may_change": actor.has(COORDINATOR),
        "may_add": actor.has(COORDINATOR, TRAINER),
    }


def material(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    _refuse_a_stranger(tx, actor)
    filters = [getattr(Material, name) == request[name] for name in ("kind", "language") if request[name]]
    found = tx.scalars(select(Material).where(*filters).order_by(Material.added_on.desc(), Material.id.desc()))
    return {"material": [{field: getattr(each, field) for field in MATERIAL} for each in found]}


def provider_dates(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    _refuse_a_stranger(tx, actor)
    now = clock.now()
    statement = (
        select(ProviderDate).where(ProviderDate.ends_at <= now).order_by(ProviderDate.starts_at.desc())
        if request["held"]
        else select(ProviderDate).where(ProviderDate.ends_at > now).order_by(ProviderDate.starts_at)
    )
    return {"dates": [_date(each) for each in tx.scalars(statement.limit(MOST_DATES))]}


def my_provider_dates(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What was cancelled stays in, so that a calendar takes its entry back."""
    is_member = exists().where(Member.person_id == actor.id)
    latest = select(ProviderDate).where(is_member).order_by(ProviderDate.starts_at.desc()).limit(MOST_DATES)
    return {"dates": [_date(each) for each in tx.scalars(latest)]}


def member_ids(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, list[UUID]]:
    """For the digests."""
    return {"person_ids": list(tx.scalars(select(Member.person_id).order_by(Member.person_id)))}


def _refuse_a_stranger(tx: Session, actor: Actor) -> None:
    is_staff = actor.has(COORDINATOR, TRAINER)
    is_member = not is_staff and tx.get(Member, actor.id) is not None
    if not rules.who_reads_what_the_provider_brings(is_member=is_member, is_staff=is_staff):
        raise NotAMember()


def _date(date: ProviderDate) -> dict[str, Any]:
    return {field: getattr(date, field) for field in DATE}
