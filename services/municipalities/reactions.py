from typing import Any

from sqlalchemy import any_, delete, func, literal, or_, update
from sqlalchemy.orm import Session

from services.municipalities.tables import Coordinator, Programme


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """The id goes from every list; a programme may be left without a coordinator, which an operator sees."""
    person_id = event["person_id"]
    erased = literal(person_id)
    tx.execute(delete(Coordinator).where(Coordinator.person_id == person_id))
    tx.execute(
        update(Programme)
        .where(or_(erased == any_(Programme.decision_maker_ids), erased == any_(Programme.street_level_ids)))
        .values(
            decision_maker_ids=func.array_remove(Programme.decision_maker_ids, person_id),
            street_level_ids=func.array_remove(Programme.street_level_ids, person_id),
        )
    )
