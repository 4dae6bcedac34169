"""Plain nameko: its own consumer and ten workers, the effect in a transaction each, no inbox.

It consumes as `event_handler` does, from a queue that stands already.
"""

import warnings

# Eventlet says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import os  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

from kombu import Queue  # noqa: E402
from nameko.messaging import consume  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402

from tests.bench.contenders import COUNT  # noqa: E402

WORKERS = 10


def main(queue: str) -> None:
    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, pool_size=WORKERS)

    class Reader:
        name = "plain_reader"

        @consume(Queue(queue, no_declare=True))
        def take(self, event: dict[str, Any]) -> None:
            with engine.begin() as transaction:
                transaction.exec_driver_sql(COUNT, (event["thing_id"],))

    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URL"], "max_workers": WORKERS})
    runner.add_service(Reader)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
