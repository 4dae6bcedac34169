from typing import Any
from uuid import UUID

from sqlalchemy import any_, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from services.municipalities import commands
from services.municipalities.signals.tables import Signal
from services.municipalities.strategy.tables import Action, AdoptedStrategy, Comment, SectionText, Strategy
from services.municipalities.tables import Coordinator, Merge, Partner, Programme
from shared.database import merging
from shared.database.merging import Held, Listed, Moves

# Everything that names a person here; a test sees that nothing is left out.
PLACES = (
    Held(Coordinator, apart=("programme_id",)),
    Held(Partner, "contact_id"),
    Held(Signal, "author_id"),
    Listed(Programme, "decision_maker_ids"),
    Listed(Programme, "street_level_ids"),
    Held(SectionText, "author_id", unsaid=("text",)),
    Held(Comment, "author_id", unsaid=("text",)),
    Held(Comment, "resolved_by", unsaid=("text",)),
    Held(Action, "owner_id", unsaid=("text",)),
    Held(AdoptedStrategy, "adopted_by", unsaid=("content",)),
    Listed(Strategy, "writer_ids"),
)


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """The id goes from every list; a programme may be left without a coordinator, which an operator sees."""
    person_id = event["person_id"]
    merging.forget(tx, Merge, person_id)
    erased = literal(person_id)
    tx.execute(delete(Coordinator).where(Coordinator.person_id == person_id))
    tx.execute(update(Partner).where(Partner.contact_id == person_id).values(contact_id=None))
    tx.execute(update(Signal).where(Signal.author_id == person_id).values(author_id=None))
    tx.execute(
        update(Programme)
        .where(or_(erased == any_(Programme.decision_maker_ids), erased == any_(Programme.street_level_ids)))
        .values(
            decision_maker_ids=func.array_remove(Programme.decision_maker_ids, person_id),
            street_level_ids=func.array_remove(Programme.street_level_ids, person_id),
        )
    )
    _forget_in_strategies(tx, person_id)


def _forget_in_strategies(tx: Session, person_id: UUID) -> None:
    """What was written stays; by whom goes."""
    columns = (
        (SectionText, "author_id"),
        (Comment, "author_id"),
        (Comment, "resolved_by"),
        (Action, "owner_id"),
        (AdoptedStrategy, "adopted_by"),
    )
    for table, name in columns:
        tx.execute(update(table).where(getattr(table, name) == person_id).values({name: None}))
    writers = Strategy.writer_ids
    wrote_along = literal(person_id) == any_(writers)
    tx.execute(update(Strategy).where(wrote_along).values(writer_ids=func.array_remove(writers, person_id)))


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    """Others take the coordinators from the programme, so they hear of it."""
    _announce(tx, merging.merge(tx, Merge, PLACES, event["kept_id"], event["dropped_id"]))


def person_merge_undone(tx: Session, event: dict[str, Any]) -> None:
    _announce(tx, merging.undo(tx, Merge, PLACES, event["dropped_id"]))


def _announce(tx: Session, moves: Moves | None) -> None:
    programme_ids = [UUID(each) for (each,) in merging.moved(moves or [], "coordinators", "programme_id")]
    for programme in tx.scalars(select(Programme).where(Programme.id.in_(programme_ids)).order_by(Programme.id)):
        commands.announce_change(tx, programme)
