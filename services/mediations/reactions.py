from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.mediations import rules
from services.mediations.commands import destruction
from services.mediations.tables import Mediation, Mediator, MediatorKey, Merge, Refusing
from shared.access import MEDIATOR
from shared.database import merging
from shared.database.merging import Held

# Everything that names a person here; a test sees that nothing is left out.
PLACES = (
    Held(Mediator, apart=()),
    Held(Mediation, "opened_by", unsaid=("suitability",)),
    Held(Mediation, "mediator_id", unsaid=("suitability",)),
    Held(Refusing, apart=("mediation_id",)),
    Held(MediatorKey, apart=(), better=rules.the_kept_key, stays=True, unsaid=("by_passphrase", "by_recovery")),
)


@merging.following(Merge)
def role_given(tx: Session, event: dict[str, Any]) -> None:
    if event["role"] == MEDIATOR:
        tx.execute(insert(Mediator).values(person_id=event["person_id"]).on_conflict_do_nothing())


@merging.following(Merge)
def role_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    """They are asked no more; what they do already stays theirs, as nobody else could read it."""
    if event["role"] == MEDIATOR:
        tx.execute(delete(Mediator).where(Mediator.person_id == event["person_id"]))


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """What only they could read is destroyed with their key."""
    person_id = event["person_id"]
    merging.forget(tx, Merge, person_id)
    theirs = select(Mediation).where(Mediation.mediator_id == person_id).order_by(Mediation.id).with_for_update()
    for mediation in tx.scalars(theirs):
        if mediation.accepted_on is None:
            mediation.mediator_id = None
        else:
            destruction.destroy(tx, mediation)
    for table in (Mediator, Refusing, MediatorKey):
        tx.execute(delete(table).where(table.person_id == person_id))
    tx.execute(update(Mediation).where(Mediation.opened_by == person_id).values(opened_by=None))


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    merging.merge(tx, Merge, PLACES, event["kept_id"], event["dropped_id"])


def person_merge_undone(tx: Session, event: dict[str, Any]) -> None:
    merging.undo(tx, Merge, PLACES, event["dropped_id"])
