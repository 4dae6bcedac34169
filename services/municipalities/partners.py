"""Partner organisations of a programme: who may be asked to nominate people, and whom to write to."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.errors import PartnerExists
from services.municipalities.tables import Partner
from shared.access import Actor
from shared.contracts.municipalities import PartnerChanged
from shared.errors import ChangedMeanwhile, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

FIELDS = ("name", "contact_id", "willing", "able")


def partners(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By name; for the coordinators of the programme and operators."""
    queries.readable(tx, actor, request["programme_id"])
    found = tx.scalars(
        select(Partner).where(Partner.programme_id == request["programme_id"]).order_by(Partner.name, Partner.id)
    )
    return {"partners": [_as_data(partner) for partner in found]}


def partner_names(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    rows = tx.execute(select(Partner.id, Partner.name).where(Partner.id.in_(request["partner_ids"])))
    return {"partners": [row._asdict() for row in rows]}


def add_partner(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = queries.own(tx, actor, request["programme_id"])
    _refuse_a_second(tx, programme.id, request["name"])
    partner = Partner(id=new_id(), programme_id=programme.id, **{field: request[field] for field in FIELDS})
    tx.add(partner)
    _announce(tx, partner)
    return {"id": partner.id}


def change_partner(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    queries.own(tx, actor, request["programme_id"])
    partner = tx.get(Partner, request["partner_id"])
    if partner is None or partner.programme_id != request["programme_id"]:
        raise NotFound()
    if request["version"] != partner.version:
        raise ChangedMeanwhile(version=partner.version)
    _refuse_a_second(tx, partner.programme_id, request["name"], partner.id)
    for field in FIELDS:
        setattr(partner, field, request[field])
    partner.version += 1
    _announce(tx, partner)


def _refuse_a_second(tx: Session, programme_id: UUID, name: str, but: UUID | None = None) -> None:
    same = select(Partner.id).where(Partner.programme_id == programme_id, Partner.name == name)
    if tx.scalar(same.where(Partner.id.is_distinct_from(but))) is not None:
        raise PartnerExists()


def _announce(tx: Session, partner: Partner) -> None:
    publish(
        tx,
        PartnerChanged,
        partner_id=partner.id,
        programme_id=partner.programme_id,
        contact_id=partner.contact_id,
        willing=partner.willing,
        able=partner.able,
    )


def _as_data(partner: Partner) -> dict[str, Any]:
    return {name: getattr(partner, name) for name in ("id", *FIELDS, "version")}
