from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.feedback import queries, questionnaire
from services.feedback.tables import Coordinator, Invitation, Survey, Trainer
from shared import clock
from shared.contracts.feedback import FeedbackRequested, SurveyOpened
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging.outbox import publish

OPEN_FOR = timedelta(days=14)


def programme_told(tx: Session, event: dict[str, Any]) -> None:
    """Registered or changed: the event names all coordinators."""
    programme_id = event["programme_id"]
    tx.execute(delete(Coordinator).where(Coordinator.programme_id == programme_id))
    for person_id in set(event["coordinator_ids"]):
        tx.execute(insert(Coordinator).values(programme_id=programme_id, person_id=person_id))


def group_formed(tx: Session, event: dict[str, Any]) -> None:
    """Formed or changed: the event names all trainers."""
    group_id = event["group_id"]
    tx.execute(delete(Trainer).where(Trainer.group_id == group_id))
    for person_id in set(event["trainer_ids"]):
        tx.execute(insert(Trainer).values(group_id=group_id, person_id=person_id))


def course_completed(tx: Session, event: dict[str, Any]) -> None:
    """The first of a group opens its survey. A survey that is over invites nobody any more."""
    survey = _survey_of(tx, event["group_id"]) or _open(tx, event["group_id"], event["programme_id"])
    if queries.is_over(tx, survey):
        return
    known = tx.get(Invitation, (survey.id, event["person_id"]))
    if known is None:
        tx.add(Invitation(survey_id=survey.id, person_id=event["person_id"]))
        survey.invited += 1
        tx.flush()
        publish(
            tx,
            FeedbackRequested,
            survey_id=survey.id,
            programme_id=survey.programme_id,
            person_id=event["person_id"],
        )
    elif known.withdrawn:  # the link sent then is still good, so there is no second one
        known.withdrawn = False
        survey.invited += 1
        tx.flush()


def course_completion_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    survey = _survey_of(tx, event["group_id"])
    if survey is None or queries.is_over(tx, survey):
        return
    known = tx.get(Invitation, (survey.id, event["person_id"]))
    if known is not None and not known.withdrawn:
        known.withdrawn = True
        survey.invited -= 1
        tx.flush()


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """How many were invited stays as it was."""
    for table in (Invitation, Coordinator, Trainer):
        tx.execute(delete(table).where(table.person_id == event["person_id"]))


def _survey_of(tx: Session, group_id: UUID) -> Survey | None:
    return tx.scalar(select(Survey).where(Survey.group_id == group_id).with_for_update())


def _open(tx: Session, group_id: UUID, programme_id: UUID) -> Survey:
    today = clock.today(settings_of(tx).time_zone)
    survey = Survey(
        id=new_id(),
        group_id=group_id,
        programme_id=programme_id,
        questions_version=questionnaire.newest_version(),
        opened_on=today,
        closes_on=today + OPEN_FOR,
    )
    tx.add(survey)
    tx.flush()
    publish(
        tx,
        SurveyOpened,
        survey_id=survey.id,
        group_id=group_id,
        programme_id=programme_id,
        closes_on=survey.closes_on,
    )
    return survey
