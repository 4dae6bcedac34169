from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from services.feedback.queries.needs import in_short
from services.feedback.queries.programmes import refuse_who_does_not_run
from services.feedback.tables import Invitation, Need, NeedReported, ReportBack, ReportBackDraft, Survey
from shared.access import Actor

FIELDS = ("id", "programme_id", "text", "published_at", "readers")


def reports_back(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_who_does_not_run(tx, actor, request["programme_id"])
    return _reports(tx, ReportBack.programme_id == request["programme_id"])


def my_reports_back(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of the programmes that invited the asking person to a survey."""
    was_invited = (
        exists()
        .where(Invitation.person_id == actor.id, Invitation.withdrawn.is_(False))
        .where(Survey.id == Invitation.survey_id, Survey.programme_id == ReportBack.programme_id)
    )
    return _reports(tx, was_invited)


def report_back_texts(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails."""
    return _reports(tx, ReportBack.id.in_(request["report_back_ids"]))


def report_back_draft(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    draft = tx.get(ReportBackDraft, programme_id)
    answered = select(Need).where(Need.id.in_(draft.need_ids if draft else [])).order_by(Need.noted_on, Need.id)
    return {
        "text": draft.text if draft else None,
        "needs": in_short(tx.scalars(answered).all()),
        "readers": len(invited(tx, programme_id)),
        "version": draft.version if draft else 0,
    }


def invited(tx: Session, programme_id: UUID) -> list[UUID]:
    """Everybody who was asked, in a survey of this programme, whether they answered or not."""
    return list(
        tx.scalars(
            select(Invitation.person_id)
            .join(Survey, Survey.id == Invitation.survey_id)
            .where(Survey.programme_id == programme_id, Invitation.withdrawn.is_(False))
            .distinct()
            .order_by(Invitation.person_id)
        )
    )


def _reports(tx: Session, which: ColumnElement[bool]) -> dict[str, Any]:
    """With the needs that each answers, in one statement: a page of somebody's own shows it beside much else."""
    texts = select(NeedReported.text).where(NeedReported.report_back_id == ReportBack.id).order_by(NeedReported.need_id)
    rows = tx.execute(
        select(ReportBack, func.array(texts.scalar_subquery()).label("needs"))
        .where(which)
        .order_by(ReportBack.published_at.desc(), ReportBack.id)
    )
    return {
        "reports": [{field: getattr(row.ReportBack, field) for field in FIELDS} | {"needs": row.needs} for row in rows]
    }
