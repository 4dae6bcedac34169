from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.feedback.queries.needs import ACTIVITY, in_short
from services.feedback.queries.programmes import refuse_who_does_not_run
from services.feedback.tables import Need, NeedOfActivity, PlannedActivity
from shared.access import Actor
from shared.errors import NotFound


def planned_activities(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    statement = select(PlannedActivity).where(PlannedActivity.programme_id == programme_id)
    if request["state"] is not None:
        statement = statement.where(PlannedActivity.state == request["state"])
    found = tx.scalars(statement.order_by(PlannedActivity.planned_on, PlannedActivity.id)).all()
    needs = _needs_of(tx, [activity.id for activity in found])
    return {"activities": [_as_data(activity, needs.get(activity.id, [])) for activity in found]}


def planned_activity(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = run_by(tx, actor, request["activity_id"])
    return _as_data(found, _needs_of(tx, [found.id]).get(found.id, []))


def run_by(tx: Session, actor: Actor, activity_id: UUID, *, for_update: bool = False) -> PlannedActivity:
    found = tx.get(PlannedActivity, activity_id, with_for_update=for_update, populate_existing=for_update)
    if found is None:
        raise NotFound()
    refuse_who_does_not_run(tx, actor, found.programme_id)
    return found


def _needs_of(tx: Session, activity_ids: Sequence[UUID]) -> dict[UUID, list[Need]]:
    rows = tx.execute(
        select(NeedOfActivity.activity_id, Need)
        .join(Need, Need.id == NeedOfActivity.need_id)
        .where(NeedOfActivity.activity_id.in_(activity_ids))
        .order_by(Need.noted_on, Need.id)
    )
    found: dict[UUID, list[Need]] = {}
    for activity_id, need in rows:
        found.setdefault(activity_id, []).append(need)
    return found


def _as_data(activity: PlannedActivity, needs: list[Need]) -> dict[str, Any]:
    return {field: getattr(activity, field) for field in (*ACTIVITY, "version")} | {"needs": in_short(needs)}
