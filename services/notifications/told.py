"""What is kept here of that which mails tell, for a batch of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.tables import Bundle, Mail
from services.notifications.tables import Session as PlannedSession
from shared import clock

Items = list[dict[str, Any]]
# Survey and person -> when the mail with the link left.
LinksSent = dict[tuple[UUID | None, UUID], datetime]


def sessions_to_come(tx: Session, mails: Sequence[Mail]) -> dict[UUID | None, list[UUID]]:
    """Group -> its sessions that are still to come, for the mails that name them."""
    group_ids = {
        mail.about_id for mail in mails if mail.kind in rules.GROUP_MAIL_KINDS and rules.hears_of_sessions(mail.role)
    }
    if not group_ids:
        return {}
    rows = tx.execute(
        select(PlannedSession.group_id, PlannedSession.id)
        .where(
            PlannedSession.group_id.in_(group_ids),
            PlannedSession.ends_at > clock.now(),
            PlannedSession.cancelled.is_(False),
        )
        .order_by(PlannedSession.starts_at)
    )
    found: dict[UUID | None, list[UUID]] = {}
    for group_id, session_id in rows:
        found.setdefault(group_id, []).append(session_id)
    return found


def bundles_of(tx: Session, mails: Sequence[Mail]) -> dict[UUID | None, Items]:
    """What those mails tell that tell several things at once."""
    ids = [mail.about_id for mail in mails if mail.kind in rules.BUNDLED_MAIL_KINDS]
    if not ids:
        return {}
    found = tx.execute(select(Bundle.id, Bundle.items).where(Bundle.id.in_(ids)))
    return {id_: [_item(each) for each in items] for id_, items in found}


def links_sent(tx: Session, mails: Sequence[Mail]) -> LinksSent:
    """For the mails that remind of them."""
    survey_ids = {mail.about_id for mail in mails if mail.kind == "feedback_reminder"}
    if not survey_ids:
        return {}
    sent = select(Mail.about_id, Mail.person_id, Mail.sent_at).where(
        Mail.kind == "feedback_link", Mail.about_id.in_(survey_ids)
    )
    rows = tx.execute(sent.order_by(Mail.sent_at.nulls_first()))
    return {(survey_id, person_id): sent_at for survey_id, person_id, sent_at in rows if sent_at}


def _item(kept: dict[str, Any]) -> dict[str, Any]:
    names = ("group_id", "session_id", "meeting_id", "about_id")
    ids = {name: UUID(kept[name]) if kept.get(name) else None for name in names}
    return {"kind": None, "number": 0} | kept | ids
