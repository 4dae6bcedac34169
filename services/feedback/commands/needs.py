from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.errors import NeedsOfAnotherProgramme, SurveyTellsNoNeeds
from services.feedback.queries import needs as queries
from services.feedback.queries.programmes import refuse_who_does_not_run
from services.feedback.tables import Need, NeedOfActivity, PlannedActivity
from shared import clock
from shared.access import Actor
from shared.contracts.feedback import NeedChanged
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish


def note_need(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    if request["wave"] is not None and not _was_told(tx, request):
        raise SurveyTellsNoNeeds()
    need = Need(id=new_id(), noted_on=clock.today(settings_of(tx).time_zone), state=rules.OPEN, **request)
    tx.add(need)
    _announce(tx, need)
    return {"id": need.id}


def _was_told(tx: Session, request: dict[str, Any]) -> bool:
    wanted = tuple(request[name] for name in ("wave", "kind", "choice"))
    return wanted in {(each.wave, each.kind, each.choice) for each in queries.told(tx, request["programme_id"])}


def change_need(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    need = _run_by(tx, actor, request["need_id"])
    if request["version"] != need.version:
        raise ChangedMeanwhile(version=need.version)
    for field in ("kind", "theme", "text"):
        setattr(need, field, request[field])
    need.version += 1
    _announce(tx, need)


def decide_need(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    need = _run_by(tx, actor, request["need_id"])
    decision = request["decision"]
    takes_a_reason = rules.a_decision_takes_a_reason(decision)
    if takes_a_reason and request["reason"] is None:
        raise Invalid({"reason": ["required"]})
    need.decision = None if decision == rules.OPEN else decision
    need.reason = request["reason"] if takes_a_reason else None
    tx.flush()
    follow(tx, [need])


def locked(tx: Session, programme_id: UUID, need_ids: Collection[UUID]) -> Sequence[Need]:
    """All of this programme, always in the same order."""
    wanted = set(need_ids)
    found = tx.scalars(
        select(Need)
        .where(Need.id.in_(wanted), Need.programme_id == programme_id)
        .order_by(Need.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(wanted):
        raise NeedsOfAnotherProgramme()
    return found


def follow(tx: Session, needs: Collection[Need]) -> None:
    """Each need's state as what is decided and planned by now makes it. The caller holds their rows."""
    states: dict[UUID, list[str]] = {}
    rows = tx.execute(
        select(NeedOfActivity.need_id, PlannedActivity.state)
        .join(PlannedActivity, PlannedActivity.id == NeedOfActivity.activity_id)
        .where(NeedOfActivity.need_id.in_([need.id for need in needs]))
    )
    for need_id, state in rows:
        states.setdefault(need_id, []).append(state)
    for need in needs:
        state = rules.state_of_a_need(need.decision, states.get(need.id, []))
        if state != need.state:
            need.state = state
            _announce(tx, need)


def _run_by(tx: Session, actor: Actor, need_id: UUID) -> Need:
    need = tx.get(Need, need_id, with_for_update=True, populate_existing=True)
    if need is None:
        raise NotFound()
    refuse_who_does_not_run(tx, actor, need.programme_id)
    return need


def _announce(tx: Session, need: Need) -> None:
    tx.flush()
    publish(
        tx,
        NeedChanged,
        need_id=need.id,
        programme_id=need.programme_id,
        kind=need.kind,
        theme=need.theme,
        state=need.state,
    )
