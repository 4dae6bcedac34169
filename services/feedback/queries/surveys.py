from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from services.feedback.errors import SurveyNotYours
from services.feedback.queries import waves
from services.feedback.tables import Coordinator, CourseSession, Survey, Trainer
from shared.access import COORDINATOR, TRAINER, Actor
from shared.errors import NotFound

FIELDS = ("id", "group_id", "programme_id", "wave", "state", "opened_on", "closes_on", "invited", "answers")


def surveys(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that the actor may read, newest first, and what will open."""
    found = select(Survey).where(_asked_for(Survey, actor, request))
    return {
        "surveys": [as_data(each) for each in tx.scalars(found.order_by(Survey.opened_on.desc(), Survey.id.desc()))],
        "planned": waves.still_to_come(tx, waves.today_of(tx), _asked_for(CourseSession, actor, request)),
    }


def _asked_for(table: type[Survey | CourseSession], actor: Actor, request: dict[str, Any]) -> ColumnElement[bool]:
    named = [getattr(table, field) == request[field] for field in ("programme_id", "group_id") if request[field]]
    return and_(readable_by(actor, table), *named)


def as_data(survey: Survey) -> dict[str, Any]:
    return {field: getattr(survey, field) for field in FIELDS}


def coordinated(tx: Session, actor: Actor, survey_id: UUID, *, for_update: bool = True) -> Survey:
    """The survey, locked for a change by a coordinator of its programme."""
    survey = tx.get(Survey, survey_id, with_for_update=for_update, populate_existing=for_update)
    if survey is None:
        raise NotFound()
    if tx.get(Coordinator, (survey.programme_id, actor.id)) is None:
        raise SurveyNotYours()
    return survey


def readable(tx: Session, actor: Actor, survey_id: UUID) -> Survey:
    row = tx.execute(select(Survey, readable_by(actor)).where(Survey.id == survey_id)).first()
    if row is None:
        raise NotFound()
    survey, readable = row
    if not readable:
        raise SurveyNotYours()
    return survey


def readable_by(actor: Actor, table: type[Survey | CourseSession] = Survey) -> ColumnElement[bool]:
    """A coordinator of its programme, a trainer of its group."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(COORDINATOR):
        ways.append(exists().where(Coordinator.programme_id == table.programme_id, Coordinator.person_id == actor.id))
    if actor.has(TRAINER):
        ways.append(exists().where(Trainer.group_id == table.group_id, Trainer.person_id == actor.id))
    return or_(*ways)
