"""Counts who is invited to what. Takes the broker's address and the name of its SQLite file."""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import signal  # noqa: E402
import sqlite3  # noqa: E402
import sys  # noqa: E402

from kombu import Exchange, Queue, binding  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.messaging import consume  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

TRAININGS = Exchange("trainings.events", type="topic", durable=True, no_declare=True)
SESSIONS = Queue(
    "statistics-sessions",
    bindings=[binding(TRAININGS, routing_key=key) for key in ("session_planned.v1", "people_invited.v1")],
    durable=True,
    queue_arguments={"x-queue-type": "quorum", "x-single-active-consumer": True, "x-max-length": 100_000},
)

TABLES = """
CREATE TABLE IF NOT EXISTS happened (position INTEGER PRIMARY KEY, id TEXT, type TEXT, subject TEXT, people INTEGER);
CREATE TABLE IF NOT EXISTS highest (source TEXT, subject TEXT, sequence INTEGER, PRIMARY KEY (source, subject));
"""
HIGHER = """
INSERT INTO highest VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > highest.sequence
"""


class Attributes(DependencyProvider):
    def get_dependency(self, worker_ctx):
        return {name.removeprefix("cloudEvents:"): value for name, value in worker_ctx.data.items()}


class Notes(DependencyProvider):
    def setup(self):
        self.notes = sqlite3.connect(self.container.config["FILE"])
        self.notes.executescript(TABLES)

    def get_dependency(self, worker_ctx):
        return self.notes


class Statistics:
    name = "statistics"

    event = Attributes()
    notes = Notes()

    @event_handler("municipalities", "programme_registered.v1")
    def on_programme(self, programme):
        self.note(len(programme["coordinator_ids"]))

    @consume(SESSIONS)
    def on_session(self, session):
        self.note(len(session.get("person_ids", ())))

    def note(self, people):
        event = self.event
        with self.notes:
            if self.notes.execute(HIGHER, (event["source"], event["subject"], int(event["sequence"]))).rowcount:
                self.notes.execute(
                    "INSERT INTO happened (id, type, subject, people) VALUES (?, ?, ?, ?)",
                    (event["id"], event["type"], event["subject"], people),
                )


def main(address: str, file: str) -> None:
    runner = ServiceRunner(
        {"AMQP_URI": address, "FILE": file, "DECLARE_EVENT_EXCHANGES": False, "max_workers": 1, "heartbeat": 20}
    )
    runner.add_service(Statistics)
    stopping = eventlet.event.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.send())
    runner.start()
    stopping.wait()
    runner.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
