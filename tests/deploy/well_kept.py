"""A city as a deployment has it: processes that sign in as somebody who may do what they must and no more, policies set
by `migrate`, a mail server, a folder of backups. It has a database server of its own, as it looks at all of it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

import psycopg

from deploy import doctor, status
from deploy.broker import Broker
from deploy.local import databases, postgres
from tests import machine
from tests.city import City, environment_of, running_processes
from tests.deploy import terminal
from tests.integration.notifications.conftest import MailServer, a_free_port

SECRET = "only good for tests, and long enough for that"


@dataclass(frozen=True)
class Kept:
    """`server`: the database server, for its administrator. `broker`: for its administrator."""

    city: City
    environment: dict[str, str]
    server: str
    broker: Broker

    @property
    def vhost(self) -> str:
        return Broker(self.environment["AMQP_URL"], "").vhost()

    def ask(self, *arguments: str, **changes: str) -> CompletedProcess[str]:
        """`middleground`, as its operator calls it."""
        return terminal.middleground(*arguments, environment=self.environment | changes)

    def told(self, command: str, **changes: str) -> dict[str, Any]:
        """What `status` or `doctor` tells a program, asked in this process: starting one takes longer than asking."""
        with patch.dict(os.environ, self.environment | changes, clear=True):
            if command == "status":
                return status.asked(os.environ).as_data()
            return doctor.as_data(dict(doctor.examined(os.environ)))

    def administer(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def well_kept_city(folder: Path, rabbitmq: dict[str, str]) -> Iterator[Kept]:
    name, broker = machine.unique("kept"), Broker(rabbitmq["amqp"], rabbitmq["api"])
    with ExitStack() as stack:
        server = stack.enter_context(postgres.start(folder / "postgres", durable=False))
        broker.ensure_vhost(name)
        stack.callback(broker.delete_vhost, name)
        broker.ensure_user(name, SECRET, name, tags="policymaker")
        stack.callback(broker.delete_user, name)
        mail = MailServer(a_free_port())
        mail.start()
        stack.callback(mail.stop)
        (folder / "backups").mkdir()
        settings = machine.city(
            postgres_url=databases.ensure(server, name, SECRET),
            amqp_url=broker.amqp_url_of(name, name, SECRET),
            rabbitmq_api_url=broker.api_url_of(name, SECRET),
            smtp_url=mail.url,
            public_url=f"http://127.0.0.1:{a_free_port()}",
            mail_dir=folder / "mail",
            log_format="console",
        )
        environment = environment_of(settings) | {
            "RABBITMQ_API_URL": settings.rabbitmq_api_url or "",
            "BACKUP_DIR": str(folder / "backups"),
        }
        done = terminal.middleground("migrate", environment=environment)
        assert done.returncode == 0, done.stderr
        city = stack.enter_context(running_processes(settings, gateway=True))
        yield Kept(city, environment, server, broker)
