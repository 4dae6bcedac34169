from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.instance.tables import Backup, Binding, Epoch


def begin_epoch(tx: Session, epoch: int, taken_at: datetime | None = None) -> None:
    """`taken_at`: of the backup that it begins with."""
    values = {"epoch": epoch, "began_at": func.now(), "taken_at": taken_at}
    tx.execute(insert(Epoch).values(values).on_conflict_do_nothing())


def list_backups(tx: Session, there_are: Sequence[Mapping[str, Any]]) -> None:
    """From now on these are all that there are."""
    tx.execute(delete(Backup).where(Backup.file.not_in([backup["file"] for backup in there_are])))
    if there_are:
        known = insert(Backup)
        changed = {"checked_at": known.excluded.checked_at}
        tx.execute(known.on_conflict_do_update(index_elements=[Backup.file], set_=changed), there_are)


def note_bindings(tx: Session, listeners: Mapping[str, Iterable[str]]) -> None:
    """`listeners`: service -> the types that it takes. Noted before they are bound, so that nothing that reaches a
    listener is older than what stands here. Those of a city's first day have no beginning."""
    first_day = tx.scalar(select(func.count()).select_from(Binding)) == 0
    wanted = {(listener, type_) for listener, types in listeners.items() for type_ in types}
    for gone in [each for each in tx.scalars(select(Binding)) if (each.listener, each.type) not in wanted]:
        tx.delete(gone)
    if wanted:
        since = None if first_day else func.now()
        rows = [{"listener": listener, "type": type_} for listener, type_ in sorted(wanted)]
        tx.execute(insert(Binding).values(since=since).on_conflict_do_nothing(), rows)
