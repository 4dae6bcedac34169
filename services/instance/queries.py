import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services import listeners
from services.instance import queues
from services.instance.tables import Backup, Epoch
from shared.access import Actor
from shared.contracts.instance import LATEST_BACKUPS
from shared.database import settings_of
from shared.messaging import topology
from shared.settings import Settings
from shared.version import VERSION

BACKUP = ("file", "taken_at", "checked_at", "version", "epoch", "size")


def status(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    city = settings_of(tx)
    latest = tx.scalars(select(Backup).order_by(Backup.taken_at.desc()).limit(LATEST_BACKUPS))
    return {
        "version": VERSION,
        "epoch": city.epoch,
        "restored": last_restore(tx),
        "backups": [{name: getattr(backup, name) for name in BACKUP} for backup in latest],
        "disks": [*_disks(city)],
        "queues": queues.lengths(city.amqp_url, topology.queue_names(listeners())),
    }


def last_restore(tx: Session) -> dict[str, Any] | None:
    restored = tx.scalar(select(Epoch).where(Epoch.taken_at.is_not(None)).order_by(Epoch.epoch.desc()).limit(1))
    if restored is None:
        return None
    return {"epoch": restored.epoch, "restored_at": restored.began_at, "taken_at": restored.taken_at}


def epoch(tx: Session) -> int | None:
    """Of the database; none while it is new."""
    return tx.scalar(select(func.max(Epoch.epoch)))


def last_good_backup(tx: Session) -> datetime | None:
    """When it was made."""
    return tx.scalar(select(func.max(Backup.taken_at)).where(Backup.checked_at.is_not(None)))


def _disks(city: Settings) -> Iterator[dict[str, Any]]:
    for what, folder in (("mail", _existing(city.mail_dir)), ("backups", city.backup_dir)):
        if folder.is_dir():
            there_is = shutil.disk_usage(folder)
            yield {"what": what, "free": there_is.free, "total": there_is.total}


def _existing(folder: Path) -> Path:
    """The folder, or where it will be made with the first mail."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
