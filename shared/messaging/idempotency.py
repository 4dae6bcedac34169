"""A command that is sent twice is carried out once, and both get the same answer."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared import clock
from shared.contracts.base import IDEMPOTENCY_HOURS
from shared.errors import KeyReused
from shared.messaging.tables import commands


def fingerprint(name: str, data: Any) -> str:
    canonical = json.dumps([name, data], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def recall(tx: Session, key: str, print_: str) -> dict[str, Any] | None:
    """The answer given before under this key, or None. A second caller waits here until the first has committed.

    Raises KeyReused when the key came with other content.
    """
    tx.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
    row = tx.execute(select(commands.c.fingerprint, commands.c.answer).where(commands.c.key == key)).first()
    if row is None:
        return None
    if row.fingerprint != print_:
        raise KeyReused()
    return row.answer


def remember(tx: Session, key: str, print_: str, answer: dict[str, Any]) -> None:
    tx.execute(insert(commands).values(key=key, fingerprint=print_, answer=answer))


def forget_old(tx: Session) -> None:
    tx.execute(delete(commands).where(commands.c.carried_out_at < clock.now() - timedelta(hours=IDEMPOTENCY_HOURS)))


def forget_answers_about(tx: Session, id_: UUID) -> None:
    """Drops the stored answers that are a record of this id, for when nothing of it may stay."""
    tx.execute(delete(commands).where(commands.c.answer["answer"]["id"].astext == str(id_)))
