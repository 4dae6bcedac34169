"""Processes are killed, stopped, frozen."""

import time
from random import Random

import psutil
import psycopg

from tests.chaos import pace
from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.city import Process
from tests.waiting import eventually

WAIT_FOR = "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid)) AND query LIKE 'UPDATE%%'"


def killed(process: Process) -> bool:
    pid = process.pid
    process.kill()
    return not psutil.pid_exists(pid)


def start_again(*processes: Process) -> None:
    for process in processes:
        process.start(wait=False)
    for process in processes:
        process.wait_until_ready()


@fault("kill -9 of one of two services processes, or of both", times=8, replicas=2)
def services_killed(city: ChaosCity, chance: Random) -> int:
    victims = chance.choice([city.replicas[:1], city.replicas[1:], city.replicas])
    fired = sum(killed(victim) for victim in victims)
    start_again(*victims)
    return fired


@fault("SIGTERM to one of two services processes, or to both, in mid-work", times=8, replicas=2)
def services_stopped(city: ChaosCity, chance: Random) -> int:
    victims = chance.choice([city.replicas[:1], city.replicas[1:], city.replicas])
    for victim in victims:
        victim.stop()
    start_again(*victims)
    return len(victims)


@fault("kill -9 of the gateway", times=8)
def gateway_killed(city: ChaosCity, chance: Random) -> int:
    fired = killed(city.gateway)
    time.sleep(chance.uniform(0, 1))
    start_again(city.gateway)
    return int(fired)


@fault("kill -9 of the relay after the broker has confirmed messages and before they are marked", times=8)
def relay_killed(city: ChaosCity, chance: Random) -> int:
    """Their marks wait for a lock that is held here, so that the moment between the two is as long as it has to be.
    Fired for each message that was confirmed and not marked."""
    wanted = chance.randint(1, 50)
    city.relay.freeze()
    eventually(lambda: city.unpublished() >= wanted, 30, "commands to be accepted while the relay is frozen")
    with psycopg.connect(city.settings.database_url) as holder:
        locked = holder.execute("SELECT id FROM author.outbox WHERE published_at IS NULL FOR UPDATE").fetchall()
        city.relay.thaw()
        marking = eventually(lambda: city.sql(WAIT_FOR, holder.info.backend_pid), 20, "the relay to mark messages")
        killed(city.relay)
        # Otherwise the server would still carry out the mark, which stands in its queue for the lock.
        for waiting in marking:
            city.sql("SELECT pg_terminate_backend(%s)", waiting.pid)
    unmarked = "SELECT count(*) FROM author.outbox WHERE published_at IS NULL AND id = ANY(%s)"
    fired = city.sql(unmarked, [id_ for (id_,) in locked])[0].count
    start_again(city.relay)
    return fired


@fault("SIGSTOP of the relay or its standby, past heartbeat and lease, then SIGCONT", times=5, relays=2)
def relay_frozen(city: ChaosCity, chance: Random) -> int:
    return _frozen(chance.choice(city.relays))


@fault("SIGSTOP of one of two services processes, past its heartbeat, then SIGCONT", times=5, replicas=2)
def services_frozen(city: ChaosCity, chance: Random) -> int:
    return _frozen(chance.choice(city.replicas))


def _frozen(process: Process) -> int:
    process.freeze()
    stopped = psutil.Process(process.pid)
    eventually(lambda: stopped.status() == psutil.STATUS_STOPPED)
    time.sleep(pace.GIVEN_UP_SECONDS)
    fired = stopped.status() == psutil.STATUS_STOPPED
    process.thaw()
    return int(fired)
