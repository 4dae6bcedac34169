"""What stands in the way of the demo is told in one sentence."""

import re
import socket
from contextlib import closing
from pathlib import Path

import pytest

from deploy.local import checks
from deploy.local.program import CannotRunError, free_ports


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_taken_port_is_told_with_who_has_it(family: int, host: str) -> None:
    with closing(socket.socket(family)) as listener:
        listener.bind((host, 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(CannotRunError, match=rf"Port {port} is taken by .+ \(process \d+\): stop that, or choose"):
            checks.port(port)


def test_a_free_port_is_fine() -> None:
    (port,) = free_ports(1)
    checks.port(port)


def test_a_full_disk_is_told_with_how_much_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks.disk(tmp_path)
    monkeypatch.setattr(checks, "NEEDED_MEGABYTES", 10**9)
    with pytest.raises(CannotRunError, match=re.escape("The disk is full: ")):
        checks.disk(tmp_path)


def test_a_second_demo_on_the_same_data_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "run/demo.lock"
    with checks.only_one(lock), pytest.raises(CannotRunError, match=r"The demo runs already \(process \d+\)"):
        checks.only_one(lock).__enter__()
    with checks.only_one(lock):
        pass
