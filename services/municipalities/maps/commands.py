from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.maps.queries import DRAWN, ROLES, map_of
from services.municipalities.maps.tables import Issue, PolarisationMap
from shared.access import Actor
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id


def add_issue(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = queries.own(tx, actor, request["programme_id"])
    issue = Issue(id=new_id(), programme_id=programme.id, title=request["title"])
    tx.add(issue)
    return {"id": issue.id}


def change_issue(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    issue = _own(tx, actor, request["issue_id"])
    _refuse_another_version(issue, request["version"])
    issue.title = request["title"]
    issue.version += 1


def remove_issue(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """With its maps."""
    tx.delete(_own(tx, actor, request["issue_id"]))


def draw_map(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of a day. To see how it was then, maps of other days stay as they are."""
    issue = _own(tx, actor, request["issue_id"])
    _refuse_a_second_of_the_day(tx, issue.id, request["drawn_on"])
    drawn = PolarisationMap(id=new_id(), issue_id=issue.id, **_drawn(request))
    tx.add(drawn)
    return {"id": drawn.id}


def change_map(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    drawn = _own_map(tx, actor, request["map_id"])
    _refuse_another_version(drawn, request["version"])
    _refuse_a_second_of_the_day(tx, drawn.issue_id, request["drawn_on"], drawn.id)
    for name, value in _drawn(request).items():
        setattr(drawn, name, value)
    drawn.version += 1


def remove_map(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_own_map(tx, actor, request["map_id"]))


def _own(tx: Session, actor: Actor, issue_id: UUID) -> Issue:
    issue = tx.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise NotFound()
    queries.own(tx, actor, issue.programme_id)
    return issue


def _own_map(tx: Session, actor: Actor, map_id: UUID) -> PolarisationMap:
    """Changes of an issue and of its maps wait for each other."""
    _own(tx, actor, map_of(tx, map_id)[1].id)
    return map_of(tx, map_id)[0]


def _drawn(request: dict[str, Any]) -> dict[str, Any]:
    """A group stands once in a role."""
    roles = {role: list(dict.fromkeys(request[role])) for role in ROLES}
    return {name: request[name] for name in DRAWN} | roles


def _refuse_another_version(kept: Issue | PolarisationMap, version: int) -> None:
    if version != kept.version:
        raise ChangedMeanwhile(version=kept.version)


def _refuse_a_second_of_the_day(tx: Session, issue_id: UUID, day: date, but: UUID | None = None) -> None:
    same = select(PolarisationMap.id).where(PolarisationMap.issue_id == issue_id, PolarisationMap.drawn_on == day)
    if tx.scalar(same.where(PolarisationMap.id.is_distinct_from(but))) is not None:
        raise Invalid({"drawn_on": ["drawn_already"]})
