from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, array_agg
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotTakingPart
from services.networks.queries.membership import refuse_a_stranger, refuse_an_outsider
from services.networks.queries.pages import page_of_rows
from services.networks.tables import (
    AgendaItem,
    Initiative,
    InitiativeNeed,
    InitiativeStep,
    Meeting,
    Offer,
    Participation,
    ProgressNote,
)
from shared.access import Actor
from shared.errors import NotFound

DESCRIBED = ("id", "title", "state", "theme", "area_ids", "author_id", "started_at", "active_at")


def initiatives(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those in which something happened last come first."""
    refuse_an_outsider(tx, actor)
    own = select(Participation.initiative_id).where(Participation.person_id == actor.id)
    open_needs = _count(InitiativeNeed, InitiativeNeed.met.is_(False))
    filters: list[ColumnElement[bool]] = []
    for column, name in ((Initiative.state, "state"), (Initiative.theme, "theme")):
        if request[name] is not None:
            filters.append(column == request[name])
    if request["area_id"] is not None:
        filters.append(Initiative.area_ids.contains([request["area_id"]]))
    if request["mine"]:
        filters.append(Initiative.id.in_(own))
    if request["needing"]:
        filters += [open_needs > 0, Initiative.state.in_(("idea", "running", "resting"))]
    statement = (
        select(
            *(getattr(Initiative, name) for name in DESCRIBED),
            _count(Participation).label("people"),
            _count(InitiativeStep).label("steps"),
            _count(InitiativeStep, InitiativeStep.done_at.is_not(None)).label("steps_done"),
            open_needs.label("open_needs"),
            Initiative.id.in_(own).label("mine"),
        )
        .where(*filters)
        .order_by(Initiative.active_at.desc(), Initiative.id.desc())
    )
    return page_of_rows(tx, statement, request)


def initiative(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_an_outsider(tx, actor)
    people = (
        select(array_agg(aggregate_order_by(Participation.person_id, Participation.joined_at, Participation.person_id)))
        .where(Participation.initiative_id == Initiative.id)
        .scalar_subquery()
    )
    found = tx.execute(select(Initiative, people).where(Initiative.id == request["initiative_id"])).one_or_none()
    if found is None:
        raise NotFound()
    described, person_ids = found
    return {name: getattr(described, name) for name in (*DESCRIBED, "purpose", "version")} | {
        "person_ids": person_ids or [],
        "steps": _steps(tx, described.id),
        "needs": _needs(tx, described.id),
        "notes": _notes(tx, described.id),
        "presented": _presented(tx, described.id),
    }


def locked(tx: Session, actor: Actor, initiative_id: UUID) -> Initiative:
    """Every change of an initiative waits for the one before. For members."""
    refuse_a_stranger(tx, actor, writing=True)
    return _locked(tx, initiative_id)


def own(tx: Session, actor: Actor, initiative_id: UUID) -> Initiative:
    """Refuses who does not take part."""
    found = locked(tx, actor, initiative_id)
    if not rules.whoever_takes_part_changes_it(actor.id, people_of(tx, found.id)):
        raise NotTakingPart()
    return found


def supported(tx: Session, actor: Actor, initiative_id: UUID) -> Initiative:
    """For members, and for who supports the network."""
    refuse_an_outsider(tx, actor, writing=True)
    return _locked(tx, initiative_id)


def people_of(tx: Session, initiative_id: UUID) -> list[UUID]:
    return list(tx.scalars(select(Participation.person_id).where(Participation.initiative_id == initiative_id)))


def _locked(tx: Session, initiative_id: UUID) -> Initiative:
    found = tx.get(Initiative, initiative_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def _count(table: Any, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(table.initiative_id == Initiative.id, *which).scalar_subquery()


def _steps(tx: Session, initiative_id: UUID) -> list[dict[str, Any]]:
    """What is to be done first, the next day first; what is done in the order of the doing."""
    order = (InitiativeStep.done_at.nulls_first(), InitiativeStep.due_on.nulls_last(), InitiativeStep.id)
    steps = tx.scalars(select(InitiativeStep).where(InitiativeStep.initiative_id == initiative_id).order_by(*order))
    return [
        {"id": step.id, "text": step.text, "owner_id": step.owner_id, "due_on": step.due_on, "done": bool(step.done_at)}
        for step in steps
    ]


def _needs(tx: Session, initiative_id: UUID) -> list[dict[str, Any]]:
    """Those that nobody has met first; each with what was offered, in that order."""
    rows = tx.execute(
        select(InitiativeNeed, Offer)
        .outerjoin(Offer, Offer.need_id == InitiativeNeed.id)
        .where(InitiativeNeed.initiative_id == initiative_id)
        .order_by(InitiativeNeed.met, InitiativeNeed.id, Offer.offered_at, Offer.id)
    )
    needs: dict[UUID, dict[str, Any]] = {}
    for need, offer in rows:
        told = {name: getattr(need, name) for name in ("id", "kind", "text", "met")} | {"offers": []}
        offers = needs.setdefault(need.id, told)["offers"]
        if offer is not None:
            offers.append({name: getattr(offer, name) for name in ("id", "text", "author_id", "offered_at")})
    return list(needs.values())


def _notes(tx: Session, initiative_id: UUID) -> list[dict[str, Any]]:
    """The newest first."""
    notes = tx.scalars(
        select(ProgressNote)
        .where(ProgressNote.initiative_id == initiative_id)
        .order_by(ProgressNote.written_at.desc(), ProgressNote.id.desc())
    )
    return [{name: getattr(note, name) for name in ("id", "text", "author_id", "written_at")} for note in notes]


def _presented(tx: Session, initiative_id: UUID) -> list[dict[str, Any]]:
    """The latest first; without meetings that were cancelled."""
    rows = tx.execute(
        select(Meeting.id.label("meeting_id"), Meeting.title, Meeting.starts_at)
        .distinct()
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.initiative_id == initiative_id, Meeting.state == "planned")
        .order_by(Meeting.starts_at.desc())
    )
    return [row._asdict() for row in rows]
