from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, exists, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session as Transaction

from services.trainings.people.tables import Person
from services.trainings.rules import Candidate
from shared.messaging import rebuild

READ_MODEL = "people"


def as_candidates(tx: Transaction, person_ids: Sequence[UUID]) -> tuple[list[Candidate], bool]:
    """Each of them in their order, also those of whom nothing is known here; and whether all this is being rebuilt."""
    wanted = bindparam(None, list(person_ids), type_=ARRAY(Uuid))
    told = select(rebuild.is_under_way(READ_MODEL).label("rebuilding")).subquery()
    rows = tx.execute(
        select(told.c.rebuilding, *Person.__table__.c).outerjoin_from(told, Person, Person.id == any_(wanted))
    ).all()
    known = {
        row.id: Candidate(row.id, row.sector, row.level, tuple(row.area_ids), row.line_manager_id)
        for row in rows
        if row.id is not None
    }
    return [known.get(person_id, Candidate(person_id)) for person_id in person_ids], rows[0].rebuilding


def is_known(tx: Transaction, person_id: UUID) -> bool:
    """Also whoever is asked for while all this is being rebuilt."""
    return bool(tx.scalar(select(exists().where(Person.id == person_id) | rebuild.is_under_way(READ_MODEL))))
