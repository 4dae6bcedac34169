from typing import Any

from sqlalchemy.orm import Session

from services.feedback.commands import needs as need_commands
from services.feedback.queries import reports_back as queries
from services.feedback.queries.programmes import refuse_who_does_not_run
from services.feedback.tables import NeedReported, ReportBack, ReportBackDraft
from shared import clock
from shared.access import Actor
from shared.contracts.feedback import ANNOUNCED_PEOPLE, ReportBackPublished
from shared.errors import ChangedMeanwhile
from shared.ids import new_id
from shared.messaging.outbox import publish


def save_report_back(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    need_ids = sorted(need.id for need in need_commands.locked(tx, programme_id, request["need_ids"]))
    draft = tx.get(ReportBackDraft, programme_id, with_for_update=True)
    if draft is None:
        draft = ReportBackDraft(programme_id=programme_id, version=0)
        tx.add(draft)
    draft.text, draft.need_ids = request["text"], need_ids
    draft.version += 1


def publish_report_back(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What somebody else wrote since is not published unread."""
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    draft = tx.get(ReportBackDraft, programme_id, with_for_update=True, populate_existing=True)
    if draft is None or draft.version != request["version"]:
        raise ChangedMeanwhile(version=draft.version if draft else 0)
    readers = queries.invited(tx, programme_id)
    report = ReportBack(
        id=new_id(), programme_id=programme_id, text=draft.text, published_at=clock.now(), readers=len(readers)
    )
    tx.add(report)
    tx.flush()
    for need in need_commands.locked(tx, programme_id, draft.need_ids):
        tx.add(NeedReported(report_back_id=report.id, need_id=need.id, text=need.text))
    tx.delete(draft)
    tx.flush()
    for first in range(0, max(len(readers), 1), ANNOUNCED_PEOPLE):
        told = readers[first : first + ANNOUNCED_PEOPLE]
        publish(tx, ReportBackPublished, report_back_id=report.id, programme_id=programme_id, person_ids=told)
    return {"id": report.id, "readers": len(readers)}
