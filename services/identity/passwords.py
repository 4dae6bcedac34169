"""Argon2id. Hashing takes tens of milliseconds of processor, so it happens beside eventlet's hub, not on it."""

import threading
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from eventlet import tpool
from eventlet.patcher import is_monkey_patched

# The second of OWASP's equal choices. Each hash under way takes 19 MiB, which its thread may keep, so they are few.
PASSES, KIBIBYTES, AT_ONCE = 2, 19 * 1024, 2

hasher = PasswordHasher(time_cost=PASSES, memory_cost=KIBIBYTES, parallelism=1)
_at_once = threading.BoundedSemaphore(AT_ONCE)
tpool.set_num_threads(AT_ONCE)

# Checked when there is no account, so that an unknown address takes as long as a wrong password. Nothing matches it.
_NOBODYS = f"$argon2id$v=19$m={KIBIBYTES},t={PASSES},p=1${'A' * 22}${'A' * 43}"

T = TypeVar("T")


def _beside_the_hub(function: Callable[..., T], *args: str) -> T:
    with _at_once:
        if is_monkey_patched("thread"):
            return tpool.execute(function, *args)
        return function(*args)


def hashed(password: str) -> str:
    return _beside_the_hub(hasher.hash, password)


def is_right(password: str, password_hash: str | None) -> bool:
    return _beside_the_hub(_matches, password_hash or _NOBODYS, password) and password_hash is not None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with less effort than is asked now."""
    return hasher.check_needs_rehash(password_hash)
