from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.feedback.commands import needs as need_commands
from services.feedback.queries import planned_activities as queries
from services.feedback.queries.programmes import refuse_who_does_not_run
from services.feedback.tables import NeedOfActivity, PlannedActivity
from shared.access import Actor
from shared.contracts.feedback import ActivityPlanned
from shared.errors import ChangedMeanwhile
from shared.ids import new_id
from shared.messaging.outbox import publish

FIELDS = ("title", "kind", "planned_on", "session_id")


def plan_activity(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    activity = PlannedActivity(id=new_id(), programme_id=programme_id, state="planned", **_fields_in(request))
    tx.add(activity)
    tx.flush()
    _answer(tx, activity, set(request["need_ids"]))
    return {"id": activity.id}


def change_activity(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    activity = queries.run_by(tx, actor, request["activity_id"], for_update=True)
    if request["version"] != activity.version:
        raise ChangedMeanwhile(version=activity.version)
    for field, value in _fields_in(request).items():
        setattr(activity, field, value)
    activity.version += 1
    _answer(tx, activity, set(request["need_ids"]))


def settle_activity(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Held, called off, or planned after all; the needs that it answers follow."""
    activity = queries.run_by(tx, actor, request["activity_id"], for_update=True)
    if activity.state != request["state"]:
        _settle(tx, activity, request["state"])


def follow_session(tx: Session, session_id: UUID, state: str) -> None:
    """What became a session is held or called off with it; what a person said before stands."""
    became = select(PlannedActivity).where(PlannedActivity.session_id == session_id, PlannedActivity.state == "planned")
    for activity in tx.scalars(became.order_by(PlannedActivity.id).with_for_update()).all():
        _settle(tx, activity, state)


def _settle(tx: Session, activity: PlannedActivity, state: str) -> None:
    activity.state = state
    activity.version += 1
    _answer(tx, activity, _needs_of(tx, activity))


def _answer(tx: Session, activity: PlannedActivity, need_ids: set[UUID]) -> None:
    """It answers these needs and no others; those that it has left behind follow too."""
    before = _needs_of(tx, activity)
    concerned = need_commands.locked(tx, activity.programme_id, before | need_ids)
    gone = before - need_ids
    tx.execute(
        delete(NeedOfActivity).where(NeedOfActivity.activity_id == activity.id, NeedOfActivity.need_id.in_(gone))
    )
    tx.add_all(NeedOfActivity(activity_id=activity.id, need_id=need_id) for need_id in sorted(need_ids - before))
    tx.flush()
    need_commands.follow(tx, concerned)
    publish(
        tx,
        ActivityPlanned,
        activity_id=activity.id,
        programme_id=activity.programme_id,
        kind=activity.kind,
        planned_on=activity.planned_on,
        state=activity.state,
        session_id=activity.session_id,
        need_ids=sorted(need_ids),
    )


def _needs_of(tx: Session, activity: PlannedActivity) -> set[UUID]:
    return set(tx.scalars(select(NeedOfActivity.need_id).where(NeedOfActivity.activity_id == activity.id)))


def _fields_in(request: dict[str, Any]) -> dict[str, Any]:
    return {field: request[field] for field in FIELDS}
