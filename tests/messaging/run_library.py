"""The services of `library` in a process like any other: `python -m tests.messaging.run_library`.

Only the pauses between attempts are shorter, since no test waits four minutes, and a silence is noticed sooner.
"""

import services.__main__ as process  # first, because it makes the process cooperative

# isort: split
from datetime import timedelta

from shared.messaging import consumer, failures, listener
from tests.messaging import library

if __name__ == "__main__":
    failures.FIRST_PAUSE = timedelta(milliseconds=20)
    consumer.HEARTBEAT = 3
    listener.DEADLINE = 14
    process.SERVICES = tuple(library.SERVICES)
    process.service_class = library.SERVICES.__getitem__
    process.main([])
