"""The reader's queue loses its binding for a while: what is published meanwhile finds no queue."""

from random import Random
from uuid import uuid4

import pika
from pika.exceptions import UnroutableError

from tests.chaos import chain
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault

EXCHANGE = f"{chain.AUTHOR}.events"


@fault("the reader's queue is not bound for a while", times=4)
def queue_unbound(city: ChaosCity, chance: Random) -> int:
    """Fired when the broker returns a message of ours, while the relay has messages that it can't get rid of."""
    with pika.BlockingConnection(pika.URLParameters(city.settings.amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_unbind(chain.QUEUE, EXCHANGE, chain.LinkAdded.type)
        try:
            channel.basic_publish(EXCHANGE, chain.LinkAdded.type, uuid4().bytes, mandatory=True)
            fired = 0
        except UnroutableError:
            fired = 1
        connection.sleep(chance.uniform(1, 4))
        channel.queue_bind(chain.QUEUE, EXCHANGE, chain.LinkAdded.type)
    return fired
