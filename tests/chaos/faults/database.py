"""The database goes away in mid-commit, or its disk is full."""

import signal
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil
import psycopg

from tests.chaos.city import ChaosCity
from tests.chaos.faults import fault
from tests.chaos.servers import no_small_disk
from tests.waiting import eventually

COMMITTING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query = 'COMMIT' AND pid <> pg_backend_pid()
"""


def commits_take_a_while(city: ChaosCity) -> None:
    """They wait for each other before they go to disk, so that some of them always wait."""
    name = psycopg.conninfo.conninfo_to_dict(city.settings.database_url)["dbname"]
    city.sql(f"ALTER DATABASE {name} SET commit_delay = 20000")  # microseconds
    city.sql(f"ALTER DATABASE {name} SET commit_siblings = 1")


@fault(
    "immediate stop of PostgreSQL while transactions commit, then crash recovery",
    times=6,
    ours=True,
    prepare=commits_take_a_while,
)
def database_stopped_in_mid_commit(city: ChaosCity, chance: Random) -> int:
    """Fired for each transaction that was committing when it was looked at last, a moment before the stop."""
    cluster = city.cluster
    server = psutil.Process(cluster.process.pid)
    with psycopg.connect(city.settings.database_url, autocommit=True) as observer:
        committing = observer.execute(COMMITTING)
        deadline = time.monotonic() + 20
        while not (row := committing.fetchone()) or not row[0]:
            assert time.monotonic() < deadline, "nothing commits"
            committing = observer.execute(COMMITTING)
        server.send_signal(signal.SIGQUIT)
    server.wait(30)
    time.sleep(chance.uniform(0, 2))
    cluster.start_again()
    return row[0]


@fault("the disk of PostgreSQL is full", times=3, small_disk=True, missing=no_small_disk)
def database_full(city: ChaosCity, chance: Random) -> int:
    """Fired for each time that PostgreSQL complains."""
    cluster = city.cluster
    before = cluster.log_count("No space left on device")
    ballast = cluster.data.parent / "ballast"
    _fill(ballast)
    eventually(lambda: cluster.log_count("No space left on device") > before, 60, "PostgreSQL to find its disk full")
    time.sleep(chance.uniform(1, 4))
    ballast.unlink()
    eventually(lambda: _answers_again(city), 60, "PostgreSQL to answer")
    return cluster.log_count("No space left on device") - before


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def _answers_again(city: ChaosCity) -> bool:
    if not city.cluster.process.alive:
        city.cluster.start_again()
    try:
        return bool(city.sql("SELECT 1"))
    except psycopg.OperationalError:
        return False
