from sqlalchemy import delete

from services.municipalities.signals import queries, rules
from services.municipalities.signals.tables import Signal
from shared.messaging.service import Resources


def delete_old_signals(resources: Resources) -> None:
    """What nobody confirmed for a year after it expired."""
    with resources.database.transaction() as tx:
        tx.execute(delete(Signal).where(Signal.expires_on < rules.expired_before(queries.today_of(tx))))
