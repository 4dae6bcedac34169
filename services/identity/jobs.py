from sqlalchemy import delete, not_

from services.identity import rules
from services.identity.commands import merges, people
from services.identity.queries.sessions import open_at
from services.identity.tables import Attempt, Import, OpenSession, Token
from shared import clock
from shared.messaging.service import Resources


def tidy(resources: Resources) -> None:
    """Deletes what is over: imports, sessions, links, counted attempts."""
    now = clock.now()
    with resources.database.transaction() as tx:
        merges.forget_what_is_too_old(tx, now)
        tx.execute(delete(Import).where(Import.checked_at <= now - rules.IMPORT_AGE))
        tx.execute(delete(OpenSession).where(not_(open_at(now))))
        tx.execute(delete(Token).where(Token.expires_at <= now))
        people.erase_who_did_not_confirm(tx)
        tx.execute(delete(Attempt).where(Attempt.made_at <= now - rules.ATTEMPT_AGE))
