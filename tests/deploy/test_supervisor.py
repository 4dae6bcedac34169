"""What keeps the demo's processes running, and what ends them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local import leftovers
from deploy.local.program import CannotRunError, Program, wait_until
from deploy.local.supervisor import Supervisor, supervised
from tests.waiting import eventually

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(leftovers.MARK, str(tmp_path))
    yield tmp_path
    leftovers.end(tmp_path)


def program(folder: Path, name: str, command: tuple[str, ...] = SLEEPER) -> Program:
    return Program(name, command, folder / f"{name}.log", {"SECRET": 'of 100% "fine" quality'}, stop_seconds=5)


def process(supervisor: Supervisor, name: str) -> psutil.Process:
    def started() -> psutil.Process | None:
        pid = supervisor.states()[name]["pid"]
        return psutil.Process(pid) if pid else None

    return eventually(started)


def test_what_dies_is_started_again_and_all_ends_with_the_block(folder: Path) -> None:
    sleeper = program(folder, "sleeper")
    with supervised(folder / "run", folder / "log", {"cities": [sleeper]}) as supervisor:
        supervisor.start("cities", sleeper)
        first = process(supervisor, "sleeper")
        first.kill()
        eventually(lambda: supervisor.states()["sleeper"]["pid"] not in (0, first.pid))
    assert leftovers.find(folder) == []


def test_a_program_gets_its_settings_unharmed_and_the_file_with_them_is_private(folder: Path) -> None:
    sleeper = program(folder, "sleeper")
    with supervised(folder / "run", folder / "log", {"cities": [sleeper]}) as supervisor:
        supervisor.start("cities", sleeper)
        running = process(supervisor, "sleeper")
        assert eventually(lambda: running.environ().get("SECRET")) == 'of 100% "fine" quality'
    assert (folder / "run/supervisord.conf").stat().st_mode & 0o777 == 0o600


def test_a_program_that_keeps_ending_is_reported_with_its_log(folder: Path) -> None:
    failing = program(folder, "failing", (sys.executable, "-c", "raise SystemExit('no luck')"))
    with supervised(folder / "run", folder / "log", {"cities": [failing]}) as supervisor:
        supervisor.start("cities", failing)
        with pytest.raises(CannotRunError, match=r"It does not start; the reason is at the end of .*failing\.log"):
            wait_until(lambda: False, 60, "It", failing.log, lambda: not supervisor.gave_up(failing))
    assert "no luck" in failing.log.read_text()


def test_what_a_killed_run_left_behind_is_found_and_ended(folder: Path) -> None:
    sleeper = program(folder, "sleeper")
    with supervised(folder / "run", folder / "log", {"cities": [sleeper]}) as supervisor:
        supervisor.start("cities", sleeper)
        orphan = process(supervisor, "sleeper")
        for each in leftovers.find(folder):
            if each != orphan:
                each.kill()
    assert leftovers.find(folder) == [orphan]
    assert leftovers.end(folder) == 1
    assert leftovers.find(folder) == []
