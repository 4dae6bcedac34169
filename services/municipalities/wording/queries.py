from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities.tables import Area, Programme
from shared.database import settings_of
from shared.wording import names_in


def what_looks_like_names(tx: Session, programme_id: UUID, texts: Iterable[str | None]) -> list[str]:
    """One statement. The names of the programme, of the city and of its areas are left out."""
    named = select(Area.name).union_all(select(Programme.name).where(Programme.id == programme_id))
    known = [name for name in tx.scalars(named) if name]
    return names_in(texts, [settings_of(tx).city_name, *known])
