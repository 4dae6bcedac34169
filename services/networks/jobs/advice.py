from sqlalchemy import select

from services.networks import rules
from services.networks.commands import advice
from services.networks.tables import Asked
from shared import clock
from shared.messaging.service import Resources


def ask_the_next(resources: Resources) -> None:
    """Requests for advice that nobody has answered in time. One transaction each, so that one holds up no other."""
    with resources.database.transaction() as tx:
        late = (Asked.state == "waiting", Asked.asked_at <= clock.now() - rules.PATIENCE)
        post_ids = sorted(set(tx.scalars(select(Asked.post_id).where(*late))))
    for post_id in post_ids:
        with resources.database.transaction() as tx:
            advice.ask_the_next(tx, post_id)
