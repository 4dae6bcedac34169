from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, true
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.errors import ProgrammeNotYours
from services.feedback.queries import shown
from services.feedback.queries.programmes import refuse_who_does_not_run, runs
from services.feedback.tables import Need, NeedOfActivity, NeedReported, PlannedActivity, ReportBack
from shared.access import Actor
from shared.contracts.feedback import NEED_CHOICES, WAVES
from shared.errors import NotFound

FIELDS = ("id", "programme_id", "kind", "theme", "text", "state", "reason", "wave", "choice", "noted_on")
ACTIVITY = ("id", "programme_id", "title", "kind", "planned_on", "state", "session_id")
# The questions about needs: the kind of need whose options they offer; the first one offers the kinds.
QUESTIONS = {"needs": None} | {f"needs_{kind}": kind for kind in NEED_CHOICES}


@dataclass(frozen=True)
class Told:
    """What so many people answered in the surveys of one wave: a kind of need, or what they chose within it."""

    wave: str
    kind: str
    choice: str | None
    people: int
    of: int


def told(tx: Session, programme_id: UUID) -> list[Told]:
    """The only way from answers to needs: what the results of the programme show, and nothing else. What was asked last
    comes first."""
    found = [
        Told(wave, *_what(question, option), people, of)
        for (question, wave, option), (people, of) in shown.chosen(tx, QUESTIONS, programme_id).items()
    ]
    kinds = [*NEED_CHOICES]
    return sorted(found, key=lambda each: (-WAVES.index(each.wave), kinds.index(each.kind), each.choice or ""))


def _what(question: str, option: str) -> tuple[str, str | None]:
    kind = QUESTIONS[question]
    return (kind, option) if kind else (option, None)


def told_needs(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme_id = request["programme_id"]
    refuse_who_does_not_run(tx, actor, programme_id)
    rows = tx.execute(
        select(Need.wave, Need.kind, Need.choice, func.count())
        .where(Need.programme_id == programme_id, Need.wave.is_not(None))
        .group_by(Need.wave, Need.kind, Need.choice)
    )
    noted = {(wave, kind, choice): number for wave, kind, choice, number in rows}
    return {
        "told": [
            vars(each) | {"noted": noted.get((each.wave, each.kind, each.choice), 0)} for each in told(tx, programme_id)
        ]
    }


def needs(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first."""
    filters = [Need.programme_id == request["programme_id"]]
    filters += [getattr(Need, name) == request[name] for name in ("state", "kind", "theme") if request[name]]
    page, per_page = request["page"], request["per_page"]
    many = select(func.count()).where(*filters).scalar_subquery()
    allowed, total = tx.execute(select(runs(actor, request["programme_id"]), many)).one()
    if not allowed:
        raise ProgrammeNotYours()
    rows = tx.execute(
        _with_activities()
        .where(*filters)
        .order_by(Need.noted_on.desc(), Need.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return {
        "items": [_as_data(row) for row in rows],
        "total": total,
        "page": page,
        "pages": rules.pages_of(total, per_page),
    }


def need(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    row = tx.execute(_with_activities().where(Need.id == request["need_id"])).first()
    if row is None:
        raise NotFound()
    found = row.Need
    refuse_who_does_not_run(tx, actor, found.programme_id)
    planned = tx.scalars(
        select(PlannedActivity)
        .join(NeedOfActivity, NeedOfActivity.activity_id == PlannedActivity.id)
        .where(NeedOfActivity.need_id == found.id)
        .order_by(PlannedActivity.planned_on, PlannedActivity.id)
    )
    told_on = tx.scalars(
        select(ReportBack.published_at)
        .join(NeedReported, NeedReported.report_back_id == ReportBack.id)
        .where(NeedReported.need_id == found.id)
        .order_by(ReportBack.published_at)
    )
    return _as_data(row) | {
        "decided": found.decision is not None,
        "version": found.version,
        "planned": [{field: getattr(activity, field) for field in ACTIVITY} for activity in planned],
        "told_on": list(told_on),
    }


def needs_in_short(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """One statement: the page that shows it asks everybody else too."""
    programme_id = request["programme_id"]
    by_state = (
        select(Need.state, func.count().label("number"))
        .where(Need.programme_id == programme_id)
        .group_by(Need.state)
        .subquery()
    )
    counts = select(func.jsonb_object_agg(by_state.c.state, by_state.c.number)).scalar_subquery()
    programme = select(runs(actor, programme_id).label("allowed"), counts.label("counts")).subquery()
    last = (
        select(ReportBack.text, ReportBack.published_at)
        .where(ReportBack.programme_id == programme_id)
        .order_by(ReportBack.published_at.desc())
        .limit(1)
        .subquery()
    )
    found = tx.execute(select(programme, last).select_from(programme.outerjoin(last, true()))).one()
    if not found.allowed:
        raise ProgrammeNotYours()
    return {"counts": found.counts or {}, "told": found.text, "told_at": found.published_at}


def in_short(needs: Sequence[Need]) -> list[dict[str, Any]]:
    """As they stand beside what answers them."""
    return [{"id": need.id, "kind": need.kind, "text": need.text, "state": need.state} for need in needs]


def _with_activities() -> Any:
    many = select(func.count()).where(NeedOfActivity.need_id == Need.id).correlate(Need).scalar_subquery()
    return select(Need, many.label("activities"))


def _as_data(row: Row[Any]) -> dict[str, Any]:
    need = row.Need
    return {field: getattr(need, field) for field in FIELDS} | {
        "origin": "survey" if need.wave else "conversation",
        "activities": row.activities,
    }
