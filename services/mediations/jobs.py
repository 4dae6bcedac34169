import structlog

from services.mediations.commands import destruction, reminders
from shared.messaging.service import Resources

log = structlog.get_logger()


def destroy_what_is_over(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        destroyed = destruction.destroy_what_is_over(tx)
    if destroyed:
        log.info("mediations_destroyed", number=destroyed)


def remind(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        reminders.remind(tx)
