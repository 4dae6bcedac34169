from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.identity.tables import Person
from shared import grants
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound


def granted_name(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The actor is not looked at: the grant says what may be known."""
    settings = settings_of(tx)
    person = somebody(tx, grants.person_of(request["grant"], grants.READ_NAME, settings.secret_key))
    return {"name": person.name, "language": person.language or settings.default_language}


def somebody(tx: Session, person_id: UUID) -> Person:
    """A removed person is nobody any more."""
    person = tx.get(Person, person_id)
    if person is None or person.removed_at is not None:
        raise NotFound()
    return person
