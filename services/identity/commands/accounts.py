from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity import passwords, rules, throttle
from services.identity.commands import people, roles, sessions
from services.identity.errors import AccountExists, NoAccount, WrongPassword
from services.identity.queries.accounts import valid_token
from services.identity.queries.people import locked
from services.identity.tables import Account, Person, Token
from services.identity.tokens import hash_of, new_token
from shared import clock, demo
from shared.access import Actor
from shared.contracts.identity import AccountInvited, PasswordResetRequested
from shared.database import settings_of
from shared.errors import Invalid
from shared.messaging.outbox import publish


def register_account(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """From the operator's terminal. Without a password the person is invited to set one."""
    given, password = request.pop("roles"), request.pop("password")
    person = people.add(tx, request)
    for role in given:
        roles.give(tx, person.id, role, by=actor.person_id)
    if password is None:
        publish(tx, AccountInvited, person_id=person.id)
    else:
        _keep_password(tx, person, password, field="password")
    return {"id": person.id}


def invite_account(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    person = locked(tx, request["person_id"])
    if tx.get(Account, person.id) is not None:
        raise AccountExists()
    publish(tx, AccountInvited, person_id=person.id)


def issue_token(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mail that carries it. It replaces the one before it."""
    person = locked(tx, request["person_id"])
    purpose = request["purpose"]
    has_account = tx.get(Account, person.id) is not None
    if purpose == "invitation" and has_account:
        raise AccountExists()
    if purpose == "password_reset" and not has_account:
        raise NoAccount()
    token = new_token()
    values = {"token_hash": hash_of(token), "expires_at": clock.now() + rules.TOKEN_AGE[purpose]}
    tx.execute(
        insert(Token)
        .values(person_id=person.id, purpose=purpose, **values)
        .on_conflict_do_update(index_elements=[Token.person_id, Token.purpose], set_=values)
    )
    return {"token": token}


def request_password_reset(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The answer is the same whether or not somebody has this address."""
    address = sessions.as_stored(request["email"])
    counted = ((rules.RESET_BY_ADDRESS, address), (rules.RESET_BY_CLIENT, request["client"]))
    throttle.refuse_too_many(tx, *counted)
    throttle.count(tx, *counted)
    person_id = tx.scalar(select(Person.id).join(Account).where(Person.email == address))
    if person_id is not None:
        publish(tx, PasswordResetRequested, person_id=person_id)


def set_password(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By the link of an invitation or a reset, which then is used up. Signs in, here and nowhere else."""
    _token, person = valid_token(tx, request["token"], lock=True)
    _keep_password(tx, person, request["password"], field="password")
    return sessions.start(tx, person, request["device"])


def change_password(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """All other sessions end."""
    counted = (rules.CHANGE_BY_PERSON, str(actor.id))
    throttle.refuse_too_many(tx, counted)
    person = locked(tx, actor.id)
    account = tx.get(Account, person.id)
    if not passwords.is_right(request["current"], account.password_hash if account else None):
        throttle.count(tx, counted)
        raise WrongPassword({"current": ["wrong_password"]})
    _keep_password(tx, person, request["new"], field="new", session_id=request["session_id"])
    throttle.forget(tx, counted)


def _keep_password(tx: Session, person: Person, password: str, *, field: str, session_id: UUID | None = None) -> None:
    """Whoever was signed in with the password before, or holds a link to set another, is out."""
    codes = rules.what_is_wrong_with_a_password(
        password, person.email or "", known=demo.PASSWORDS.values(), demo=settings_of(tx).demo
    )
    if codes:
        raise Invalid({field: codes})
    values = {"password_hash": passwords.hashed(password), "password_set_at": clock.now()}
    # Whoever changes several of these locks them in this order: person, tokens, account, sessions.
    tx.execute(delete(Token).where(Token.person_id == person.id))
    tx.execute(
        insert(Account)
        .values(person_id=person.id, **values)
        .on_conflict_do_update(index_elements=[Account.person_id], set_=values)
    )
    sessions.end_all(tx, person.id, keep=session_id)


def set_language(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    locked(tx, actor.id).language = request["language"]
