from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity import namings as naming
from services.identity.queries.people import HERE
from services.identity.tables import Person, Role
from shared.access import EXPERT, Actor


def namings(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Whoever writes may sign with their own name."""
    of_the_network = (
        select(Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.role == EXPERT, HERE, Person.id != actor.id)
    )
    names = [name for name in tx.scalars(of_the_network) if name]
    return {"found": [{"kind": kind, "words": words[:200]} for kind, words in naming.in_text(request["text"], names)]}
