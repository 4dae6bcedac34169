"""The services of a city, and the author and the reader, in one process: `python -m tests.chaos.run_services`.

With names, only those of the city's services.
"""

import services.__main__ as process  # first, because it makes the process cooperative

# isort: split
import sys

from services import service_class
from shared.messaging import call, consumer, failures
from tests.chaos import chain, pace


def run(names: list[str]) -> None:
    call.HEARTBEAT = consumer.HEARTBEAT = pace.HEARTBEAT
    failures.FIRST_PAUSE = pace.FIRST_PAUSE
    process.SERVICES = (*(names or process.SERVICES), *chain.SERVICES)
    process.service_class = lambda name: chain.SERVICES.get(name) or service_class(name)
    process.main([])


if __name__ == "__main__":
    run(sys.argv[1:])
