"""Writes down what happens to groups and sessions. Takes the broker's address and the name of its SQLite file."""

import json
import signal
import sqlite3
import sys

import pika

QUEUE = "statistics-trainings"
ARGUMENTS = {"x-queue-type": "quorum", "x-single-active-consumer": True, "x-max-length": 100_000}
PATTERNS = ("session_planned.*", "people_invited.*", "group_formed.v1", "person_enrolled.v1", "person_waitlisted.v1")

TABLES = """
CREATE TABLE IF NOT EXISTS happened (position INTEGER PRIMARY KEY, id TEXT, type TEXT, subject TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS highest (source TEXT, subject TEXT, sequence INTEGER, PRIMARY KEY (source, subject));
"""
HIGHER = """
INSERT INTO highest VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > highest.sequence
"""


def main(address: str, file: str) -> None:
    notes = sqlite3.connect(file)
    notes.executescript(TABLES)

    def on_message(channel, method, properties, body):
        event = {name.removeprefix("cloudEvents:"): value for name, value in properties.headers.items()}
        with notes:
            if notes.execute(HIGHER, (event["source"], event["subject"], int(event["sequence"]))).rowcount:
                notes.execute(
                    "INSERT INTO happened (id, type, subject, body) VALUES (?, ?, ?, ?)",
                    (event["id"], event["type"], event["subject"], json.dumps(json.loads(body))),
                )
        channel.basic_ack(method.delivery_tag)

    connection = pika.BlockingConnection(pika.URLParameters(address))
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True, arguments=ARGUMENTS)
    for pattern in PATTERNS:
        channel.queue_bind(QUEUE, "trainings.events", pattern)
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(QUEUE, on_message)
    signal.signal(signal.SIGTERM, lambda *_: channel.stop_consuming())
    channel.start_consuming()
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
