from prometheus_client import Gauge

from services.instance import queries
from shared.messaging.service import Resources

LAST_BACKUP = Gauge(
    "middleground_backup_last_success_timestamp_seconds",
    "When the last backup was made that was checked and found whole; 0 while there is none.",
)


def measure(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        taken_at = queries.last_good_backup(tx)
    LAST_BACKUP.set(taken_at.timestamp() if taken_at else 0)
