"""Plain pika: inbox and effect in one transaction per event, then its acknowledgement."""

import json
import os
import sys
from typing import Any

import pika
import psycopg

from tests.bench.contenders import COUNT, ID, NOTE, SEQUENCE, SUBJECT, SUBSCRIPTION

PREFETCH = 100


def main(queue: str) -> None:
    database = psycopg.connect(os.environ["DATABASE_URL"])

    def take(channel: Any, method: Any, properties: Any, body: bytes) -> None:
        event, headers = json.loads(body), properties.headers
        noted = database.execute(
            NOTE, (headers[ID], SUBSCRIPTION, headers[SUBJECT], int(headers[SEQUENCE])), prepare=True
        )
        if noted.rowcount:
            database.execute(COUNT, (event["thing_id"],), prepare=True)
        database.commit()
        channel.basic_ack(method.delivery_tag)

    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=PREFETCH)
    channel.basic_consume(queue, take)
    channel.start_consuming()


if __name__ == "__main__":
    main(sys.argv[1])
