"""The services of `things` in a process like any other: `python -m tests.bench.run_things [SERVICE ...]`."""

import services.__main__ as process  # first, because it makes the process cooperative

# isort: split
import sys

from tests.bench import things

if __name__ == "__main__":
    classes = {**things.SERVICES, things.TOGETHER: things.TogetherService}
    process.SERVICES = tuple(classes)
    process.service_class = classes.__getitem__
    process.main(sys.argv[1:] or list(things.SERVICES))
