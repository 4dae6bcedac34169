from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.attendance import States
from services.trainings.errors import NotToBeThanked
from services.trainings.tables import Session, ThankYou, ThankYouDraft
from shared import clock
from shared.access import Actor
from shared.contracts.trainings import ThankYouSent
from shared.ids import new_id
from shared.messaging.outbox import publish


def draft(tx: Transaction, session: Session, changed: States) -> None:
    """For everybody who was just recorded as present; a correction takes back what was not sent yet."""
    present = rules.who_is_to_be_thanked(changed)
    if present:
        rows = [{"id": new_id(), "session_id": session.id, "person_id": person_id} for person_id in present]
        tx.execute(insert(ThankYou).on_conflict_do_nothing(), rows)
    gone = rules.who_was_not_there_after_all(changed)
    tx.execute(
        delete(ThankYou).where(
            ThankYou.session_id == session.id, ThankYou.person_id.in_(gone), ThankYou.sent_at.is_(None)
        )
    )


def save_thank_yous(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    _save(tx, session, request)


def send_thank_yous(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The session is locked, so that two people who send at once thank everybody once."""
    session, _record, _group = access.given_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    _save(tx, session, request)
    chosen = rules.each_once(request["person_ids"])
    drafted = {each.person_id: each for each in tx.scalars(select(ThankYou).where(ThankYou.session_id == session.id))}
    strangers = [person_id for person_id in chosen if person_id not in drafted]
    if strangers:
        raise NotToBeThanked(people=len(strangers))
    unsent = [drafted[person_id] for person_id in chosen if drafted[person_id].sent_at is None]
    for thank_you in unsent:
        _send(tx, actor, session, thank_you, request["text"])
    outstanding = sum(each.sent_at is None for each in drafted.values())
    return {"sent": len(unsent), "already": len(chosen) - len(unsent), "outstanding": outstanding}


def _save(tx: Transaction, session: Session, request: dict[str, Any]) -> None:
    text = insert(ThankYouDraft).values(session_id=session.id, text=request["text"])
    tx.execute(text.on_conflict_do_update(index_elements=[ThankYouDraft.session_id], set_={"text": text.excluded.text}))
    lines = {line["person_id"]: line["line"] for line in request["lines"]}
    unsent = select(ThankYou).where(ThankYou.session_id == session.id, ThankYou.sent_at.is_(None))
    for thank_you in tx.scalars(unsent):
        thank_you.line = lines.get(thank_you.person_id, thank_you.line)


def _send(tx: Transaction, actor: Actor, session: Session, thank_you: ThankYou, text: str) -> None:
    thank_you.text, thank_you.sent_at, thank_you.sent_by = text, clock.now(), actor.id
    publish(
        tx,
        ThankYouSent,
        session_id=session.id,
        programme_id=session.programme_id,
        thank_you_id=thank_you.id,
        person_id=thank_you.person_id,
        sent_by=actor.id,
    )
