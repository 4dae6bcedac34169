import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

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
    """One statement: the page that shows it asks everybody else too."""
    city = settings_of(tx)
    latest = aliased(Backup, select(Backup).order_by(Backup.taken_at.desc()).limit(LATEST_BACKUPS).subquery())
    newest = select(func.max(Epoch.epoch).label("epoch")).subquery()
    rows = tx.execute(
        select(Epoch, latest)
        .select_from(newest)
        .outerjoin(Epoch, Epoch.epoch == newest.c.epoch)
        .outerjoin(latest, true())
        .order_by(latest.taken_at.desc())
    ).all()
    since = rows[0][0]
    return {
        "version": VERSION,
        "epoch": city.epoch,
        "began_at": since.began_at if since else None,
        "restored": _restored(since),
        "backups": [{name: getattr(backup, name) for name in BACKUP} for _, backup in rows if backup],
        "disks": [*_disks(city)],
        "queues": queues.lengths(city.amqp_url, topology.queue_names(listeners())),
    }


def _restored(since: Epoch | None) -> dict[str, Any] | None:
    """An epoch begins with a restore, but for the first."""
    if since is None or since.taken_at is None:
        return None
    return {"epoch": since.epoch, "restored_at": since.began_at, "taken_at": since.taken_at}


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
