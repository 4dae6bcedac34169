"""Plain pika that stores nothing: takes so many messages, acknowledges them in multiples, says how long, and ends.

The broker and the client can do no more, so this says how much of their speed is left once something is stored.
"""

import json
import os
import sys
import time
from typing import Any

import pika

PREFETCH = 1000
AT_ONCE = 100


def main(queue: str, messages: int) -> None:
    taken, begun = 0, 0.0

    def take(channel: Any, method: Any, properties: Any, body: bytes) -> None:
        nonlocal taken, begun
        begun = begun or time.perf_counter()
        json.loads(body)
        taken += 1
        if taken % AT_ONCE == 0 or taken == messages:
            channel.basic_ack(method.delivery_tag, multiple=True)
        if taken == messages:
            channel.stop_consuming()

    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=PREFETCH)
    channel.basic_consume(queue, take)
    channel.start_consuming()
    channel.basic_qos(prefetch_count=PREFETCH)  # answered when the broker has read the acknowledgements
    sys.stdout.write(str(time.perf_counter() - begun))
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
