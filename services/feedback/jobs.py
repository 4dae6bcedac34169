from collections.abc import Callable

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.commands import comments, counting, surveys, waves
from services.feedback.queries.waves import due as due_waves
from services.feedback.queries.waves import today_of
from services.feedback.tables import Comment, Survey
from shared import clock
from shared.messaging.service import Resources


def open_surveys(resources: Resources) -> None:
    """Opens the waves whose day has come, one survey per transaction."""
    with resources.database.transaction() as tx:
        today = today_of(tx)
        found = [(session_id, wave) for session_id, opening in due_waves(tx, today).items() for wave in opening]
    for session_id, wave in found:
        with resources.database.transaction() as tx:
            waves.open_due(tx, session_id, wave, today)


def remind(resources: Resources) -> None:
    """Of what is half-way through."""
    today = clock.today(resources.settings.time_zone)
    half_way = select(Survey).where(Survey.state == "open", Survey.reminds_on <= today)
    _one_after_the_other(resources, half_way, waves.remind)


def close_surveys(resources: Resources) -> None:
    """Closes what should have closed."""
    today = clock.today(resources.settings.time_zone)
    is_over = (Survey.closes_on < today) | (Survey.closes_at <= clock.now())
    due = select(Survey).where(Survey.state == "open", is_over).order_by(Survey.closes_on)
    _one_after_the_other(resources, due, surveys.close)


def take_up_surveys(resources: Resources) -> None:
    """Counts what had closed before there was counting, in the order in which it closed."""
    due = select(Survey).where(Survey.state == "closed", Survey.turn.is_(None)).order_by(Survey.closes_on, Survey.id)

    def take_up(tx: Session, survey: Survey) -> None:
        comments.set_apart(tx, survey)
        counting.take_up(tx, survey)

    _one_after_the_other(resources, due, take_up)


def delete_comments(resources: Resources) -> None:
    """What nobody has released in thirty days."""
    today = clock.today(resources.settings.time_zone)
    over = select(Survey.id).where(Survey.closed_on < today - rules.KEPT_UNREAD)
    with resources.database.transaction() as tx:
        tx.execute(delete(Comment).where(Comment.released.is_(False), Comment.survey_id.in_(over)))


def _one_after_the_other(resources: Resources, due: Select[Survey], change: Callable[[Session, Survey], None]) -> None:
    """One survey per transaction; another replica's row is passed over."""
    while True:
        with resources.database.transaction() as tx:
            survey = tx.scalar(due.limit(1).with_for_update(skip_locked=True))
            if survey is None:
                return
            change(tx, survey)
