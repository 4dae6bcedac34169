from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.identity.errors import TokenNotValid
from services.identity.tables import Person, Token
from services.identity.tokens import hash_of
from shared import clock
from shared.access import Actor
from shared.database import settings_of


def token_holder(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Whom a link lets set a password."""
    token, person = valid_token(tx, request["token"])
    return {
        "purpose": token.purpose,
        "email": person.email,
        "name": person.name,
        "language": person.language or settings_of(tx).default_language,
    }


def valid_token(tx: Session, token: str, *, lock: bool = False) -> tuple[Token, Person]:
    statement = (
        select(Token, Person)
        .join(Person, Person.id == Token.person_id)
        .where(Token.token_hash == hash_of(token), Token.expires_at > clock.now())
    )
    found = tx.execute(statement.with_for_update(of=Token) if lock else statement).first()
    if found is None:
        raise TokenNotValid()
    return found.Token, found.Person
