from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.identity import passwords, rules, throttle
from services.identity.errors import WrongSignIn
from services.identity.tables import Account, OpenSession, Person, Token
from services.identity.tokens import hash_of, new_token
from shared import clock, demo
from shared.access import Actor
from shared.contracts import fields
from shared.database import settings_of
from shared.errors import NotFound
from shared.ids import new_id


def sign_in(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    address = as_stored(request["email"])
    by_address = (rules.SIGN_IN_BY_ADDRESS, address)
    by_client = (rules.SIGN_IN_BY_CLIENT, request["client"])
    throttle.refuse_too_many(tx, by_address, by_client)
    found = tx.execute(select(Account, Person).join(Person).where(Person.email == address)).first()
    if not _lets_in(tx, request["password"], found.Account if found else None) or found is None:
        throttle.count(tx, by_address, by_client)
        raise WrongSignIn()
    throttle.forget(tx, by_address)
    if passwords.is_outdated(found.Account.password_hash):
        found.Account.password_hash = passwords.hashed(request["password"])
    return start(tx, found.Person, request["device"])


def _lets_in(tx: Session, password: str, account: Account | None) -> bool:
    """Takes as long without an account. An instance that once was a demonstration does not let everybody in."""
    right = passwords.is_right(password, account.password_hash if account else None)
    return right and (settings_of(tx).demo or password not in demo.PASSWORDS.values())


def as_stored(address: str) -> str:
    """An address as it would stand in a record, however it was typed."""
    try:
        return fields.Email().deserialize(address)
    except ValidationError:
        return address.casefold()


def start(tx: Session, person: Person, device: str | None) -> dict[str, Any]:
    token, now = new_token(), clock.now()
    tx.add(
        OpenSession(
            id=new_id(),
            person_id=person.id,
            token_hash=hash_of(token),
            device=device,
            started_at=now,
            last_seen_at=now,
        )
    )
    return {
        "session_token": token,
        "person_id": person.id,
        "language": person.language or settings_of(tx).default_language,
    }


def sign_out(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.execute(delete(OpenSession).where(OpenSession.token_hash == hash_of(request["session_token"])))


def end_session(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    ended = tx.execute(
        delete(OpenSession)
        .where(OpenSession.id == request["session_id"], OpenSession.person_id == actor.id)
        .returning(OpenSession.id)
    ).first()
    if ended is None:
        raise NotFound()


def end_other_sessions(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    end_all(tx, actor.id, keep=request["session_id"])


def end_all(tx: Session, person_id: UUID, *, keep: UUID | None = None) -> None:
    ended = delete(OpenSession).where(OpenSession.person_id == person_id)
    tx.execute(ended.where(OpenSession.id != keep) if keep else ended)


def end_everybodys(tx: Session) -> int:
    """Everybody signs in again, and links to set a password end too. Returns how many sessions there were."""
    tx.execute(delete(Token))
    return len(tx.scalars(delete(OpenSession).returning(OpenSession.id)).all())
