"""A city's real processes for a test: services, relay and, if asked for, the gateway.

    with running_city(postgres, rabbitmq, gateway=True) as city:
        page.goto(city.url)
        city.services.kill()
        city.services.start()

Each has a database, a vhost and ports of its own, and everything is stopped and removed in the end.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import Popen
from typing import Any

import psutil
import psycopg
import requests
from psycopg.rows import namedtuple_row

from deploy.broker import Broker
from deploy.local.program import ROOT, Program, free_ports, running
from services import SERVICES
from shared import access
from shared.access import Actor
from shared.contracts.base import Call
from shared.messaging import topology
from shared.messaging.call import Answer, Caller
from shared.settings import Settings
from tests import machine
from tests.waiting import eventually

READY_SECONDS = 40
# What Python runs.
ALL_SERVICES = ("-m", "services")
# The reader is that of the tests' own small services.
LISTENERS = (*SERVICES, "reader")


class Process:
    """One process of a city, which a test may kill and start again as often as it likes."""

    def __init__(self, program: Program, is_ready: Callable[[], bool]):
        self.program, self._is_ready = program, is_ready
        self._running = ExitStack()
        self._guard: Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """Everything that it wrote since its first start."""
        return self.program.log.read_text() if self.program.log.exists() else ""

    @property
    def alive(self) -> bool:
        return self._guard is not None and self._guard.poll() is None

    @property
    def pid(self) -> int:
        assert self._guard is not None
        guard = psutil.Process(self._guard.pid)
        return eventually(guard.children, what=f"{self.program.name} to start")[0].pid

    def start(self, wait: bool = True) -> None:
        self._running.close()
        self._guard = self._running.enter_context(running(self.program))
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        eventually(self._ready_or_ended, READY_SECONDS, f"{self.program.name} to be ready")
        if not self.alive:
            raise AssertionError(f"{self.program.name} ended at its start:\n{self.log}")

    def _ready_or_ended(self) -> bool:
        return not self.alive or self._is_ready()

    def kill(self) -> None:
        """As a power cut would: kill -9, its workers included."""
        if self.alive:
            main = psutil.Process(self.pid)
            everybody = [main, *main.children(recursive=True)]
            for each in everybody:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            psutil.wait_procs(everybody[1:], timeout=5)
        self._running.close()

    def stop(self) -> None:
        """As a deployment does: SIGTERM, and its twenty seconds to finish."""
        if self.alive:
            self.thaw()
        self._running.close()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


@dataclass(frozen=True)
class City:
    """`url`: the pages. `processes`: all of them; `services` and `relay` are two of them, `gateway` may be a third."""

    settings: Settings
    processes: dict[str, Process]
    caller: Caller

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def mail_dir(self) -> Path:
        return self.settings.mail_dir

    @property
    def services(self) -> Process:
        return self.processes["services"]

    @property
    def relay(self) -> Process:
        return self.processes["relay"]

    @property
    def gateway(self) -> Process:
        return self.processes["gateway"]

    def ask(
        self,
        call: Call,
        actor: Actor,
        *,
        key: str | None = None,
        after: Iterable[tuple[str, str]] = (),
        **data: Any,
    ) -> Answer:
        """Calls a service as the gateway does, on behalf of `actor`."""
        token = access.sign(actor, self.settings.secret_key)
        return self.caller.send(call, data, token=token, key=key, after=after).wait()

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """What the city's database holds: tables are named with their service, `trainings.groups`."""
        with psycopg.connect(self.settings.database_url, autocommit=True, row_factory=namedtuple_row) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_city(
    postgres: str,
    rabbitmq: dict[str, str],
    *,
    gateway: bool = False,
    environment: Mapping[str, str] | None = None,
    services: tuple[str, ...] = ALL_SERVICES,
    **settings: Any,
) -> Iterator[City]:
    """A city that is up, with every service. `settings` are those of `shared.settings.Settings`; `environment`: what
    each of its processes finds beside them.
    """
    with (
        fresh_city(postgres, rabbitmq, **settings) as fresh,
        running_processes(fresh, gateway=gateway, environment=environment or {}, services=services) as city,
    ):
        yield city


@contextmanager
def fresh_city(postgres: str, rabbitmq: dict[str, str], **settings: Any) -> Iterator[Settings]:
    """The settings of a city whose migrated database and declared vhost stand ready; nothing runs yet."""
    name = machine.unique("city")
    broker = Broker(rabbitmq["amqp"], rabbitmq["api"])
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="middleground-city-"))
        database_url = machine.create_database(postgres, name, machine.TEMPLATE)
        stack.callback(machine.drop_database, postgres, name)
        stack.callback(broker.delete_vhost, name)
        amqp_url = machine.create_vhost(rabbitmq, name)
        broker.set_policies(name, topology.policies(LISTENERS))
        own: dict[str, Any] = {
            "public_url": f"http://127.0.0.1:{free_ports(1)[0]}",
            "mail_dir": Path(folder) / "mail",
            "log_format": "console",
        }
        yield machine.city(postgres_url=database_url, amqp_url=amqp_url, **{**own, **settings})


@contextmanager
def running_processes(
    settings: Settings,
    *,
    gateway: bool = False,
    services: tuple[str, ...] = ALL_SERVICES,
    environment: Mapping[str, str] | None = None,
) -> Iterator[City]:
    """The processes of a city, ready; `services` is what Python runs for the first of them."""
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="middleground-logs-")))
        processes = {
            "services": python_process("services", services, settings, logs),
            "relay": python_process("relay", ("-m", "shared.messaging.relay"), settings, logs),
        }
        if gateway:
            processes["gateway"] = gateway_process(settings, logs)
        caller = Caller(settings.amqp_url, settings.secret_key)
        stack.callback(caller.close)
        stack.push(_tell_what_happened(processes))
        for process in processes.values():
            program = process.program
            process.program = replace(program, environment={**program.environment, **(environment or {})})
            stack.callback(process.stop)
            process.start(wait=False)
        for process in processes.values():
            process.wait_until_ready()
        yield City(settings, processes, caller)


def _tell_what_happened(processes: dict[str, Process]) -> Callable[..., None]:
    """When the test fails, pytest shows what the processes wrote."""

    def on_exit(kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for name, process in processes.items():
                sys.stderr.write(f"---- {name} ----\n{process.log[-10_000:]}\n")

    return on_exit


def python_process(name: str, command: tuple[str, ...], settings: Settings, logs: Path) -> Process:
    [port] = free_ports(1)
    environment = environment_of(settings) | {"HEALTH_PORT": str(port)}
    program = Program(name, (sys.executable, *command), logs / f"{name}.log", environment)
    return Process(program, lambda: answers(f"http://127.0.0.1:{port}/ready"))


def gateway_process(settings: Settings, logs: Path) -> Process:
    gunicorn = Path(sys.executable).with_name("gunicorn")
    configuration = ROOT / "services/gateway/gunicorn.conf.py"
    command = (str(gunicorn), "--config", str(configuration), "services.gateway.app:create_app()")
    [port] = free_ports(1)
    bind = settings.public_url.removeprefix("http://")
    environment = environment_of(settings) | {"GATEWAY_BIND": bind, "HEALTH_PORT": str(port)}
    program = Program("gateway", command, logs / "gateway.log", environment)
    return Process(program, lambda: answers(f"{settings.public_url}/health/ready"))


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "CITY": settings.city,
        "EPOCH": str(settings.epoch),
        "CITY_NAME": settings.city_name,
        "CITY_PREFIX": settings.city_prefix,
        "COUNTRY": settings.country,
        "THEME": settings.theme,
        "TIME_ZONE": settings.time_zone,
        "LANGUAGES": ",".join(settings.languages),
        "DATABASE_URL": settings.database_url,
        "AMQP_URL": settings.amqp_url,
        "EXCHANGE_URL": settings.exchange_url or "",
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "SMTP_URL": settings.smtp_url or "",
        "MAIL_FROM": settings.mail_from,
        "MAIL_DIR": str(settings.mail_dir),
        "LOG_FORMAT": settings.log_format,
        "LOG_LEVEL": settings.log_level,
        "DEMO": str(settings.demo),
        "DIGEST_AT": settings.digest_at,
    }


def answers(url: str) -> bool:
    """Whether a GET of `url` gives 200."""
    try:
        return requests.get(url, timeout=2).status_code == requests.codes.ok
    except requests.RequestException:
        return False
