"""A backup each day, and the journal of erasures and the store of keys all the time: the container `backup`."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from deploy.backups import BackupError, backup, erasures, keys
from services.instance import rules
from shared import clock, logging
from shared.settings import Settings

log = structlog.get_logger()

LOOK_SECONDS = 20.0
AGAIN_AFTER = timedelta(minutes=10)


def run(owner: Settings) -> None:
    logging.configure(owner, "backup")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    threading.Thread(target=_keep_journal, args=[owner], daemon=True).start()
    not_before = clock.now()
    log.info("backups_begin", at=owner.backup_at, folder=str(owner.backup_dir))
    while True:
        if clock.now() >= not_before and _is_due(owner, clock.now()) and not _made(owner):
            not_before = clock.now() + AGAIN_AFTER
        time.sleep(LOOK_SECONDS)


def _end(*_: Any) -> None:
    """In the middle of what is done: an unfinished backup and the database of its check are taken away."""
    sys.exit(0)


def _is_due(owner: Settings, now: datetime) -> bool:
    return rules.a_backup_is_due(backup.last_good(owner.backup_dir), now, owner.backup_at, owner.time_zone)


def _made(owner: Settings) -> bool:
    try:
        made = backup.take(owner)
    except (BackupError, psycopg.Error, SQLAlchemyError) as error:
        log.error("backup_failed", reason=_reason(error), retry_in=AGAIN_AFTER.total_seconds())
        return False
    log.info("backup_made", backup=made.name)
    return True


def _keep_journal(owner: Settings) -> None:
    """In a thread of its own: a backup may take longer than an erasure may wait, and may fail for days."""
    destroyed = 0
    while True:
        with _going_on("erasures_not_noted"):
            if removed := erasures.append(owner):
                log.info("erasures_noted", people=removed)
        with _going_on("keys_not_kept"):
            known, destroyed = destroyed, keys.keep_after(owner, destroyed)
            if destroyed != known:
                log.info("keys_kept", destroyed=destroyed)
        time.sleep(LOOK_SECONDS)


@contextmanager
def _going_on(failed: str) -> Iterator[None]:
    try:
        yield
    except (BackupError, psycopg.Error, SQLAlchemyError) as error:
        log.error(failed, reason=_reason(error))
    except Exception:  # a thread that ends would be missed by nobody
        log.exception(failed)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, BackupError) else type(error).__name__
