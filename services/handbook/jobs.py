from sqlalchemy import delete

from services.handbook import rules
from services.handbook.commands import offers, shares
from services.handbook.tables import Contact, Contribution
from shared import clock
from shared.messaging.service import Resources


def forget_what_was_declined(resources: Resources) -> None:
    """Somebody else's text is not kept for no use."""
    before = rules.what_was_declined_goes_before(clock.now())
    with resources.database.transaction() as tx:
        tx.execute(delete(Contribution).where(Contribution.state == "declined", Contribution.decided_at < before))


def tell_all_again(resources: Resources) -> None:
    """A city has joined since."""
    with resources.database.transaction() as tx:
        contact, now = tx.get(Contact, 1, with_for_update=True), clock.now()
        if contact is not None and contact.share_again_at is not None and contact.share_again_at <= now:
            shares.tell_all_again(tx)
            offers.tell_all_again(tx)
            contact.share_again_at, contact.shared_again_at = None, now
