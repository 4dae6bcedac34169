"""One broker and one database cluster per run, whatever the number of workers; a database and a vhost per worker.

Nothing here is faked: RabbitMQ, PostgreSQL and the processes are those of a deployment.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests import machine
from tests.machine import Machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MACHINE = pytest.StashKey[Machine]()

# What takes longest comes first, and what is over in a moment last, so that all workers end together. Those who look at
# the same city follow each other, so that few workers have to fill one.
ORDER = (
    "browser/test_pages",
    "browser/test_languages",
    "story/test_story.py",
    "story/test_exchange",
    "browser",
    "story",
    "gateway",
    "chaos",
    "messaging",
    "deploy",
    "",
    "unit",
)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[MACHINE] = Machine()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Every worker is told where the broker and the database are; they start before the first worker."""
    node.workerinput["addresses"] = node.config.stash[MACHINE].everything()


def pytest_unconfigure(config: pytest.Config) -> None:
    if MACHINE in config.stash:
        config.stash[MACHINE].stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.nodeid.removeprefix("tests/")))


def _turn(name: str) -> int:
    """Of the longest beginning that fits."""
    return max((len(start), turn) for turn, start in enumerate(ORDER) if name.startswith(start))[1]


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> str:
    """The address of the run's PostgreSQL."""
    shared = getattr(pytestconfig, "workerinput", {}).get("addresses")
    return machine.provided(shared or pytestconfig.stash[MACHINE].postgres, "postgres")


@pytest.fixture(scope="session")
def rabbitmq(pytestconfig: pytest.Config) -> dict[str, str]:
    """The `amqp` and `api` addresses of the run's RabbitMQ."""
    addresses = getattr(pytestconfig, "workerinput", {}).get("addresses") or pytestconfig.stash[MACHINE].rabbitmq
    machine.provided(addresses, "amqp")
    return addresses


@pytest.fixture(scope="session")
def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One browser per worker, for all that use one: Playwright starts only once in a process."""
    from tests.browser.browsing import running_chromium

    with running_chromium() as chromium:
        yield chromium
