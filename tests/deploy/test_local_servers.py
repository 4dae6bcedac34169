"""The PostgreSQL and the RabbitMQ of our own: they start in an empty folder and never outlive their starter."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import psycopg
import pytest

from deploy.broker import Broker
from deploy.local import leftovers, postgres
from deploy.local import rabbitmq as finder
from deploy.local.program import ROOT, CannotRunError
from tests import machine
from tests.waiting import eventually

STARTER = """
import sys
from contextlib import ExitStack
from pathlib import Path
from deploy.local import leftovers, postgres, rabbitmq
folder = Path(sys.argv[1])
leftovers.mark(folder)
with ExitStack() as stack:
    for server in sys.argv[2:]:
        address = stack.enter_context({"postgres": postgres, "rabbitmq": rabbitmq}[server].start(folder / server))
        print(getattr(address, "amqp_url", address), getattr(address, "api_url", ""), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    # PostgreSQL runs as another user when this is root, and has to reach its data.
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)
    yield tmp_path
    leftovers.end(tmp_path)


@pytest.fixture
def no_broker_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AMQP_URL", raising=False)
    if not finder.server_command():
        machine.missing("rabbitmq-server is not installed")


def starter(folder: Path, *servers: str) -> Popen[str]:
    command = (sys.executable, "-c", STARTER, str(folder), *servers)
    return Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)


def address(process: Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_a_database_keeps_its_data_and_is_gone_with_its_block(tmp_path: Path) -> None:
    with postgres.start(tmp_path / "postgres", durable=False) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    assert not postgres.answers(url)
    with postgres.start(tmp_path / "postgres", durable=False) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_lock_file_of_a_crashed_machine_is_no_obstacle(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    with postgres.start(data, durable=False):
        lock = (data / "postmaster.pid").read_text()
    # Process 1 always exists and is never a PostgreSQL.
    (data / "postmaster.pid").write_text("\n".join(["1", *lock.splitlines()[1:]]))
    with postgres.start(data, durable=False) as url:
        assert postgres.answers(url)


def test_data_of_another_version_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/PG_VERSION").write_text("14\n")
    with pytest.raises(CannotRunError, match="was made by PostgreSQL 14"):
        postgres.program(tmp_path / "postgres", tmp_path / "log")


def test_a_broken_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    with postgres.start(data, durable=False):
        pass
    (data / "global/pg_control").unlink()
    with (
        pytest.raises(CannotRunError, match="PostgreSQL does not start; the reason is at the end of"),
        postgres.start(data),
    ):
        pass


@pytest.mark.usefixtures("no_broker_given")
def test_servers_end_when_their_starter_is_killed(folder: Path) -> None:
    with starter(folder, "postgres", "rabbitmq") as process:
        (database,) = address(process)
        broker = Broker(*address(process))
        assert postgres.answers(database)
        assert broker.answers()
        process.kill()
    eventually(lambda: not leftovers.find(folder), seconds=40, what="the end of all processes")
    assert not postgres.answers(database)
    assert not broker.answers()
