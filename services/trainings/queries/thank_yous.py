from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.tables import ThankYou, ThankYouDraft
from shared.access import Actor


def thank_yous(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Everybody who was present, thanked or not."""
    session, _record, group = access.given_session(tx, actor, request["session_id"])
    draft = tx.get(ThankYouDraft, session.id)
    found = tx.scalars(select(ThankYou).where(ThankYou.session_id == session.id).order_by(ThankYou.person_id))
    return {name: getattr(session, name) for name in ("programme_id", "kind", "title", "starts_at")} | {
        "group_name": group.name if group else None,
        "text": draft.text if draft else None,
        "thank_yous": [
            {
                "person_id": each.person_id,
                "state": "sent" if each.sent_at else "drafted",
                "line": each.line,
                "sent_at": each.sent_at,
                "sent_by": each.sent_by,
            }
            for each in found
        ],
    }


def thank_you_texts(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails: of those that were sent, as their sender wrote them."""
    rows = tx.execute(
        select(
            ThankYou.id, ThankYou.session_id, ThankYou.text, ThankYou.line, ThankYou.sent_by.label("sender_id")
        ).where(ThankYou.id.in_(request["thank_you_ids"]), ThankYou.sent_at.is_not(None))
    )
    return {"thank_yous": [row._asdict() for row in rows]}
