"""The relay: carries what services wrote into their outboxes to RabbitMQ. `python -m shared.messaging.relay`

One relay per city is active, by a lock in the database; another stands by. A commit wakes it; a look every second is
the safety net. A row is marked as published only after the broker has confirmed the message, so a crash in between
publishes it again, under the same id. Broker or database gone: it waits and goes on where it was.
"""

import json
import signal
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pika
import psycopg
import structlog
from pika.exceptions import AMQPError
from psycopg import sql
from psycopg.rows import namedtuple_row

from shared import logging, settings
from shared.messaging import OUTBOX_CHANNEL
from shared.messaging.envelope import CONTENT_TYPE
from shared.settings import Settings

log = structlog.get_logger()

BATCH = 500
LOOK_SECONDS = 1.0
OUTAGE_SECONDS = 1.0
LEASE = 0x72656C6179

OUTBOXES = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'outbox' ORDER BY 1"
UNPUBLISHED = sql.SQL(
    "SELECT id, type, headers, body, happened_at FROM {outbox} WHERE published_at IS NULL ORDER BY position LIMIT {n}"
)
MARK = sql.SQL("UPDATE {outbox} SET published_at = clock_timestamp() WHERE id = ANY(%s)")


class Relay:
    def __init__(self, city: Settings):
        self.city = city
        self.stopping = threading.Event()
        self.active = False
        self.ticked_at = time.monotonic()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with self._database() as database, self._broker() as broker:
                    self._relay(database, broker)
            except (psycopg.OperationalError, psycopg.InterfaceError, AMQPError, OSError) as error:
                log.warning("relay_paused", reason=type(error).__name__)
                self.stopping.wait(OUTAGE_SECONDS)
            finally:
                self.active = False
                self.ticked_at = time.monotonic()

    def _database(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            self.city.database_url,
            autocommit=True,
            row_factory=namedtuple_row,
            connect_timeout=5,
            application_name="middleground-relay",
        )

    def _broker(self) -> pika.BlockingConnection:
        parameters = pika.URLParameters(self.city.amqp_url)
        parameters.heartbeat = 20
        parameters.blocked_connection_timeout = 60
        parameters.socket_timeout = parameters.stack_timeout = 5
        return pika.BlockingConnection(parameters)

    def _relay(self, database: psycopg.Connection[Any], broker: pika.BlockingConnection) -> None:
        if not self._wait_for_lease(database, broker):
            return
        schemas = [row.table_schema for row in database.execute(OUTBOXES)]
        channel = broker.channel()
        channel.confirm_delivery()
        for schema in schemas:
            channel.exchange_declare(f"{schema}.events", exchange_type="topic", durable=True)
        database.execute(f"LISTEN {OUTBOX_CHANNEL}")
        self.active = True
        log.info("relay_active", outboxes=len(schemas))
        woken = set(schemas)
        while not self.stopping.is_set():
            for schema in woken or schemas:
                self._publish_all(database, channel, schema)
            self.ticked_at = time.monotonic()
            woken = {n.payload for n in database.notifies(timeout=LOOK_SECONDS, stop_after=1)}
            broker.process_data_events(time_limit=0)

    def _wait_for_lease(self, database: psycopg.Connection[Any], broker: pika.BlockingConnection) -> bool:
        while not self.stopping.is_set():
            row = database.execute("SELECT pg_try_advisory_lock(%s) AS got", [LEASE]).fetchone()
            if row is not None and row.got:
                return True
            self.ticked_at = time.monotonic()
            broker.process_data_events(time_limit=1)
        return False

    def _publish_all(self, database: psycopg.Connection[Any], channel: Any, schema: str) -> None:
        """Empties one outbox, batch by batch."""
        outbox = sql.Identifier(schema, "outbox")
        while not self.stopping.is_set():
            rows = database.execute(UNPUBLISHED.format(outbox=outbox, n=sql.Literal(BATCH))).fetchall()
            if not rows:
                return
            for row in rows:
                publish(channel, f"{schema}.events", row)
            database.execute(MARK.format(outbox=outbox), [[row.id for row in rows]])


def publish(channel: Any, exchange: str, row: Any) -> None:
    """Returns when the broker has taken responsibility for the message; raises when it has not."""
    channel.basic_publish(
        exchange,
        row.type,
        json.dumps(row.body).encode(),
        pika.BasicProperties(
            message_id=str(row.id),
            type=row.type,
            headers=row.headers,
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            timestamp=int(row.happened_at.timestamp()),
            delivery_mode=2,
        ),
    )


def serve_health(relay: Relay) -> ThreadingHTTPServer:
    """/live: the loop turns. /ready: this relay is the active one, or stands by."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fine = time.monotonic() - relay.ticked_at < 30
            body = json.dumps({"ok": fine, "active": relay.active}).encode()
            self.send_response(200 if fine else 503)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Health checks are no news."""

    server = ThreadingHTTPServer((relay.city.health_host, relay.city.health_port or 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    try:
        city = settings.load()
    except settings.SettingsError as error:
        sys.exit(str(error))
    logging.configure(city, "relay")
    relay = Relay(city)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.stopping.set())
    if city.health_port:
        serve_health(relay)
    relay.run()
    log.info("relay_stopped")


if __name__ == "__main__":
    main()
