import math
import re
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import ColumnElement

from services.notifications import folder, rules
from services.notifications.tables import Hold, Mail, Reader
from shared import clock
from shared.access import Actor
from shared.contracts.base import COUNTED
from shared.contracts.notifications import TOKEN_MAIL_KINDS
from shared.database import settings_of
from shared.errors import NotFound
from shared.messaging.metrics import Figure

LINK = re.compile(r"https?://\S+")
IS_STANDING = Hold.released_at.is_(None)

QUEUED = Figure("middleground_mails_queued", "Mails that have not left yet; some have a later time to leave.")
HELD_UP = Figure("middleground_mails_held_up", "Those of them that something in their way holds up, whatever they say.")


def mails(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The newest first. One statement, unless mail is held: the page that shows them asks everybody else too."""
    wanted = _listed(tx)
    if request["state"]:
        wanted.append(Mail.state == request["state"])
    page, per_page = request["page"], request["per_page"]
    shown = select(Mail).where(*wanted).order_by(Mail.id.desc()).limit(per_page).offset((page - 1) * per_page)
    of_page = aliased(Mail, shown.subquery())
    counts = _counts(wanted)
    rows = tx.execute(
        select(counts, Hold, of_page)
        .select_from(counts)
        .outerjoin(Hold, IS_STANDING)
        .outerjoin(of_page, true())
        .order_by(of_page.id.desc())
    ).all()
    total = rows[0].total
    return {
        "items": [_summary(mail) for *_, mail in rows if mail],
        "total": total,
        "page": page,
        "pages": math.ceil(total / per_page),
        "stuck": rows[0].stuck,
        "stuck_for": rows[0].stuck_for,
        "hold": _told(tx, rows[0].Hold),
    }


def _counts(wanted: list[ColumnElement[bool]]) -> Subquery:
    """One row: how many mails are `wanted`; how many of all wait for something, and for what most of them do."""
    counted = select(Mail.id).where(*wanted).limit(COUNTED + 1).subquery()
    total = select(func.count()).select_from(counted).scalar_subquery()
    waits_since = clock.now() - rules.STUCK_AFTER
    stuck = (
        select(Mail.reason)
        .where(Mail.state == "queued", Mail.queued_at < waits_since)
        .where(or_(Mail.reason.not_in(rules.COMES_AGAIN), and_(Mail.reason.is_(None), Mail.due_at < waits_since)))
        .subquery()
    )
    reason = func.mode().within_group(stuck.c.reason)
    return (
        select(total.label("total"), func.count().label("stuck"), reason.label("stuck_for"))
        .select_from(stuck)
        .subquery()
    )


def mail(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """With its text, if it stands in the mail folder."""
    found = shown(tx, request["mail_id"])
    message = folder.read(settings_of(tx).mail_dir, found.id) if found.kept else None
    if message is None:
        return _summary(found) | {"subject": None, "text": None, "links": []}
    text = folder.text_of(message)
    return _summary(found) | {"subject": message["Subject"], "text": text, "links": LINK.findall(text)}


def figures(tx: Session) -> dict[Figure, float]:
    """What goes wrong with one mail counts as an attempt; what holds up all does not."""
    is_held_up = Mail.reason.is_not(None) & (Mail.attempts == 0)
    counts = select(func.count(), func.count().filter(is_held_up)).where(Mail.state == "queued")
    queued, held_up = tx.execute(counts).one()
    return {QUEUED: queued, HELD_UP: held_up}


def digest_choice(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    reader = tx.get(Reader, actor.id)
    return {"rhythm": reader.rhythm if reader else rules.USUAL_RHYTHM}


def mail_hold(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return {"hold": _told(tx, standing_hold(tx))}


def _told(tx: Session, standing: Hold | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "held_at": standing.held_at,
        "taken_at": standing.taken_at,
        "waiting": tx.scalar(select(func.count()).where(Mail.state == "queued", Mail.due_at <= clock.now())),
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
