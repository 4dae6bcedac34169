"""A backup each day, and the journal of erasures all the time: what the container `backup` does."""

import signal
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from deploy.backups import BackupError, backup, erasures
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
    """In a thread of its own: a backup may take longer than an erasure may wait."""
    while True:
        try:
            if removed := erasures.append(owner):
                log.info("erasures_noted", people=removed)
        except (BackupError, SQLAlchemyError) as error:
            log.error("erasures_not_noted", reason=_reason(error))
        except Exception:  # a thread that ends would be missed by nobody
            log.exception("erasures_not_noted")
        time.sleep(LOOK_SECONDS)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, BackupError) else type(error).__name__
