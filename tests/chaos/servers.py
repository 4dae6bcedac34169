"""A broker and a database of our own, both durable, that a fault may stop, kill and start again."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from deploy.broker import Broker
from deploy.local import postgres, rabbitmq
from deploy.local.program import CannotRunError
from services import SERVICES
from shared.database import migrate
from tests import machine
from tests.city import Process

SMALL_DISK = "512m"


@dataclass(frozen=True)
class Node:
    """A RabbitMQ node."""

    process: Process
    broker: Broker

    @property
    def addresses(self) -> dict[str, str]:
        return {"amqp": self.broker.amqp_url, "api": self.broker.api_url}

    def control(self, *command: str) -> str:
        """What `rabbitmqctl` says."""
        server = rabbitmq.server_command()
        assert server is not None
        program = Path(server).with_name("rabbitmqctl")
        environment = {**os.environ, **self.process.program.environment}
        done = subprocess.run(
            [str(program), *command], env=environment, capture_output=True, text=True, timeout=90, check=False
        )
        if done.returncode:
            raise AssertionError(f"rabbitmqctl {' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def version(self) -> str:
        return str(self.broker._call("GET", "overview")["rabbitmq_version"])


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server."""

    process: Process
    data: Path

    @property
    def url(self) -> str:
        return postgres.url(self.data)

    def version(self) -> str:
        with psycopg.connect(self.url) as connection:
            return str(connection.info.parameter_status("server_version"))

    def log_count(self, text: str) -> int:
        return self.process.log.count(text)

    def start_again(self) -> None:
        """As whoever operates it would: recovery included, and after a full disk as soon as there is space."""
        lock = self.data / "postmaster.pid"
        with suppress(FileNotFoundError):
            lock.unlink()
        self.process.start()


@contextmanager
def running_node(folder: Path) -> Iterator[Node]:
    found = rabbitmq.private_node(folder, folder.parent) or rabbitmq.installed_node(folder, folder.parent)
    if found is None:
        raise CannotRunError("Chaos needs a RabbitMQ node of its own: please install the package rabbitmq-server.")
    with ExitStack() as stack:
        *others, server = [Process(program, lambda: True) for program in found.programs]
        for other in others:
            stack.callback(other.stop)
            other.start()
        process = Process(server.program, found.broker.answers)
        stack.callback(process.stop)
        process.start(wait=False)
        process.wait_until_ready()
        yield Node(process, found.broker)


@contextmanager
def running_cluster(data: Path, log: Path) -> Iterator[Cluster]:
    program = postgres.program(data, log)
    process = Process(program, lambda: postgres.answers(postgres.url(data)))
    try:
        process.start()
        template = machine.create_database(postgres.url(data), machine.TEMPLATE)
        migrate.upgrade_all(machine.city(postgres_url=template), list(SERVICES))
        yield Cluster(process, data)
    finally:
        process.stop()


@contextmanager
def folder() -> Iterator[Path]:
    """Open to the user whom PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="middleground-chaos-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def no_small_disk() -> str | None:
    """Why there can't be a small disk here, if so."""
    with folder() as place:
        try:
            with small_disk(place / "disk"):
                return None
        except CannotRunError as error:
            return str(error)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """One that can be filled without harm to anybody else."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=755", "middleground-chaos", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        raise CannotRunError("only root may mount a small disk to fill, and not in every container")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
