"""The clocks of the processes jump by an hour, forwards and back, each by itself. The database's clock stays right."""

import time
from email.utils import parsedate_to_datetime
from random import Random

import requests

from tests.chaos import clocks
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.waiting import eventually

HOUR = 3600


@fault("the clocks of the processes jump by an hour, each by itself", times=4, clocks=True, missing=clocks.missing)
def clock_off(city: ChaosCity, chance: Random) -> int:
    """Fired for each process that says so itself."""
    off = [_set(city, name, chance.choice([HOUR, -HOUR])) for name in city.processes]
    time.sleep(chance.uniform(2, 5))
    for name in city.processes:
        _set(city, name, 0)
    return sum(off)


def _set(city: ChaosCity, name: str, seconds: int) -> bool:
    clocks.set_clock(city.folder / f"clock-{name}", seconds)
    eventually(lambda: abs(_told(city, name) - time.time() - seconds) < HOUR / 10, 20, f"the clock of {name} to jump")
    return seconds != 0


def _told(city: ChaosCity, name: str) -> float:
    """What time it is by this process: every answer of HTTP says so."""
    process = city.processes[name]
    port = process.program.environment.get("HEALTH_PORT")
    url = f"http://127.0.0.1:{port}/live" if port else f"{city.url}/health/live"
    return parsedate_to_datetime(requests.get(url, timeout=10).headers["Date"]).timestamp()
