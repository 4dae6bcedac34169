"""Every message comes three more times, shuffled."""

from random import Random
from typing import Any

import pika

from tests.chaos import chain
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault

COPIES = "copies"
REPEATS = 3


def keep_copies(city: ChaosCity) -> None:
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        channel = connection.channel()
        channel.queue_declare(COPIES, durable=True)
        channel.queue_bind(COPIES, f"{chain.AUTHOR}.events", "#")


@fault(
    "every message comes three more times, shuffled, to the queue of two replicas",
    times=20,
    lasting=True,
    replicas=2,
    prepare=keep_copies,
    finish=lambda city, chance: repeated(city, chance),
)
def messages_repeated(city: ChaosCity, chance: Random) -> int:
    return repeated(city, chance)


def repeated(city: ChaosCity, chance: Random) -> int:
    """Repeats what came since the last time. Returns how many repeats the broker has confirmed."""
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        channel = connection.channel()
        copies = _taken(channel) * REPEATS
        chance.shuffle(copies)
        channel.confirm_delivery()
        for properties, body in copies:
            channel.basic_publish("", chain.QUEUE, body, properties, mandatory=True)
    return len(copies)


def _taken(channel: Any) -> list[tuple[pika.BasicProperties, bytes]]:
    taken = []
    while True:
        method, properties, body = channel.basic_get(COPIES, auto_ack=True)
        if method is None:
            return taken
        taken.append((properties, body))
