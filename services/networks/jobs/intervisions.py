from services.networks.commands import rooms
from shared.messaging.service import Resources


def end_rooms_left_alone(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        rooms.end_rooms_left_alone(tx)


def forget_intervisions(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        rooms.forget_intervisions(tx)
