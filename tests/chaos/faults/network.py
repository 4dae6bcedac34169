"""Between the processes and the broker, or the database, the network misbehaves in four ways."""

import socket
import time
from collections.abc import Callable
from random import Random

from tests.chaos import pace
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.messaging.forwarder import Forwarder
from tests.waiting import eventually

# The first thing that a client says, to which the server answers at once.
HELLO = {"broker": b"AMQP\x00\x00\x09\x01", "database": b"\x00\x00\x00\x08\x04\xd2\x16\x2f"}
HELLO_SECONDS = 1.0

Way = Callable[[Forwarder, Random], float]


def refuse(way: Forwarder, chance: Random) -> float:
    """Connections are cut and new ones refused."""
    way.close()
    return chance.uniform(1, 4)


def freeze(way: Forwarder, chance: Random) -> float:
    """Connections stand, nothing moves, nothing is lost."""
    way.freeze()
    return chance.uniform(2, 8)


def swallow(way: Forwarder, chance: Random) -> float:
    """What is sent is lost and nobody is told."""
    way.swallow()
    return pace.GIVEN_UP_SECONDS


def delay(way: Forwarder, chance: Random) -> float:
    way.delay(chance.uniform(0.05, 0.3))
    return chance.uniform(2, 5)


def greeted(city: ChaosCity, which: str) -> float | None:
    """After how many seconds the server answers through the way; None when it does not."""
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", city.ways[which].port), HELLO_SECONDS) as link:
            link.settimeout(HELLO_SECONDS)
            link.sendall(HELLO[which])
            return time.monotonic() - began if link.recv(1) else None
    except OSError:
        return None


def misbehave(city: ChaosCity, which: str, chance: Random) -> int:
    """Each of the four once; fired when a greeting gets no answer meanwhile, or a late one."""
    way, fired = city.ways[which], 0
    usual = greeted(city, which)
    assert usual is not None
    for misbehaviour in chance.sample([refuse, freeze, swallow, delay], 4):
        seconds = misbehaviour(way, chance)
        answered = greeted(city, which)
        fired += answered is None or answered > 2 * usual + 0.05
        time.sleep(seconds)
        way.open()
        eventually(lambda: greeted(city, which) is not None, 20, f"the {which} to be reached again")
    return fired


@fault("the way to the broker refuses, freezes, swallows and delays", times=3, ways=True)
def way_to_the_broker(city: ChaosCity, chance: Random) -> int:
    return misbehave(city, "broker", chance)


@fault("the way to the database refuses, freezes, swallows and delays", times=3, ways=True)
def way_to_the_database(city: ChaosCity, chance: Random) -> int:
    return misbehave(city, "database", chance)
