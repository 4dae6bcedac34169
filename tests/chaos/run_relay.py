"""The relay: `python -m tests.chaos.run_relay`."""

from shared.messaging.relay import __main__ as process
from shared.messaging.relay import broker
from tests.chaos import pace


def run(_names: list[str]) -> None:
    broker.HEARTBEAT = pace.HEARTBEAT
    process.main()


if __name__ == "__main__":
    run([])
