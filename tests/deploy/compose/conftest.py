import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.compose.host import Host, a_host, why_not


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="middleground-host-") as folder, a_host(Path(folder)) as host:
        yield host
