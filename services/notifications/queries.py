import math
import re
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import ColumnElement

from services.notifications import folder, rules
from services.notifications.tables import Hold, Mail
from shared import clock
from shared.access import Actor
from shared.contracts.base import COUNTED
from shared.contracts.notifications import TOKEN_MAIL_KINDS
from shared.database import settings_of
from shared.errors import NotFound

LINK = re.compile(r"https?://\S+")
IS_STANDING = Hold.released_at.is_(None)


def mails(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The newest first."""
    wanted = _listed(tx)
    if request["state"]:
        wanted.append(Mail.state == request["state"])
    counted = select(Mail.id).where(*wanted).limit(COUNTED + 1).subquery()
    page, per_page = request["page"], request["per_page"]
    newest = select(Mail).where(*wanted).order_by(Mail.id.desc()).limit(per_page).offset((page - 1) * per_page)
    shown, standing = aliased(Mail, newest.subquery()), aliased(Hold, select(Hold).where(IS_STANDING).subquery())
    everything = select(func.count().label("total")).select_from(counted).subquery()
    together = everything.outerjoin(standing, true()).outerjoin(shown, true())
    # One statement: a page asks it with much else.
    rows = tx.execute(select(everything.c.total, standing, shown).select_from(together).order_by(shown.id.desc())).all()
    total, hold = rows[0][:2]
    return {
        "items": [_summary(mail) for _, _, mail in rows if mail is not None],
        "total": total,
        "page": page,
        "pages": math.ceil(total / per_page),
        "hold": _told(tx, hold),
    }


def mail(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """With its text, if it stands in the mail folder."""
    found = shown(tx, request["mail_id"])
    message = folder.read(settings_of(tx).mail_dir, found.id) if found.kept else None
    if message is None:
        return _summary(found) | {"subject": None, "text": None, "links": []}
    text = folder.text_of(message)
    return _summary(found) | {"subject": message["Subject"], "text": text, "links": LINK.findall(text)}


def mail_hold(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"hold": _told(tx, standing_hold(tx))}


def _told(tx: Session, standing: Hold | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    waiting = tx.scalar(select(func.count()).where(Mail.state == "queued", Mail.due_at <= clock.now()))
    return {
        "held_at": standing.held_at,
        "taken_at": standing.taken_at,
        "waiting": waiting,
        "old": len(old_mails(tx, standing)),
    }


def standing_hold(tx: Session, *, lock: bool = False) -> Hold | None:
    statement = select(Hold).where(IS_STANDING)
    return tx.scalar(statement.with_for_update() if lock else statement)


def old_mails(tx: Session, standing: Hold) -> list[UUID]:
    """Those that were due before mail was held."""
    queued = tx.execute(select(Mail.id, Mail.queued_at, Mail.due_at, Mail.cause_id).where(Mail.state == "queued"))
    return [
        mail.id
        for mail in queued
        if rules.a_mail_was_due_before(standing.held_at, mail.queued_at, mail.due_at, mail.cause_id)
    ]


def shown(tx: Session, mail_id: UUID, *, lock: bool = False) -> Mail:
    statement = select(Mail).where(Mail.id == mail_id, *_listed(tx))
    found = tx.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound()
    return found


def _listed(tx: Session) -> list[ColumnElement[bool]]:
    """Mails that let in whoever holds them are nobody else's business, except in the demonstration."""
    return [] if settings_of(tx).demo else [Mail.kind.not_in(TOKEN_MAIL_KINDS)]


def _summary(mail: Mail) -> dict[str, Any]:
    return {
        field: getattr(mail, field)
        for field in ("id", "kind", "person_id", "state", "attempts", "queued_at", "sent_at", "reason", "kept")
    }
