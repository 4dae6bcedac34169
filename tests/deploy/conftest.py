import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.well_kept import Kept, well_kept_city

# They take half an hour and an engine: `make test-deploy`.
collect_ignore = [] if os.environ.get("TEST_DEPLOY") else ["compose"]


@pytest.fixture(scope="module")
def kept(rabbitmq: dict[str, str]) -> Iterator[Kept]:
    """A city in which all is well. A test that breaks something mends it."""
    with tempfile.TemporaryDirectory(prefix="middleground-kept-") as folder:
        Path(folder).chmod(0o755)
        with well_kept_city(Path(folder), rabbitmq) as kept:
            yield kept
