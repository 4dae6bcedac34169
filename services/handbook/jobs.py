from sqlalchemy import delete

from services.handbook import rules
from services.handbook.tables import Contribution
from shared import clock
from shared.messaging.service import Resources


def forget_what_was_declined(resources: Resources) -> None:
    """Somebody else's text is not kept for no use."""
    before = rules.what_was_declined_goes_before(clock.now())
    with resources.database.transaction() as tx:
        tx.execute(delete(Contribution).where(Contribution.state == "declined", Contribution.decided_at < before))
