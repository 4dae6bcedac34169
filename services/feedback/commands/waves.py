"""Surveys open, and people are asked: by what trainings announces, and as days go by."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.feedback import questionnaire, rules
from services.feedback.queries import waves
from services.feedback.queries.answers import is_over
from services.feedback.tables import CourseSession, Invitation, Survey
from shared import clock
from shared.contracts.feedback import FeedbackRequested, SurveyHalfWay, SurveyOpened
from shared.contracts.fields import local
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging.outbox import publish


def survey_of(tx: Session, group_id: UUID, wave: str) -> Survey | None:
    """Its row is held from here on."""
    return tx.scalar(select(Survey).where(Survey.group_id == group_id, Survey.wave == wave).with_for_update())


def open_after_the_course(tx: Session, group_id: UUID, programme_id: UUID) -> Survey:
    today = clock.today(settings_of(tx).time_zone)
    return _open(tx, "t1", group_id, programme_id, today, today + rules.OPEN_FOR)


def open_due(tx: Session, session_id: UUID, wave: str, today: date) -> None:
    """Unless another replica is at it, or the session was moved meanwhile."""
    session = tx.scalar(select(CourseSession).where(CourseSession.id == session_id).with_for_update(skip_locked=True))
    if session is None or wave not in waves.due(tx, today, session_id).get(session_id, ()):
        return
    starts_at = local(session.starts_at, settings_of(tx).time_zone)
    is_before = wave == "t0"
    survey = _open(
        tx,
        wave,
        session.group_id,
        session.programme_id,
        today,
        starts_at.date() if is_before else today + rules.OPEN_FOR,
        session.starts_at if is_before else None,
    )
    for person_id in waves.people_asked(tx, wave, session.group_id):
        invite(tx, survey, person_id)


def invite(tx: Session, survey: Survey, person_id: UUID) -> None:
    """Each person once; nobody any more when the survey is over."""
    if is_over(tx, survey):
        return
    known = tx.get(Invitation, (survey.id, person_id))
    if known is None:
        tx.add(Invitation(survey_id=survey.id, person_id=person_id))
        survey.invited += 1
        tx.flush()
        publish(
            tx,
            FeedbackRequested,
            survey_id=survey.id,
            programme_id=survey.programme_id,
            person_id=person_id,
            wave=survey.wave,
        )
    elif known.withdrawn:  # the link sent then is still good, so there is no second one
        known.withdrawn = False
        survey.invited += 1
        tx.flush()


def take_back(tx: Session, survey: Survey, person_id: UUID) -> None:
    known = tx.get(Invitation, (survey.id, person_id))
    if known is not None and not known.withdrawn and not is_over(tx, survey):
        known.withdrawn = True
        survey.invited -= 1
        tx.flush()


def follow_the_training_day(tx: Session, session: CourseSession) -> None:
    """A survey before the course closes when the course begins, also when that is on another day now."""
    survey = survey_of(tx, session.group_id, "t0")
    if survey is None or survey.state == "closed" or survey.closes_at == session.starts_at:
        return
    survey.closes_at = session.starts_at
    survey.closes_on = local(session.starts_at, settings_of(tx).time_zone).date()
    tx.flush()
    _announce(tx, survey)


def remind(tx: Session, survey: Survey) -> None:
    """Everybody who was asked, since nobody knows who answered. The caller holds its row."""
    survey.reminds_on = None
    tx.flush()
    asked = select(Invitation.person_id).where(Invitation.survey_id == survey.id, ~Invitation.withdrawn)
    person_ids = sorted(tx.scalars(asked))
    if person_ids and not is_over(tx, survey):
        publish(
            tx,
            SurveyHalfWay,
            survey_id=survey.id,
            programme_id=survey.programme_id,
            wave=survey.wave,
            person_ids=person_ids,
        )


def _open(
    tx: Session,
    wave: str,
    group_id: UUID,
    programme_id: UUID,
    today: date,
    closes_on: date,
    closes_at: datetime | None = None,
) -> Survey:
    survey = Survey(
        id=new_id(),
        group_id=group_id,
        programme_id=programme_id,
        wave=wave,
        questions_version=questionnaire.newest_version(wave),
        opened_on=today,
        closes_on=closes_on,
        closes_at=closes_at,
        reminds_on=rules.the_day_of_the_reminder(today, closes_on),
    )
    tx.add(survey)
    tx.flush()
    _announce(tx, survey)
    return survey


def _announce(tx: Session, survey: Survey) -> None:
    publish(
        tx,
        SurveyOpened,
        survey_id=survey.id,
        group_id=survey.group_id,
        programme_id=survey.programme_id,
        closes_on=survey.closes_on,
        wave=survey.wave,
    )
