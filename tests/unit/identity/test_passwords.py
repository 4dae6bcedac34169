import subprocess
import sys
from pathlib import Path

from services.identity import passwords

UNDER_EVENTLET = """
import warnings
warnings.filterwarnings("ignore")
import eventlet
eventlet.monkey_patch()
from services.identity import passwords

turns, checking = 0, True

def count():
    global turns
    while checking:
        turns += 1
        eventlet.sleep(0)

stored = passwords.hashed("a long walk along the Maas")
counter = eventlet.spawn(count)
checks = [eventlet.spawn(passwords.is_right, "a long walk along the Maas", stored) for _ in range(6)]
right = [check.wait() for check in checks]
checking = False
counter.wait()
print(all(right), turns)
"""


def test_the_right_password_is_right_and_no_other():
    stored = passwords.hashed("a long walk along the Maas")
    assert passwords.is_right("a long walk along the Maas", stored)
    assert not passwords.is_right("A long walk along the Maas", stored)


def test_it_is_kept_as_argon2id_and_never_twice_the_same():
    first, second = passwords.hashed("one password"), passwords.hashed("one password")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second


def test_nothing_is_right_without_an_account():
    assert not passwords.is_right("", None)


def test_the_other_work_of_a_services_process_goes_on_while_passwords_are_checked():
    ran = subprocess.run(
        [sys.executable, "-c", UNDER_EVENTLET],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    right, turns = ran.stdout.split()
    assert right == "True"
    assert int(turns) > 100  # on the hub itself each check would take one turn
