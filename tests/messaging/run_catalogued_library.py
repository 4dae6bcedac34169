"""The services of `catalogued_library` in a process, as `run_library` has those of `library`."""

import services.__main__ as process  # first, because it makes the process cooperative

# isort: split
from datetime import timedelta

from shared.messaging import failures
from tests.messaging import catalogued_library

if __name__ == "__main__":
    failures.FIRST_PAUSE = timedelta(milliseconds=20)
    process.SERVICES = tuple(catalogued_library.SERVICES)
    process.service_class = catalogued_library.SERVICES.__getitem__
    process.main([])
