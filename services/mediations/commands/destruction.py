"""The end of all words of a mediation: the key goes first, and with it everything that a copy elsewhere may hold."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.queries.mediations import today
from services.mediations.tables import Destruction, Entry, Mediation, MediationKey, Refusing
from shared.database import settings_of


def destroy_what_is_over(tx: Session) -> int:
    """Returns how many. A restored city brings back what was destroyed since its backup: that goes once more."""
    now = today(tx)
    known = select(Destruction.mediation_id)
    over = or_(
        Mediation.ended_on <= rules.latest_end_that_is_over(now, settings_of(tx).mediation_keep_days),
        Mediation.opened_on <= rules.latest_opening_that_is_over(now),
        Mediation.id.in_(known),
    )
    found = select(Mediation).where(Mediation.destroyed_on.is_(None), over).order_by(Mediation.id)
    going = tx.scalars(found.with_for_update(skip_locked=True)).all()
    for mediation in going:
        destroy(tx, mediation)
    tx.execute(delete(MediationKey).where(MediationKey.mediation_id.in_(known)))
    return len(going)


def note_destroyed(tx: Session, destroyed: Iterable[tuple[UUID, date]]) -> None:
    """By a restore: of mediations that were destroyed after its backup."""
    for mediation_id, destroyed_on in destroyed:
        _note(tx, mediation_id, destroyed_on)


def destroy(tx: Session, mediation: Mediation) -> None:
    """What is left are codes and dates, for the figures."""
    mediation.destroyed_on = today(tx)
    _note(tx, mediation.id, mediation.destroyed_on)
    for table in (MediationKey, Entry, Refusing):
        tx.execute(delete(table).where(table.mediation_id == mediation.id))
    mediation.suitability = mediation.mediator_id = mediation.opened_by = None


def _note(tx: Session, mediation_id: UUID, destroyed_on: date) -> None:
    noted = insert(Destruction).values(mediation_id=mediation_id, destroyed_on=destroyed_on)
    tx.execute(noted.on_conflict_do_nothing())
