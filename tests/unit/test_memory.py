"""What a process gives back."""

import subprocess
import sys

import pytest

USES = """
import sys
{saves}
import threading
from pathlib import Path
from argon2 import PasswordHasher
import structlog

def megabytes():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("Rss:"))

hasher = PasswordHasher(time_cost=1, memory_cost=19 * 1024, parallelism=1)
def check():
    for _ in range(3):
        hasher.hash("a long walk along the Maas")

before = megabytes()
threads = [threading.Thread(target=check) for _ in range(2)]
for each in threads: each.start()
for each in threads: each.join()
print(megabytes() - before, sys.modules.get("rich") is not None)
"""


def used(saves: str) -> list[str]:
    ran = subprocess.run([sys.executable, "-c", USES.format(saves=saves)], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="Only there is it known what a process holds.")
def test_what_checks_of_passwords_took_goes_back_and_nothing_is_loaded_that_shows_local_variables():
    kept, shows_variables = used("from shared import memory; memory.save()")
    assert int(kept) < 10
    assert shows_variables == "False"
