"""What one city takes: the memory of all its processes, and the time until they are ready."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from deploy.broker import Broker
from deploy.local.program import ROOT
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.settings import Settings
from tests import machine
from tests.bench.figures import Measured, Target, middle
from tests.bench.place import Place
from tests.bench.sizes import Sizes
from tests.city import City, environment_of, fresh_city, running_processes
from tests.gateway import visiting

TITLE = "Memory and start-up of one city"

ROLES = (COORDINATOR, TRAINER, EXPERT, OPERATOR)
PAGES = ("/", "/programmes", "/people", "/groups", "/sessions", "/network", "/surveys", "/operation", "/account")
MEGABYTE = 2**20


def measure(place: Place, sizes: Sizes, say: Callable[[str], None]) -> Measured:
    starts, migrations, fresh, used = [], [], [], []
    for _ in range(sizes.rounds):
        with fresh_city(place.postgres, place.rabbitmq, log_level="WARNING") as settings, _empty(place) as empty:
            migrations.append(_seconds_to_migrate(empty, place))
            begun = time.perf_counter()
            with running_processes(settings, gateway=True) as city:
                starts.append(time.perf_counter() - begun)
                fresh.append(memory(city))
                _use(city, sizes.visits)
                used.append(memory(city))
        say(f"  up in {starts[-1]:.1f} s, {sum(used[-1].values()) / MEGABYTE:.0f} MB in use")
    names = list(used[0])
    rows = [["MB (PSS)", "after the start", "after use"]]
    rows += [
        [name, *(f"{middle([each[name] for each in all_]) / MEGABYTE:.0f}" for all_ in (fresh, used))] for name in names
    ]
    totals = [middle([sum(each.values()) for each in all_]) / MEGABYTE for all_ in (fresh, used)]
    rows.append(["together", *(f"{total:.0f}" for total in totals)])
    up, migrated = middle(starts), middle(migrations)
    return Measured(
        how=f"All services in one process, the relay, gunicorn with its worker. Memory is the PSS of"
        f" /proc/*/smaps_rollup of every process, once ready and again after {sizes.visits} rounds of the main pages by"
        f" all four roles. Up means that the readiness of all three answers. Medians of {sizes.rounds} starts.",
        table=rows,
        targets=[
            Target("memory of one city", "250 MB", f"{totals[1]:.0f} MB", totals[1] <= 250),
            Target("up after broker and database", "5 s", f"{up:.1f} s", up <= 5),
        ],
        texts=[
            f"`migrate` of an empty database and vhost, which runs before the first start, takes {migrated:.1f} s more:"
            f" {up + migrated:.1f} s in all."
        ],
    )


@contextmanager
def _empty(place: Place) -> Iterator[Settings]:
    """The settings of a city that has nothing yet but a database and a vhost without content."""
    name = machine.unique("bench")
    broker = Broker(place.rabbitmq["amqp"], place.rabbitmq["api"])
    url = machine.create_database(place.postgres, name)
    broker.ensure_vhost(name)
    try:
        yield machine.city(postgres_url=url, amqp_url=broker.amqp_url_of(name), log_level="WARNING")
    finally:
        broker.delete_vhost(name)
        machine.drop_database(place.postgres, name)


def _seconds_to_migrate(settings: Settings, place: Place) -> float:
    environment = {**os.environ, **environment_of(settings), "RABBITMQ_API_URL": place.rabbitmq["api"]}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "deploy", "migrate"], cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - begun


def memory(city: City) -> dict[str, int]:
    """Bytes by process, with its children. What guards the processes here is none of the city's."""
    found = {}
    for name, process in city.processes.items():
        main = psutil.Process(process.pid)
        found[name] = sum(pss(each.pid) for each in (main, *main.children(recursive=True)))
    return found


def pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _use(city: City, visits: int) -> None:
    people = [visiting.sign_in(city, role, name=f"{role.capitalize()} Bench") for role in ROLES]
    for _ in range(visits):
        for person in people:
            for path in PAGES:
                person.open(path)
