from sqlalchemy import select

from services.feedback import commands
from services.feedback.tables import Survey
from shared import clock
from shared.messaging.service import Resources


def close_surveys(resources: Resources) -> None:
    """Closes what should have closed, one survey per transaction; another replica's row is passed over."""
    today = clock.today(resources.settings.time_zone)
    due = select(Survey).where(Survey.state == "open", Survey.closes_on < today).order_by(Survey.closes_on).limit(1)
    while True:
        with resources.database.transaction() as tx:
            survey = tx.scalar(due.with_for_update(skip_locked=True))
            if survey is None:
                return
            commands.close(tx, survey)
