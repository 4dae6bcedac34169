from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.maps.tables import Issue, PolarisationMap
from services.municipalities.strategy.tables import Strategy
from services.municipalities.tables import Coordinator
from services.municipalities.wording.queries import what_looks_like_names
from shared.access import Actor
from shared.errors import NotFound

TEXTS = ("us_and_them", "fuel", "gut_feeling", "middle_asks", "position")
ROLES = ("pushers", "joiners", "middle", "bridge_builders", "scapegoats")
DRAWN = ("drawn_on", "phase", *TEXTS, *ROLES)


def issues(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By title, each with how many maps were drawn and when the last one was."""
    programme_id = queries.readable(tx, actor, request["programme_id"])["id"]
    rows = tx.execute(
        select(
            Issue.id,
            Issue.title,
            func.count(PolarisationMap.id).label("maps"),
            func.max(PolarisationMap.drawn_on).label("drawn_on"),
        )
        .outerjoin(PolarisationMap, PolarisationMap.issue_id == Issue.id)
        .where(Issue.programme_id == programme_id)
        .group_by(Issue.id)
        .order_by(Issue.title, Issue.id)
    )
    return {"issues": [row._asdict() for row in rows]}


def issue(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """With its maps, the latest first."""
    found = tx.get(Issue, request["issue_id"])
    if found is None:
        raise NotFound()
    refuse_another_coordinator(tx, actor, found)
    drawn = tx.scalars(
        select(PolarisationMap)
        .where(PolarisationMap.issue_id == found.id)
        .order_by(PolarisationMap.drawn_on.desc(), PolarisationMap.id)
    )
    return {name: getattr(found, name) for name in ("id", "programme_id", "title", "version")} | {
        "maps": [as_drawn(each) for each in drawn],
        "looks_like_names": what_looks_like_names(tx, found.programme_id, [found.title]),
    }


def polarisation_map(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    drawn, issue = map_of(tx, request["map_id"])
    refuse_another_coordinator(tx, actor, issue)
    said = [getattr(drawn, name) for name in TEXTS]
    groups = [group for role in ROLES for group in getattr(drawn, role)]
    chosen = select(Strategy.programme_id).where(Strategy.map_id == drawn.id)
    return as_drawn(drawn) | {
        "version": drawn.version,
        "in_strategy": tx.scalar(chosen) is not None,
        "issue_id": issue.id,
        "programme_id": issue.programme_id,
        "title": issue.title,
        "looks_like_names": what_looks_like_names(tx, issue.programme_id, [*said, *groups]),
    }


def as_drawn(drawn: PolarisationMap) -> dict[str, Any]:
    return {name: getattr(drawn, name) for name in ("id", *DRAWN)}


def map_of(tx: Session, map_id: UUID) -> tuple[PolarisationMap, Issue]:
    """The map, and its issue."""
    joined = select(PolarisationMap, Issue).join(Issue, Issue.id == PolarisationMap.issue_id)
    row = tx.execute(joined.where(PolarisationMap.id == map_id).execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def refuse_another_coordinator(tx: Session, actor: Actor, issue: Issue) -> None:
    if tx.get(Coordinator, (issue.programme_id, actor.id)) is None:
        raise ProgrammeNotYours()
