"""The broker goes away, in every way that it can."""

import time
from random import Random
from typing import Any
from urllib.parse import quote

from deploy.broker import BrokerError
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.chaos.faults.processes import killed
from tests.waiting import eventually


@fault("rabbitmqctl stop_app, then start_app", times=4, ours=True)
def broker_stopped(city: ChaosCity, chance: Random) -> int:
    city.node.control("stop_app")
    fired = not city.node.broker.answers()
    time.sleep(chance.uniform(0, 2))
    city.node.control("start_app")
    eventually(city.node.broker.answers, 60, "the broker to answer")
    return int(fired)


@fault("kill -9 of the broker", times=4, ours=True)
def broker_killed(city: ChaosCity, chance: Random) -> int:
    fired = killed(city.node.process)
    time.sleep(chance.uniform(0, 2))
    city.node.process.start()
    return int(fired)


@fault("the broker closes all connections, every three seconds", times=10, pause=(3.0, 3.0), lasting=True)
def connections_closed(city: ChaosCity, chance: Random) -> int:
    """They come back at different moments, so for a moment there may be none."""

    def closed() -> int:
        return sum(_closed(city, connection["name"]) for connection in connections(city))

    return eventually(closed, 10, "a connection to be closed")


def connections(city: ChaosCity) -> list[dict[str, Any]]:
    return city.broker._call("GET", f"vhosts/{quote(city.broker.vhost(), safe='')}/connections")


def _closed(city: ChaosCity, name: str) -> bool:
    try:
        city.broker._call("DELETE", f"connections/{quote(name, safe='')}")
    except BrokerError:
        return False  # it went by itself meanwhile
    return True


@fault("the broker's alarm for a full disk or for memory: it takes no message any more", times=4, ours=True)
def broker_alarm(city: ChaosCity, chance: Random) -> int:
    name, limit, usual = chance.choice(
        [("disk_free_alarm", "set_disk_free_limit", "50MB"), ("mem_alarm", "set_vm_memory_high_watermark", "512MB")]
    )
    absolute = ["absolute"] if name == "mem_alarm" else []
    city.node.control(limit, *absolute, "1MB" if absolute else "100000GB")
    eventually(lambda: _alarmed(city, name), 30, "the alarm")
    time.sleep(chance.uniform(2, 6))
    fired = _alarmed(city, name)
    city.node.control(limit, *absolute, usual)
    eventually(lambda: not _alarmed(city, name), 30, "the end of the alarm")
    return int(fired)


def _alarmed(city: ChaosCity, name: str) -> bool:
    return bool(city.node.broker._call("GET", "nodes")[0][name])
