"""Whom a mediation waits for is told that one does: neither which, nor why."""

from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.queries.mediations import today
from services.mediations.tables import Entry, Mediation
from shared.contracts.mediations import MediationsWait
from shared.messaging.outbox import publish


def remind(tx: Session) -> None:
    """Of what rests without its follow-up ended, of what is soon kept too long, and of a promise whose day has come:
    that is told even shortly after another reminder. Several of one mediator make one."""
    now = today(tx)
    long_ago = rules.latest_change_that_is_at_rest(now)
    due = select(Entry.mediation_id).where(Entry.due_on <= now, Entry.done_on.is_(None))
    newly_due = due.where(Entry.mediation_id == Mediation.id, Entry.due_on > Mediation.reminded_on)
    waits_for_long = or_(
        Mediation.active_on <= long_ago,
        Mediation.opened_on <= rules.latest_opening_that_is_soon_over(now),
        Mediation.id.in_(due),
    )
    waits = select(Mediation).where(
        Mediation.accepted_on.is_not(None),
        Mediation.ended_on.is_(None),
        Mediation.destroyed_on.is_(None),
        or_(
            and_(or_(Mediation.reminded_on.is_(None), Mediation.reminded_on <= long_ago), waits_for_long),
            newly_due.exists(),
        ),
    )
    told: set[UUID] = set()
    for mediation in tx.scalars(waits.order_by(Mediation.id).with_for_update(skip_locked=True)):
        mediation.reminded_on = now
        if mediation.mediator_id is not None:
            told.add(mediation.mediator_id)
    for mediator_id in sorted(told):
        publish(tx, MediationsWait, mediator_id=mediator_id)
