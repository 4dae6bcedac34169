from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import queries
from services.notifications.tables import Bundle, Hold, Mail, Reader
from shared import clock, context
from shared.access import Actor
from shared.ids import new_id

AT_ONCE = timedelta(0)


def queue(
    tx: Session,
    kind: str,
    people: Iterable[UUID],
    *,
    about_id: UUID | None = None,
    role: str | None = None,
    partner_id: UUID | None = None,
    after: timedelta = AT_ONCE,
) -> None:
    """One mail to each. The same event asks only once."""
    queue_each(tx, kind, dict.fromkeys(people, about_id), role=role, partner_id=partner_id, after=after)


def queue_each(
    tx: Session,
    kind: str,
    about: Mapping[UUID, UUID | None],
    *,
    role: str | None = None,
    partner_id: UUID | None = None,
    after: timedelta = AT_ONCE,
) -> None:
    """`about`: what the mail to each person is about."""
    now = clock.now()
    cause = context.current().causation_id
    rows = [
        {
            "id": new_id(),
            "kind": kind,
            "person_id": person_id,
            "about_id": about_id,
            "role": role,
            "cause_id": UUID(cause) if cause else None,
            "partner_id": partner_id,
            "queued_at": now,
            "due_at": now + after,
        }
        for person_id, about_id in about.items()
    ]
    if rows:
        tx.execute(insert(Mail).on_conflict_do_nothing(), rows)


def queue_bundles(tx: Session, kind: str, items: Mapping[UUID, list[dict[str, Any]]]) -> None:
    """One mail to each person, that tells all of their `items`; see `tables.Bundle`."""
    if not items:
        return
    bundles = {person_id: new_id() for person_id in items}
    rows = [
        {"id": bundle_id, "person_id": person_id, "items": [_as_kept(each) for each in items[person_id]]}
        for person_id, bundle_id in bundles.items()
    ]
    tx.execute(insert(Bundle), rows)
    queue_each(tx, kind, bundles)


def _as_kept(item: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in item.items()}


def choose_digest(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    chosen = insert(Reader).values(person_id=actor.id, rhythm=request["rhythm"])
    tx.execute(chosen.on_conflict_do_update(index_elements=[Reader.person_id], set_={"rhythm": chosen.excluded.rhythm}))


def send_again(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Also what was sent before: the message keeps its id, so that a mailbox can tell."""
    mail = queries.shown(tx, request["mail_id"], lock=True)
    mail.state, mail.attempts, mail.reason = "queued", 0, None
    mail.due_at = clock.now()


def hold_mail(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Mail that is held already stays so, since when it was."""
    hold(tx, by=actor.person_id)
    return queries.mail_hold(tx, actor, {})


def hold(tx: Session, *, by: UUID | None = None, taken_at: datetime | None = None) -> None:
    """`taken_at`: the city has been restored from a backup that was made then."""
    values = {"id": new_id(), "held_at": clock.now(), "held_by": by, "taken_at": taken_at, "discarded": 0}
    tx.execute(insert(Hold).values(values).on_conflict_do_nothing())


def hold_after_restore(tx: Session, taken_at: datetime) -> None:
    """In place of what was held when the backup was made."""
    release(tx, by=None)
    hold(tx, taken_at=taken_at)


def release_mail(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    standing = queries.standing_hold(tx, lock=True)
    if standing is None:
        return {"released": False, "discarded": 0}
    old = queries.old_mails(tx, standing) if request["discard_old"] else []
    tx.execute(update(Mail).where(Mail.id.in_(old)).values(state="failed", reason="discarded"))
    release(tx, by=actor.person_id, discarded=len(old))
    return {"released": True, "discarded": len(old)}


def release(tx: Session, *, by: UUID | None, discarded: int = 0) -> None:
    ended = {"released_at": clock.now(), "released_by": by, "discarded": discarded}
    tx.execute(update(Hold).where(Hold.released_at.is_(None)).values(ended))
